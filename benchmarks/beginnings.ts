import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { rehearsedRecipes, sharedBeginnings } from '../tests/support/sharedBeginnings';

/** The prompts that were laid out anew, as they were before. */
const before = { judge: '1', judgeSeveral: '1', proposePairs: '2', proposeDirected: '2' };

/** Which share of a run's prompts, in tokens, begins as one before it did: what a provider's cache may charge less for. Before, and as it is now. */
async function main(): Promise<void> {
  for (const [name, recipe] of Object.entries(rehearsedRecipes)) {
    const [old, now] = [
      await sharedBeginnings(recipe, before, encode),
      await sharedBeginnings(recipe, {}, encode),
    ];
    process.stdout.write(
      `${name}: what is asked, tokens of a prompt and those of its beginning that one before had; before, now\n`,
    );
    for (const line of now) {
      const earlier = old.find(({ task }) => task === line.task);
      const words = ({ tokens, shared, prompts }: typeof line): string =>
        `${(tokens / prompts).toFixed(0)}, ${(shared / prompts).toFixed(0)} (${((100 * shared) / tokens).toFixed(0)} %)`;
      process.stdout.write(
        `  ${line.task.padEnd(22)}${(earlier ? words(earlier) : '').padEnd(22)}${words(line)}\n`,
      );
    }
  }
}

void main();
