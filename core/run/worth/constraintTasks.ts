import { seededRandom } from '../../foundations/seededRandom';
import { repetition } from '../../foundations/text/repetition';
import { countWords } from '../../foundations/text/words';

/** What a text can be held to without anybody's opinion. */
export const constraintKinds = ['length', 'format', 'count', 'keyword'] as const;

export type ConstraintKind = (typeof constraintKinds)[number];

/** An instruction whose answer either keeps to what it says, or does not. */
export interface ConstraintTask {
  readonly kind: ConstraintKind;
  readonly instruction: string;
  readonly isKeptBy: (this: void, text: string) => boolean;
}

interface Constraint {
  readonly says: string;
  readonly isKeptBy: (this: void, text: string) => boolean;
}

/** Each asks for a text about something. */
const topics: readonly (readonly [about: string, things: string, word: string])[] = [
  ['rivers', 'rivers', 'bridge'],
  ['the moon', 'planets', 'night'],
  ['bread', 'kinds of bread', 'oven'],
  ['bicycles', 'parts of a bicycle', 'road'],
  ['winter', 'winter clothes', 'snow'],
  ['libraries', 'kinds of books', 'quiet'],
  ['bees', 'insects', 'flower'],
  ['music', 'musical instruments', 'sound'],
  ['trains', 'means of transport', 'station'],
  ['gardens', 'vegetables', 'water'],
  ['the sea', 'animals of the sea', 'salt'],
  ['cooking', 'kitchen tools', 'fire'],
  ['schools', 'school subjects', 'children'],
  ['mountains', 'countries with mountains', 'stone'],
  ['cats', 'pets', 'sleep'],
  ['computers', 'uses of a computer', 'screen'],
  ['tea', 'hot drinks', 'cup'],
  ['football', 'sports', 'ball'],
  ['forests', 'trees', 'leaf'],
  ['travel', 'things to pack for a journey', 'map'],
];

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'];

/**
 * Tasks of four kinds in turn, drawn with a seed. The same seed gives the same tasks, of which no two are alike while there are others. They are for comparing
 * models with each other: half a dozen ways of each kind, after the verifiable instructions of IFEval (Zhou et al. 2023, arXiv 2311.07911, table 3).
 */
export function constraintTasks(count: number, seed: number): readonly ConstraintTask[] {
  const tasks: ConstraintTask[] = [];
  const seen = new Set<string>();
  const random = seededRandom(seed, 'constraint tasks');
  const draw = (): ConstraintTask => {
    const kind = constraintKinds[tasks.length % constraintKinds.length]!;
    const makers = ways[kind];
    const topic = topics[random.below(topics.length)]!;
    const { says: instruction, isKeptBy } = makers[random.below(makers.length)]!(topic, (bound) =>
      random.below(bound),
    );
    return { kind, instruction, isKeptBy: (text) => saysSomething(text) && isKeptBy(text) };
  };
  for (let tries = 0; tasks.length < count; tries++) {
    const task = draw();
    if (seen.has(task.instruction) && tries < 50 * count) continue;
    seen.add(task.instruction);
    tasks.push(task);
  }
  return tasks;
}

type Way = (topic: (typeof topics)[number], below: (bound: number) => number) => Constraint;

const about =
  (constraint: Way): Way =>
  (topic, below) => {
    const { says, isKeptBy } = constraint(topic, below);
    return { says: `Write about ${topic[0]}. ${says}`, isKeptBy };
  };

const listOf =
  (constraint: (things: string, count: number) => Constraint): Way =>
  ([, things], below) =>
    constraint(things, 3 + below(4));

