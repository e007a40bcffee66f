import { promptReference, type PromptSet } from '../recipe/prompts/promptSet';

/** Prompts that ask for nothing but an answer: what they say as the system is what the answer was given under. */
const plainAnswers = ['respond', 'respondWithInput'];

/**
 * What prompts say in the role of the system when they ask for a response, by prompt and version. Texts with something to fill in are
 * left out: they belong to our asking, as do those of prompts that ask for several things at once.
 */
export function systemTexts(prompts: PromptSet): ReadonlyMap<string, string> {
  const files = plainAnswers.flatMap((name) => (Object.hasOwn(prompts, name) ? (prompts[name] ?? []) : []));
  return new Map(
    files.flatMap(({ file }) => {
      const texts = (file.messages ?? []).flatMap((message) => ('system' in message ? [message.system] : []));
      const text = texts.join('\n\n').trim();
      return text === '' || /\{\{|\{%/.test(text) ? [] : [[promptReference(file), text] as const];
    }),
  );
}
