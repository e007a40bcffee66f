import { rewording } from './rewording';

export const paraphraseResponse = rewording('response', {
  name: 'paraphraseResponse',
  description: 'Says the response in other words; the instruction stays.',
  prompts: { usual: 'paraphraseResponse' },
});
