import { formsOf, type OtherSense } from './groupLexicon';
import { wordsWithPlaces, type Word } from './wordsWithPlaces';

/** How many words before and behind one may tell what it means. */
const around = 30;

interface Sense {
  /** Each a phrase in lower case. */
  readonly followed: readonly (readonly string[])[];
  readonly preceded: readonly (readonly string[])[];
  readonly opens: readonly (readonly string[])[];
  readonly near: ReadonlySet<string>;
}

/** Tells by what stands beside a word that it means no people where it stands: a queen of bees, "king size", "to cook". */
export class OtherSenses {
  private readonly senses = new Map<string, Sense[]>();

  constructor(otherSenses: readonly OtherSense[]) {
    for (const { words, followed, preceded, opens, near = [] } of otherSenses) {
      const sense = {
        followed: phrasesOf(followed),
        preceded: phrasesOf(preceded),
        opens: phrasesOf(opens),
        near: new Set(near.flatMap(formsOf).map((form) => form.toLowerCase())),
      };
      for (const form of words.flatMap(formsOf)) {
        const key = form.toLowerCase();
        this.senses.set(key, [...(this.senses.get(key) ?? []), sense]);
      }
    }
  }

  /** Whether the word at a place of a text is of another sense. */
  has(text: string, words: readonly Word[], at: number): boolean {
    const key = words[at]?.key ?? '';
    return (this.senses.get(key) ?? []).some(
      ({ followed, preceded, opens, near }) =>
        followed.some((phrase) => stands(text, words, at, at + 1, phrase)) ||
        preceded.some((phrase) => stands(text, words, at - phrase.length, at - phrase.length, phrase, at)) ||
        (beginsSentence(text, words, at) &&
          opens.some((phrase) => stands(text, words, at, at + 1, phrase))) ||
        (near.size > 0 &&
          words.slice(Math.max(0, at - around), at + around + 1).some((word) => near.has(word.key))),
    );
  }
}

/** Whether a phrase stands at `from`, and nothing but spaces, quotes and a genitive parts the words from `first` to its end, or to `last`. */
function stands(
  text: string,
  words: readonly Word[],
  first: number,
  from: number,
  phrase: readonly string[],
  last = from + phrase.length - 1,
): boolean {
  if (first < 0 || !phrase.every((part, index) => words[from + index]?.key === part)) return false;
  for (let index = first; index < last; index++) {
    const [left, right] = [words[index], words[index + 1]];
    if (!left || !right || !/^(?:['’]s)?[\s"“”'’-]*$/u.test(text.slice(left.end, right.start))) return false;
  }
  return true;
}

function beginsSentence(text: string, words: readonly Word[], at: number): boolean {
  const [before, word] = [words[at - 1], words[at]];
  return !before || /[.!?:;\n]/u.test(text.slice(before.end, word?.start));
}

function phrasesOf(written: readonly string[] = []): (readonly string[])[] {
  return written.flatMap(formsOf).map((form) => wordsWithPlaces(form).map(({ key }) => key));
}