const ways: Readonly<Record<ConstraintKind, readonly Way[]>> = {
  length: [
    about((_, below) => {
      const max = 10 * (1 + below(4));
      return { says: `Use at most ${max} words.`, isKeptBy: (text) => countWords(text) <= max };
    }),
    about((_, below) => {
      const min = 15 * (1 + below(2));
      return { says: `Use at least ${min} words.`, isKeptBy: (text) => countWords(text) >= min };
    }),
    about(() => ({ says: 'Answer in one sentence.', isKeptBy: (text) => sentences(text) === 1 })),
    about((_, below) => {
      const exact = 2 + below(2);
      return { says: `Use exactly ${numberWords[exact]} sentences.`, isKeptBy: (text) => sentences(text) === exact };
    }),
  ],
  format: [
    about(() => ({ says: 'Use only lower case letters.', isKeptBy: (text) => !/\p{Lu}/u.test(text) })),
    about(() => ({ says: 'Use only capital letters.', isKeptBy: (text) => !/\p{Ll}/u.test(text) })),
    about(() => ({ says: 'Do not use any commas.', isKeptBy: (text) => !text.includes(',') })),
    about(() => ({ says: 'Put your whole answer in double quotation marks.', isKeptBy: (text) => /^["“][^"“”]+["”]$/u.test(text.trim()) })),
    about(() => ({ says: 'Give the answer as a JSON object with the keys "title" and "text".', isKeptBy: isTitledObject })),
    listOf((things) => ({ says: `Give a numbered list of ${things}, one a line.`, isKeptBy: (text) => isList(text, /^\d+[.)]\s+\S/u) })),
    listOf((things) => ({ says: `Give a list of ${things}. Begin each line with "- ".`, isKeptBy: (text) => isList(text, /^- \S/u) })),
  ],
  count: [
    listOf((things, count) => ({ says: `List exactly ${numberWords[count]} ${things}, one a line.`, isKeptBy: (text) => lines(text).length === count })),
    listOf((things, count) => ({ says: `Name ${numberWords[count]} ${things}, with commas between them and nothing else.`, isKeptBy: (text) => hasParts(text, count) })),
    about((_, below) => {
      const count = 2 + below(2);
      return { says: `Write exactly ${numberWords[count]} paragraphs, with an empty line between them.`, isKeptBy: (text) => paragraphs(text) === count };
    }),
  ],
  keyword: [
    about(([, , word]) => ({ says: `Use the word "${word}".`, isKeptBy: (text) => occurrences(text, word) >= 1 })),
    about(([, , word]) => ({ says: `Use the word "${word}" at least twice.`, isKeptBy: (text) => occurrences(text, word) >= 2 })),
    about(() => ({ says: 'Do not use the word "the".', isKeptBy: (text) => occurrences(text, 'the') === 0 })),
    about(([, , word]) => ({ says: `Begin with the word "${capitalised(word)}".`, isKeptBy: (text) => new RegExp(`^["“]?${word}(?!\\p{L})`, 'iu').test(text.trim()) })),
    about(() => ({ says: 'End with a question.', isKeptBy: (text) => /\?["”]?$/u.test(text.trim()) })),
    about(() => ({ says: 'End with the words "That is all."', isKeptBy: (text) => /that is all\.?["”]?$/iu.test(text.trim()) })),
  ],
}; // prettier-ignore

/** An answer that goes round in circles avoids any word, and is as long as one likes. */
const saysSomething = (text: string): boolean => hasWords(text) && repetition(text).share <= 0.5;

const hasWords = (text: string): boolean => /\p{L}/u.test(text);

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

const paragraphs = (text: string): number =>
  text.split(/\n[^\S\n]*\n/u).filter((part) => part.trim() !== '').length;

function sentences(text: string): number {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text.trim());
  return [...segments].filter(({ segment }) => hasWords(segment)).length;
}

/** At least two items, and nothing else. */
const isList = (text: string, item: RegExp): boolean =>
  lines(text).length >= 2 && lines(text).every((line) => item.test(line.trim()));

function hasParts(text: string, count: number): boolean {
  const parts = text.trim().replace(/\.$/u, '').split(',');
  return (
    !text.trim().includes('\n') &&
    parts.length === count &&
    parts.every((part) => hasWords(part) && countWords(part) <= 4)
  );
}

function isTitledObject(text: string): boolean {
  const block = /^```(?:json)?\n([\s\S]*)\n```$/u.exec(text.trim())?.[1] ?? text;
  try {
    const value: unknown = JSON.parse(block);
    return typeof value === 'object' && value !== null && 'title' in value && 'text' in value;
  } catch {
    return false;
  }
}

const occurrences = (text: string, word: string): number =>
  text.match(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'giu'))?.length ?? 0;

const capitalised = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`;
