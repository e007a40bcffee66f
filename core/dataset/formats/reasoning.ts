import type { StoredText } from '../../foundations/text/storedText';
import type { PairInstance } from './acceptedPair';
import { chatOf } from './example';
import { jsonLines } from './jsonLines';

/**
 * Chats whose answers begin with what the teacher thought, between `<think>` and `</think>`, as DeepSeek-R1 and the sets distilled
 * from it have it: as text it survives every trainer and chat template, where a field of its own would be dropped by most in silence.
 * Pairs whose thinking was not kept have no row; of a conversation, it must be there for every answer.
 */
export const reasoning = jsonLines(
  {
    name: 'reasoning',
    describe: 'messages a line with <think>, where thinking was kept',
    rowsOf: ({ instances }) => instances.filter(isThoughtful).length,
  },
  (pair, instance) =>
    isThoughtful(instance)
      ? {
          messages: chatOf(
            pair,
            instance,
            ({ thinking, response }) => `<think>\n${thinking}\n</think>\n\n${response}`,
          ),
        }
      : undefined,
);

function isThoughtful({ thinking, turns = [] }: PairInstance<StoredText>): boolean {
  return [{ thinking }, ...turns].every((answer) => (answer.thinking ?? null) !== null);
}
