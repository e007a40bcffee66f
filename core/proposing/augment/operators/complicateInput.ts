import { wordsOf } from '../../../foundations/text/words';
import { answeredText, type Operator } from '../operator';

/** Evol-Instruct's "complicate input": the same instruction on data that is harder to work on, in a form that is drawn. */
export const complicateInput: Operator = {
  name: 'complicateInput',
  description: 'Makes the input longer and harder to work on.',
  changes: ['input', 'response'],
  meaning: 'changed',
  needs: ['input'],
  leavesResponse: true,
  leavesFamily: false,
  prompts: { usual: 'complicateInput' },
  draws: {
    usual: [
      'prose with side remarks that do not matter',
      'a table in Markdown',
      'JSON',
      'comma-separated values with a header',
      'a log with timestamps',
      'an exchange of several messages',
      'notes in keywords, in no particular order',
    ],
  },
  values: ({ instruction, input }) => ({ instruction, input: input ?? '' }),
  read(answer, before) {
    const input = answeredText(answer, 'input');
    if (input === undefined) return { unreadable: 'the answer holds no input' };
    const variant = { ...before, input, response: undefined };
    return wordsOf(input).length > wordsOf(before.input ?? '').length
      ? { variant }
      : { failed: 'the input is no longer than the original one', variant };
  },
};
