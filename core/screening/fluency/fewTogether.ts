import type { TextToAssess } from './assessFluency';

/** Characters of texts that are read together: so many that a model which goes on from what it has read still has it. */
const charactersTogether = 4_000;

/** Texts in groups that are read together. */
export function* fewTogether(texts: readonly TextToAssess[]): Generator<readonly TextToAssess[]> {
  let some: TextToAssess[] = [];
  let characters = 0;
  for (const text of texts) {
    const own = text.context.length + text.text.length;
    if (some.length > 0 && characters + own > charactersTogether) {
      yield some;
      some = [];
      characters = 0;
    }
    some.push(text);
    characters += own;
  }
  if (some.length > 0) yield some;
}
