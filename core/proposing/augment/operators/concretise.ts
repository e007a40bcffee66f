import { inDepth } from './evolution';

/** Evol-Instruct's "concretizing". */
export const concretise = inDepth(
  {
    name: 'concretise',
    description: 'Puts something specific in the place of something general.',
    prompts: { usual: 'concretise' },
  },
  { contains: false },
);
