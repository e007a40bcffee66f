import { asTyped, programOf, typeHintsAs } from '../../../client/terminal/asTyped';

const commands = ['run', 'export'];
const hint = 'Next: seedbed run garden, then (seedbed export garden --out x.json).';

afterEach(() => typeHintsAs({ program: 'seedbed', workspace: undefined, commands }));

test('hints can be typed as they stand: by npx where it was, and in the workspace that was named', () => {
  expect(asTyped(hint)).toBe(hint);
  typeHintsAs({ program: 'npx seedbed', workspace: "../my garden's", commands });
  expect(asTyped(hint)).toBe(
    `Next: npx seedbed --workspace '../my garden'\\''s' run garden, then (npx seedbed --workspace '../my garden'\\''s' export garden --out x.json).`,
  );
});

test('what is no command stays as it is', () => {
  typeHintsAs({ program: 'npx seedbed', workspace: undefined, commands });
  for (const text of [
    'a seedbed of roses',
    '.seedbed run',
    'npx seedbed run',
    'seedbed runs',
    '@seedbed export',
  ])
    expect(asTyped(text)).toBe(text);
});

test('whether npm started it, npm says', () => {
  expect(programOf({ npm_lifecycle_script: "'seedbed' 'run'" })).toBe('npx seedbed');
  expect(
    programOf({ npm_lifecycle_script: 'node scripts/setup.mjs && node dist/client/seedbed.js demo' }),
  ).toBe('npx seedbed');
  expect(programOf({ npm_lifecycle_script: 'node scripts/setup.mjs && jest' })).toBe('seedbed');
  expect(programOf({})).toBe('seedbed');
});
