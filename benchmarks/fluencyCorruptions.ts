import type { SeededRandom } from '../core/foundations/seededRandom';

/** Ways to spoil a good text; each returns undefined for a text that is too short for it, or that it leaves as it is. */
export const corruptions = {
  /** All words in random order. */
  shuffle: (text, random) => changed(text, (words) => random.shuffle(words), 6),
  /** A fifth of the words left out, two at least. */
  deletion: (text, random) => without(text, 1 / 5, random),
  /** A third of them. */
  deletionOfThird: (text, random) => without(text, 1 / 3, random),
  /** Goes round from some word on: four to eight words, four times over. */
  loop: (text, random) =>
    changed(
      text,
      (words) => {
        const length = 4 + random.below(5);
        const end = length + random.below(words.length - length + 1);
        const passage = words.slice(end - length, end);
        return [...words.slice(0, end), ...Array.from({ length: 3 }, () => passage).flat()];
      },
      8,
    ),
  /** UTF-8 read as Latin-1 or Windows-1252, as a wrong header makes it. Only for texts that are not ASCII. */
  mojibake: (text, random) =>
    different(text, misread(text, random.below(2) === 0 ? 'latin1' : 'windows-1252')),
  /** The same on a text that is plain ASCII, whose quotes, dashes and apostrophes were typographic. */
  mojibakeOfQuotes: (text) =>
    /[^\p{ASCII}]/u.test(text)
      ? undefined
      : different(
          text,
          misread(
            text
              .replace(/(?<=\p{L})'/gu, '’')
              .replace(/"([^"\n]*)"/g, '“$1”')
              .replace(/ -{1,2} /g, ' – '),
            'windows-1252',
          ),
        ),
  /** Ends inside a word, in the text's second half. */
  truncation: (text, random) => {
    const words = [...text.matchAll(/[\p{L}\p{M}]{4,}/gu)].filter(({ index }) => index > text.length / 2);
    const word = words[random.below(Math.max(1, words.length))];
    if (!word) return undefined;
    const kept = 2 + random.below(word[0].length - 3);
    return text.slice(0, word.index + kept);
  },
  /** Two words, anywhere, in each other's place. */
  swap: (text, random) =>
    changed(
      text,
      (words) => {
        const [one, other] = random.sample([...words.keys()], 2) as [number, number];
        return words.with(one, words[other]!).with(other, words[one]!);
      },
      8,
    ),
} satisfies Record<string, (text: string, random: SeededRandom) => string | undefined>;

export type Corruption = keyof typeof corruptions;

function without(text: string, share: number, random: SeededRandom): string | undefined {
  return changed(
    text,
    (words) => {
      const gone = new Set(random.sample([...words.keys()], Math.max(2, Math.round(words.length * share))));
      return words.filter((_, index) => !gone.has(index));
    },
    8,
  );
}

/** Changes the words and leaves the white space between them where it is, as far as it goes. */
function changed(text: string, change: (words: string[]) => string[], minWords: number): string | undefined {
  const words = text.match(/\S+/g) ?? [];
  const spaces = text.match(/\s+/g) ?? [];
  if (words.length < minWords) return undefined;
  const spoilt = change(words);
  if (spoilt.join(' ') === words.join(' ')) return undefined;
  return spoilt.map((word, index) => (index === 0 ? word : `${spaces[index - 1] ?? ' '}${word}`)).join('');
}

/** What Windows-1252 has for the bytes 0x80 to 0x9F. Not by TextDecoder, which some versions of Node let read Latin-1 instead. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function misread(text: string, encoding: 'latin1' | 'windows-1252'): string {
  const read = Buffer.from(text, 'utf8').toString('latin1');
  if (encoding === 'latin1') return read;
  return read.replace(/[\u0080-\u009f]/gu, (character) => windows1252[character.charCodeAt(0) - 0x80]!);
}

const different = (text: string, spoilt: string): string | undefined =>
  spoilt === text ? undefined : spoilt;
