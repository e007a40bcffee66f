import { answerTurn, promptTurns } from './example';
import { jsonLines } from './jsonLines';

/**
 * Chats whose answer begins with what the teacher thought, between `<think>` and `</think>`, as DeepSeek-R1 and the sets distilled
 * from it have it: as text it survives every trainer and chat template, where a field of its own would be dropped by most in silence.
 * Pairs whose thinking was not kept have no row.
 */
export const reasoning = jsonLines(
  {
    name: 'reasoning',
    describe: 'messages a line with <think>, where thinking was kept',
    rowsOf: ({ instances }) => instances.filter(({ thinking }) => typeof thinking === 'string').length,
  },
  (pair, instance) =>
    typeof instance.thinking === 'string'
      ? {
          messages: [
            ...promptTurns(pair, instance),
            answerTurn(`<think>\n${instance.thinking}\n</think>\n\n${instance.response}`),
          ],
        }
      : undefined,
);
