import { answeredText, type Operator } from '../../core/proposing/augment/operator';

/** An example of an operator: the same task in fewer words. Its prompt is prompts/shorten/1.yaml, beside it. */
export const shorten: Operator = {
  name: 'shorten',
  description: 'Says the instruction in fewer words.',
  changes: ['instruction'],
  meaning: 'kept',
  needs: [],
  leavesResponse: false,
  leavesFamily: false,
  prompts: { usual: 'shorten' },
  values: ({ instruction }) => ({ instruction }),
  read(answer, before) {
    const instruction = answeredText(answer, 'instruction');
    if (instruction === undefined) return { unreadable: 'the answer holds no instruction' };
    const variant = { ...before, instruction };
    return instruction.length < before.instruction.length
      ? { variant }
      : { failed: 'is no shorter than the original', variant };
  },
};
