import { inDepth, openEnded } from './evolution';

/** Evol-Instruct's "deepening". */
export const deepen = inDepth(
  {
    name: 'deepen',
    description: 'Asks about the same matter in more depth.',
    prompts: { usual: 'deepen', small: 'deepenContinued' },
    begin: ({ instruction }) => `${openEnded(instruction)}, and what`,
  },
  { contains: false },
);
