import { rewording } from './rewording';

/** How a small model's answer begins in the styles that it can write; other styles are left to its examples. */
const beginnings: Readonly<Record<string, string>> = {
  polite: 'Could you please',
  casual: 'Hey, can you',
};

export const changeStyle = rewording('instruction', {
  name: 'changeStyle',
  description: 'Asks for the same in another style and register, which is drawn; the response stays.',
  prompts: { usual: 'changeStyle', small: 'changeStyleContinued' },
  draws: {
    usual: [
      'polite and formal, as to somebody one does not know',
      'casual, as to a friend',
      'terse, as few words as possible',
      'as a text message, without capitals',
      'as an indirect request that tells what one is trying to do',
      'as a search query',
      'in plain words, as a child would ask',
      'in the wording of a specialist',
    ],
    small: Object.keys(beginnings),
  },
  begin: (_, style) => (Object.hasOwn(beginnings, style) ? (beginnings[style] ?? '') : ''),
});
