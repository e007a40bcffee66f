import { runCode } from '../../../adapters/codeSandbox/runCode';
import { requireCode } from '../../../adapters/workspace/allowCode';
import { loadFilters } from '../../../adapters/workspace/loadFilters';
import { parseRecipe } from '../../../core/run/parseRecipe';
import type { RunnableLanguage } from '../../../core/screening/code/sameValue';

// What is tried to break out of it stands in tests/long/codeSandbox.test.ts.
const calls = [[{ kind: 'number', value: 1 }]] as const;
const run = (language: RunnableLanguage, program: string) =>
  runCode({ language, programs: [program], name: 'f', mentioned: [], calls });

test.each([
  ['python', 'def f(x):\n    return x + 1'],
  ['javascript', 'const f = (x) => x + 1;'],
] as const)('a function is called in the sandbox, and gives what it gives: %s', async (language, program) => {
  expect(await run(language, program)).toEqual({
    loaded: { is: 'loaded' },
    calls: [{ is: 'value', value: { kind: 'number', value: 2 } }],
  });
});

test.each([
  ['python', "def f(x):\n    return open('/etc/passwd').read()", 'PermissionError'],
  ['javascript', 'const f = (x) => process.exit(0);', 'ReferenceError'],
] as const)('there is no machine around it: %s', async (language, program, type) => {
  expect((await run(language, program)).calls[0]).toMatchObject({ is: 'error', type });
});

test('code runs only in processes that were started to allow it', async () => {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const parsed = parseRecipe({ name: 'code', seeds, filters: { runCode: true } });
  if (!parsed.ok) throw new Error('the recipe is wrong');
  const place = { workspace: process.cwd(), environment: {} };
  await expect(loadFilters(parsed.recipe, place)).rejects.toThrow('start it with --allow-code');
  expect(() => requireCode({ SEEDBED_ALLOW_CODE: '1' })).not.toThrow();
});
