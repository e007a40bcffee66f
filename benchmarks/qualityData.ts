import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import type { EvaluationItem } from '../core/vocabulary/evaluationSet';
import { seededRandom } from '../core/foundations/seededRandom';
import type { SeedTask } from '../core/vocabulary/seedTask';
import { corruptions, type Corruption } from './fluencyCorruptions';

/** A pair of which it is known whether it is good, and what is wrong with it if not. */
export interface QualityPair {
  readonly task: SeedTask;
  /** Undefined for a good one. */
  readonly defect: string | undefined;
  /** Whether its response is a seed's, or a spoilt one: what is learned from the seeds is not to be judged by them. */
  readonly ofSeed: boolean;
}

interface WrittenPair {
  readonly instruction: string;
  readonly input?: string;
  readonly response?: string;
  readonly output?: string;
  readonly kind?: string;
  readonly trimmed?: string;
  readonly hardFor?: string | readonly string[];
  readonly instances?: readonly { readonly input: string; readonly output: string }[];
  readonly is_classification?: boolean;
}

/** Made pairs of one kind: more would only make the benchmark slow. */
const maxOfKind = 60;

/**
 * Pairs of our own: good ones (tests/fixtures/quality/good.jsonl, the seeds of `quickstart`, the set `everyday`), defects written by
 * hand, and what is made of the good ones: each spoilt in one way of each kind that it is long enough for, with the response of
 * another, or with an instruction that is too short or too long; and items of an evaluation set, as they are and in other words' company.
 */
export function qualityPairs(seed: number): readonly QualityPair[] {
  const seeds = new Set(seedTasks());
  const good = [
    ...linesOf('tests/fixtures/quality/good.jsonl').map(taskOf),
    ...seeds,
    ...(JSON.parse(textOf('recipes/sets/everyday.json')) as WrittenPair[]).map(taskOf),
  ];
  const ofSeed = (task: SeedTask): boolean => seeds.has(task);
  const defective = (defect: string) => (task: SeedTask) => ({ task, defect, ofSeed: false });
  return [
    ...good.map((task) => ({ task, defect: undefined, ofSeed: ofSeed(task) })),
    ...linesOf('tests/fixtures/quality/defects.jsonl').map((pair) => ({
      task: taskOf(pair),
      defect: pair.kind,
      ofSeed: false,
    })),
    ...(Object.keys(corruptions) as Corruption[]).flatMap((kind) => {
      const spoilt = good.flatMap((task, index) => {
        const response = corruptions[kind](task.response, seededRandom(seed, kind, index));
        return response === undefined
          ? []
          : [{ task: withResponse(task, response), defect: kind, ofSeed: ofSeed(task) }];
      });
      return seededRandom(seed, kind).sample(spoilt, maxOfKind);
    }),
    ...unrelated(good, seed).slice(0, maxOfKind).map(defective('unrelated')),
    ...contaminated(good).map(defective('contaminated')),
    ...good.slice(0, 40).map(withOtherLength).map(defective('length')),
  ];
}

export interface HeldOutPair extends QualityPair {
  /** The defects that a careless filter would take a good one for. */
  readonly hardFor: readonly string[];
  /** The response as a person trimmed it, where it has talk about the answer. */
  readonly trimmed: string | undefined;
}

/**
 * Pairs written after the filters of their kinds were done (tests/fixtures/quality/heldOut.jsonl): defects in wordings that no filter was
 * tuned on, and good pairs that a careless filter would take for them. No filter is ever to be changed for them.
 */
export function heldOutPairs(): readonly HeldOutPair[] {
  return linesOf('tests/fixtures/quality/heldOut.jsonl').map((pair) => ({
    task: taskOf(pair),
    defect: pair.kind,
    hardFor: pair.hardFor === undefined ? [] : [pair.hardFor].flat(),
    trimmed: pair.trimmed,
    ofSeed: false,
  }));
}

