import type { GivenVerdict } from '../../core/review/batch';

/** What a message may hold well within Temporal's limits, and within what a batch records in one go. */
const [maxVerdicts, maxCharacters] = [200, 300_000];

/** Verdicts in messages, in their order. */
export function inMessages(verdicts: readonly GivenVerdict[]): GivenVerdict[][] {
  const messages: GivenVerdict[][] = [];
  let characters = 0;
  for (const verdict of verdicts) {
    const length = JSON.stringify(verdict).length;
    const last = messages.at(-1);
    if (last && last.length < maxVerdicts && characters + length <= maxCharacters) {
      last.push(verdict);
      characters += length;
    } else {
      messages.push([verdict]);
      characters = length;
    }
  }
  return messages;
}
