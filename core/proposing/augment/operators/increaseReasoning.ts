import { inDepth, openEnded } from './evolution';

/** Evol-Instruct's "increased reasoning steps". */
export const increaseReasoning = inDepth(
  {
    name: 'increaseReasoning',
    description: 'Asks for an answer that takes several steps of reasoning.',
    prompts: { usual: 'increaseReasoning', small: 'increaseReasoningContinued' },
    begin: ({ instruction }) => `${openEnded(instruction)}, and explain`,
  },
  { contains: false },
);