/** An instruction of which it is known whether a filter of instructions is there for it. */
export interface JudgedInstruction {
  readonly instruction: string;
  readonly input?: string;
  /** The filter; null for one that is sound. */
  readonly kind: 'personalQuestion' | 'needsWorld' | null;
  /** ISO 639 code; left out, English. */
  readonly language?: string;
  /** What the patterns were written with, what of the same hand was held back, or what somebody wrote who had not read them. */
  readonly set: string;
  /** Whether its author said that others might label it otherwise. */
  readonly debatable?: boolean;
}

/** Sets of judged instructions that nothing is learned from. */
export const neverLearned: readonly string[] = [
  'ofAnotherStranger',
  'ofASmallModel',
  'ofAThirdStranger',
  'ofAFourthStranger',
];

/** All files `benchmarks/data/instructions*.jsonl`. */
export function judgedInstructions(): readonly JudgedInstruction[] {
  const folder = join(packageRoot(), 'benchmarks', 'data');
  return readdirSync(folder)
    .filter((name) => /^instructions.*\.jsonl$/u.test(name))
    .sort()
    .flatMap((name) => linesOf(`benchmarks/data/${name}`) as unknown as JudgedInstruction[]);
}

/** The seeds of `quickstart`, from which a recipe would learn what is usual. */
export function seedTasks(): readonly SeedTask[] {
  return linesOf('recipes/seeds/quickstart.jsonl').map(taskOf);
}

/** Items that must not be in a dataset: an evaluation set of our own. */
export function evaluationItems(): readonly EvaluationItem[] {
  return linesOf('tests/fixtures/quality/evaluation.jsonl').map((written, index) => {
    const { instruction, input, response } = taskOf(written);
    return { source: 'evaluation', item: index + 1, instruction, input, response, similarity: 0.9 };
  });
}

/** Each instruction with the response of another, where both say enough to tell: dealt round in a seeded order, so that none keeps its own. */
function unrelated(good: readonly SeedTask[], seed: number): SeedTask[] {
  const telling = good.filter(({ response }) => response.split(/\s+/u).length >= 5);
  const order = seededRandom(seed, 'unrelated').shuffle(telling);
  return order.map((task, index) => withResponse(task, order[(index + 1) % order.length]!.response));
}

/** An item as it is, with a line before it, and as the input of another task. */
function contaminated(good: readonly SeedTask[]): SeedTask[] {
  return evaluationItems().flatMap(({ instruction, response }, index) => {
    const other = good[index]!;
    return [
      withResponse({ ...other, instruction, input: '' }, response),
      withResponse(
        { ...other, instruction: `Think it over, then answer: ${instruction}`, input: '' },
        response,
      ),
      withResponse({ ...other, instruction: 'Answer the question.', input: instruction }, response),
    ];
  });
}

/** Too short by turns, and too long. */
function withOtherLength(task: SeedTask, index: number): SeedTask {
  const words = task.instruction.split(/\s+/u);
  const instruction =
    index % 2 === 0
      ? words.slice(0, 2).join(' ')
      : Array.from({ length: Math.ceil(151 / words.length) }, () => task.instruction).join(' ');
  return { ...task, instruction };
}

function taskOf({ instruction, instances, ...pair }: WrittenPair): SeedTask {
  const { input = '', output } = instances?.[0] ?? {
    input: pair.input,
    output: pair.response ?? pair.output,
  };
  return withResponse(
    { instruction, input, response: '', classification: pair.is_classification ?? false, instances: [] },
    output ?? '',
  );
}

function withResponse(task: SeedTask, response: string): SeedTask {
  return { ...task, response, instances: [{ input: task.input, output: response }] };
}

function linesOf(file: string): WrittenPair[] {
  return textOf(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as WrittenPair);
}

function textOf(file: string): string {
  return readFileSync(join(packageRoot(), file), 'utf8');
}
