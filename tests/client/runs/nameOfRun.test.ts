import { nameOfRun } from '../../../client/runs/nameOfRun';
import { parseRecipe } from '../../../core/run/parseRecipe';

const named = (name: string) => parseRecipe({ name, target: 1, seeds: { file: 'a.jsonl' } });

test.each(['garden', 'garden-2', 'r7.v1', '0'])('a run may be called %s, as its recipe may', (name) => {
  expect(named(name).ok).toBe(true);
  expect(nameOfRun(name, { name: 'other' })).toBe(name);
  expect(nameOfRun(undefined, { name })).toBe(name);
});

test.each(['Königin', 'my garden', '', '-x', '../x', 'x'.repeat(101)])(
  'a run may not be called %j, in the words in which its recipe may not',
  (name) => {
    const parsed = named(name);
    const told = parsed.ok ? 'accepted' : parsed.problems[0]?.message;
    const rule =
      'must be at most 100 of the letters a to z, digits, ".", "_" or "-", the first one a letter or digit';
    if (name !== '') expect(told).toContain(rule);
    expect(() => nameOfRun(name, { name: 'garden' })).toThrow(rule);
  },
);
