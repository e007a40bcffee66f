import { lostDetail } from '../../../foundations/text/keptDetails';
import { wordsOf } from '../../../foundations/text/words';
import { answeredText, type Operator } from '../operator';

/**
 * Says one part of a pair in other words: numbers, quotations, code, addresses and names stay, and its length is between a third and
 * three times that of the original, give or take a short phrase.
 */
export function rewording(
  part: 'instruction' | 'response',
  told: Pick<Operator, 'name' | 'description' | 'prompts' | 'draws' | 'begin'>,
): Operator {
  return {
    ...told,
    changes: [part],
    meaning: 'kept',
    needs: part === 'response' ? ['response'] : [],
    leavesResponse: false,
    leavesFamily: false,
    values: ({ instruction, input, response }) => ({
      instruction,
      input: input ?? '',
      response: response ?? '',
    }),
    read(answer, before) {
      const text = answeredText(answer, part);
      if (text === undefined) return { unreadable: `the answer holds no ${part}` };
      const variant = { ...before, [part]: text };
      const original = before[part] ?? '';
      const lost = lostDetail(original, text, answer.language);
      if (lost !== undefined) return { failed: lost, variant };
      const [was, is] = [wordsOf(original).length, wordsOf(text).length];
      return is > 3 * was + phrase || was > 3 * is + phrase
        ? {
            failed: is > was ? 'is far longer than the original' : 'is far shorter than the original',
            variant,
          }
        : { variant };
    },
  };
}

/** Words of a phrase such as "Could you please tell me". */
const phrase = 6;
