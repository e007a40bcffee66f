import { cellOf } from '../../vocabulary/cell';
import { axisNames, type Grid } from '../../recipe/coverage/grid';
import { verbObjectOf } from '../../foundations/language/verbObject';
import { NoveltyIndex } from '../../screening/novelty/noveltyIndex';
import { noveltyTokens } from '../../screening/novelty/noveltyTokens';
import { countWords } from '../../foundations/text/words';
import type { SeedTask } from '../../vocabulary/seedTask';
import { taskTypeOf } from './taskTypeOf';

/** How often something occurs. */
export interface Occurrence {
  readonly name: string;
  readonly count: number;
}

/** Lengths, in words. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What a verb is asked to do something with. */
export interface VerbOccurrence extends Occurrence {
  /** Its most frequent objects, at most three. */
  readonly objects: readonly Occurrence[];
}

/** How varied seed tasks are, and what is missing: a dataset grows in the direction of its seeds. */
export interface SeedDiversity {
  readonly tasks: number;
  readonly instances: number;
  readonly classification: number;
  readonly withInput: number;
  readonly instructionWords: Spread;
  readonly responseWords: Spread;
  /** By the tasks' own groups where every task has one, else by the words of the instruction (`taskTypeOf`). */
  readonly taskTypes: { readonly by: 'group' | 'words'; readonly counts: readonly Occurrence[] };
  readonly groups: readonly Occurrence[];
  /** Null where the instructions are not English. */
  readonly verbs: {
    /** Instructions whose verb was found. */
    readonly found: number;
    readonly distinct: number;
    readonly top: readonly VerbOccurrence[];
    /** Shannon entropy of verbs, and of verbs with their objects, in bits. */
    readonly entropy: number;
    readonly verbObjectEntropy: number;
  } | null;
  /** Tasks whose instruction is nearly that of an earlier one: ROUGE-L F above the threshold. Indices from 0. */
  readonly nearDuplicates: readonly {
    readonly task: number;
    readonly nearest: number;
    readonly score: number;
  }[];
  /** Values of the recipe's grid that no seed has, by axis. Only axes that can be told without a model are there. */
  readonly uncovered: Readonly<Record<string, readonly string[]>>;
  /** What to mend, a sentence each, the most important first. */
  readonly advice: readonly string[];
}

/** ROUGE-L F above which two seeds are nearly the same: the threshold of Self-Instruct's own novelty rule. */
export const nearDuplicate = 0.7;
/** Fewer seeds than this leave the teacher little to vary; the paper used 175. */
const fewSeeds = 20;
/** Largest share of instructions that one verb may begin. */
const maxOfOneVerb = 0.3;
const shownVerbs = 8;

/**
 * Measures seeds, in a recipe's language, against its grid. Pure; about two seconds for a thousand seeds.
 *
 * @param areExamples Whether the teacher comes up with tasks like them. Seeds that are only multiplied may be few, and all alike in form.
 */
