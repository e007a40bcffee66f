import { answeredText, type Operator } from '../operator';

/** Evol-Instruct's in-breadth evolution: a new task of the same domain, rarer than the original. */
export const broaden: Operator = {
  name: 'broaden',
  description: 'Makes a new task of the same kind about something rarer.',
  changes: ['instruction', 'input', 'response'],
  meaning: 'changed',
  needs: [],
  leavesResponse: true,
  leavesFamily: true,
  prompts: { usual: 'broaden', small: 'broadenContinued' },
  values: ({ instruction, input }) => ({ instruction, input: input ?? '' }),
  read(answer) {
    const instruction = answeredText(answer, 'instruction');
    return instruction === undefined
      ? { unreadable: 'the answer holds no instruction' }
      : { variant: { instruction, input: undefined, response: undefined, classification: false } };
  },
};
