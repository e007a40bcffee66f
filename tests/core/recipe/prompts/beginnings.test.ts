import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { rehearsedRecipes, sharedBeginnings } from '../../../support/sharedBeginnings';

test.each(Object.entries(rehearsedRecipes))(
  'prompts of a recipe (%s) begin with what never changes, so that a cache has read most of what is not the task itself',
  async (_name, recipe) => {
    const before = { judge: '1', judgeSeveral: '1', proposePairs: '2', proposeDirected: '2' };
    const shares = async (pinned: Readonly<Record<string, string>>) =>
      new Map(
        (await sharedBeginnings(recipe, pinned, encode)).map(({ task, shared, prompts }) => [
          task,
          shared / prompts,
        ]),
      );
    const [old, now] = [await shares(before), await shares({})];
    const changed = [...now.keys()].filter((task) => /^(instructions|pairs|grades|judge)/.test(task));
    expect(changed.length).toBeGreaterThanOrEqual(2);
    for (const task of changed) expect(now.get(task)).toBeGreaterThan(1.5 * (old.get(task) ?? Infinity));
  },
);