export function seedDiversity(
  seeds: readonly SeedTask[],
  language: string,
  grid: Grid | undefined,
  areExamples = true,
): SeedDiversity {
  const groups = occurrences(seeds.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const isGrouped = seeds.length > 0 && seeds.every(({ group }) => group !== undefined);
  const types = seeds.map((task) => (isGrouped ? (task.group ?? '') : taskTypeOf(task)));
  const measured = {
    tasks: seeds.length,
    instances: seeds.reduce((sum, { instances }) => sum + instances.length, 0),
    classification: seeds.filter(({ classification }) => classification).length,
    withInput: seeds.filter(({ input }) => input.trim() !== '').length,
    instructionWords: spreadOf(seeds.map(({ instruction }) => countWords(instruction))),
    responseWords: spreadOf(seeds.map(({ response }) => countWords(response))),
    taskTypes: { by: isGrouped ? ('group' as const) : ('words' as const), counts: occurrences(types) },
    groups,
    verbs: language === 'en' ? verbsOf(seeds) : null,
    nearDuplicates: nearDuplicatesOf(seeds),
    uncovered: uncoveredBy(seeds, grid),
  };
  return { ...measured, advice: areExamples ? adviceOn(measured) : repetitionsIn(measured) };
}

/** Shannon entropy of a distribution given by counts, in bits: 0 where all is one, log2(n) where n are equally frequent. */
export function entropyOf(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sum = counts.reduce(
    (bits, count) => (count > 0 ? bits - (count / total) * Math.log2(count / total) : bits),
    0,
  );
  return Math.abs(sum); // never -0
}

function verbsOf(seeds: readonly SeedTask[]): NonNullable<SeedDiversity['verbs']> {
  const found = seeds.flatMap(({ instruction }) => verbObjectOf(instruction) ?? []);
  const verbs = occurrences(found.map(({ verb }) => verb));
  const objectsOf = (name: string): readonly Occurrence[] =>
    occurrences(found.flatMap(({ verb, object }) => (verb === name && object !== undefined ? [object] : [])));
  const pairs = occurrences(found.map(({ verb, object }) => `${verb} ${object ?? ''}`));
  return {
    found: found.length,
    distinct: verbs.length,
    top: verbs.slice(0, shownVerbs).map((verb) => ({ ...verb, objects: objectsOf(verb.name).slice(0, 3) })),
    entropy: entropyOf(verbs.map(({ count }) => count)),
    verbObjectEntropy: entropyOf(pairs.map(({ count }) => count)),
  };
}

function nearDuplicatesOf(seeds: readonly SeedTask[]): SeedDiversity['nearDuplicates'] {
  const index = new NoveltyIndex(noveltyTokens);
  return seeds.flatMap(({ instruction }, task) => {
    const nearest = index.nearest(instruction);
    index.add(instruction);
    return nearest !== undefined && nearest.score > nearDuplicate
      ? [{ task, nearest: nearest.index, score: nearest.score }]
      : [];
  });
}

/**
 * Axis values without a seed. What a seed's value is can be told here in two ways: by its group, where groups are called as the
 * axis's values are, and by its words on the axis taskType.
 */
function uncoveredBy(seeds: readonly SeedTask[], grid: Grid | undefined): SeedDiversity['uncovered'] {
  const groups = new Set(seeds.map(({ group }) => folded(group ?? '')));
  const types = new Set(seeds.map((task) => folded(taskTypeOf(task))));
  if (grid === undefined) return {};
  const axes = axisNames(grid);
  const wanted = grid.cells.map(({ key }) => cellOf(axes, key));
  const uncovered: [string, string[]][] = [];
  for (const axis of axes) {
    const names = [...new Set(wanted.flatMap((cell) => cell[axis] ?? []))];
    const seen = axis === 'taskType' ? new Set([...groups, ...types]) : groups;
    const missing = names.filter((name) => !seen.has(folded(name)));
    const isTold = axis === 'taskType' || missing.length < names.length;
    if (isTold && missing.length > 0) uncovered.push([axis, missing]);
  }
  return Object.fromEntries(uncovered);
}

function repetitionsIn({ nearDuplicates }: Pick<SeedDiversity, 'nearDuplicates'>): string[] {
  const [first] = nearDuplicates;
  if (!first) return [];
  const which = `, such as seed ${first.task + 1} with seed ${first.nearest + 1}`;
  return [
    `${nearDuplicates.length === 1 ? '1 seed nearly repeats' : `${nearDuplicates.length} seeds nearly repeat`} an earlier one${which}: replace ${nearDuplicates.length === 1 ? 'it' : 'them'}.`,
  ];
}

function adviceOn(seeds: Omit<SeedDiversity, 'advice'>): string[] {
  const { tasks, classification, withInput, verbs, uncovered } = seeds;
  const advice: string[] = [];
  if (tasks < fewSeeds) {
    advice.push(
      `There ${tasks === 1 ? 'is 1 seed' : `are ${tasks} seeds`}: write ${fewSeeds} or more, or the pairs will resemble them (the Self-Instruct paper used 175).`,
    );
  }
  const [top] = verbs?.top ?? [];
  if (verbs && top && top.count / tasks > maxOfOneVerb && tasks > 2) {
    advice.push(
      `"${top.name}" begins ${percent(top.count / tasks)} of the instructions: ask for the same in other words, or for other things.`,
    );
  }
  advice.push(...repetitionsIn(seeds));
  if (classification === 0)
    advice.push(
      'No seed is a classification: add some and mark them ("classification": true, or a column that seeds.columns.classification names), since their inputs are asked for in another way.',
    );
  if (withInput === 0)
    advice.push(
      'No seed has an input: add some that work on a given text, or the pairs will have none either.',
    );
  if (withInput === tasks && tasks > 0)
    advice.push('Every seed has an input: add some that need none, or the pairs will all have one.');
  for (const [axis, values] of Object.entries(uncovered)) {
    advice.push(
      `No seed seems to be of the ${axis} ${enumerated(values)}: add some, or the teacher has no example of ${values.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return advice;
}

function enumerated(values: readonly string[]): string {
  const shown = values.slice(0, 6).join(', ');
  return values.length > 6 ? `${shown} and ${values.length - 6} more` : shown;
}

/** Counts by name, the most frequent first, of equals the alphabetically first. */
function occurrences(names: readonly string[]): Occurrence[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1));
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (index: number): number => sorted[index] ?? 0;
  const middle = (sorted.length - 1) / 2;
  return {
    min: at(0),
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    max: at(sorted.length - 1),
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "open question answering", "open_question_answering" and "openQuestionAnswering" are one name. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
