import { rewording } from './rewording';

export const paraphraseInstruction = rewording('instruction', {
  name: 'paraphraseInstruction',
  description: 'Says the instruction in other words; the response stays.',
  prompts: { usual: 'paraphraseInstruction', small: 'paraphraseInstructionContinued' },
});
