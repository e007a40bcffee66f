import { inDepth, openEnded } from './evolution';

/** Evol-Instruct's "add constraints". */
export const addConstraint = inDepth(
  {
    name: 'addConstraint',
    description: 'Adds one condition that the response must meet.',
    prompts: { usual: 'addConstraint', small: 'addConstraintContinued' },
    draws: {
      usual: [
        'the length of the answer',
        'the form of the answer',
        'what the answer must mention',
        'what the answer must leave out or do without',
        'whom the answer is for',
        'a circumstance that makes it harder',
        'the tone of the answer',
      ],
      // How the condition begins: left to itself, a small model ends the sentence instead.
      small: ['in at most', 'without', 'for somebody who', 'and mention'],
    },
    begin: ({ instruction }, draw) => `${openEnded(instruction)} ${draw}`,
  },
  { contains: true },
);
