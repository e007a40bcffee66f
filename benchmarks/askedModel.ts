/**
 * What the filters `personalQuestion` and `needsWorld` learn beside their patterns, by words and by meaning, and how well. It is learned
 * from sentences of our own (benchmarks/data/askedSentences.json), the judged instructions (benchmarks/data/instructions*.jsonl but
 * those that are held out for good) and sound instructions: the seeds of `quickstart`, good pairs, the set `everyday`, and what files bring along.
 * Each set of judged instructions is found by what was learned without it; false alarms on sound ones are cross-validated.
 *
 *     node dist/benchmarks/askedModel.js [--sound FILE] [--write]     # --write: core/screening/filters/askedModel.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataset } from '../adapters/datasets/readDataset';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import { stratifiedFolds } from '../core/foundations/statistics/folds';
import { fitSparseLogistic, sparseLogOdds, type SparseRow } from './sparseLogistic';
import { askedKinds, minAsked, type AskedKind } from '../core/screening/filters/askedModel';
import { askedWords, wordPlaces } from '../core/screening/filters/askedWords';
import type { Filter, FilterContext, Subject } from '../core/screening/filters/filter';
import { missingInput, needsWorld } from '../core/screening/filters/needsWorld';
import { personalQuestion } from '../core/screening/filters/personalQuestion';
import { sentencesOf } from '../core/screening/filters/refusalMeaningTexts';
import { judgedInstructions, neverLearned, qualityPairs } from './qualityData';

/** Chosen by the log loss of what was held out, of 0.02, 0.05 and 0.1. */
const penalty = 0.05;
const folds = 5;
/** Characters of a sentence that states something, above which it is not learned from. */
const longestStated = 160;
const checkText = 'A small boat crossed the bay before the storm.';

interface Told {
  readonly instruction: string;
  readonly input: string;
  readonly kind: AskedKind | null;
  readonly language: string;
  readonly set: string;
}

interface Item extends Told {
  readonly rows: Readonly<Record<Voice, SparseRow>>;
  /** By the patterns alone, an input that is not there among what needs the world. */
  readonly patterns: Readonly<Record<AskedKind, boolean>>;
  /** Whether it can be told from the instruction. */
  readonly taught: boolean;
}

const voices = ['words', 'meaning'] as const;
type Voice = (typeof voices)[number];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sound: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
    },
  });
  const told = [...written(), ...judged(), ...(await sound(values.sound))];
  const embedder = new LocalEmbedder();
  try {
    const texts = [...new Set([checkText, ...told.map(({ instruction }) => instruction)])];
    const vectors = new Map<string, Float32Array>();
    for (let start = 0; start < texts.length; start += 128) {
      const some = texts.slice(start, start + 128);
      (await embedder.embed(some)).forEach((vector, index) => vectors.set(some[index]!, vector));
      process.stderr.write(`\r${vectors.size} of ${texts.length} texts`);
    }
    process.stderr.write('\n');
    const items = (await Promise.all(told.map((one) => itemOf(one, vectors.get(one.instruction)!)))).filter(
      ({ set, patterns }) =>
        !['sound', 'stated'].includes(set) || !(patterns.personalQuestion || patterns.needsWorld),
    );
    const dimensions = vectors.get(checkText)!.length;
    report(items, dimensions);
    if (!values.write) return;
    const check = { text: checkText, vector: [...vectors.get(checkText)!].map(toThousandths) };
    const stored = Object.fromEntries(
      voices.map((voice) => [
        voice,
        Object.fromEntries(askedKinds.map((kind) => [kind, asBytes(learn(items, kind, voice, dimensions))])),
      ]),
    );
    const path = join(packageRoot(), 'core', 'screening', 'filters', 'askedModel.json');
    writeFileSync(path, `${JSON.stringify({ check, ...stored })}\n`);
  } finally {
    await embedder.close();
  }
}

function report(items: readonly Item[], dimensions: number): void {
  const sets = ['heldOut', 'ofAStranger', 'ofAStrangerHeldOut'];
  for (const kind of askedKinds)
    for (const voice of voices) {
      for (const set of sets) {
        const weights = learn(
          items.filter((item) => item.set !== set),
          kind,
          voice,
          dimensions,
        );
        const tested = items.filter((item) => item.set === set && [null, kind].includes(item.kind));
        const bad = tested.filter((item) => item.kind === kind);
        const flags = (item: Item): boolean =>
          item.patterns[kind] || sparseLogOdds(weights, item.rows[voice]) > minAsked[voice][kind];
        const flagged = tested.filter(flags);
        const right = flagged.filter((item) => item.kind === kind).length;
        console.log(
          `${kind}, patterns and ${voice}, learned without ${set}: precision ${words(right, flagged.length)}, recall ${words(right, bad.length)} (patterns alone ${words(bad.filter(({ patterns }) => patterns[kind]).length, bad.length)})`,
        );
      }
      const foldOf = stratifiedFolds(
        items.map((item) => item.kind === kind),
        folds,
        42,
      );
      const alarms = Array.from({ length: folds }, (_, fold) => {
        const weights = learn(
          items.filter((_, index) => foldOf[index] !== fold),
          kind,
          voice,
          dimensions,
        );
        return items.filter(
          (item, index) =>
            foldOf[index] === fold &&
            item.set === 'sound' &&
            sparseLogOdds(weights, item.rows[voice]) > minAsked[voice][kind],
        );
      }).flat();
      const of = items.filter(({ set }) => set === 'sound').length;
      console.log(`${kind}, ${voice}: false alarms on sound instructions ${words(alarms.length, of)}`);
      for (const { instruction } of alarms) console.log(`    ${instruction.slice(0, 100)}`);
    }
}

function learn(items: readonly Item[], kind: AskedKind, voice: Voice, dimensions: number): Float64Array {
  const taught = items.filter((item) => item.taught);
  return fitSparseLogistic(
    taught.map(({ rows }) => rows[voice]),
    taught.map((item) => item.kind === kind),
    wordPlaces + (voice === 'meaning' ? dimensions : 0),
    penalty,
  );
}

async function itemOf(told: Told, vector: Float32Array): Promise<Item> {
  const { at: places, value } = askedWords(told.instruction);
  const at = [...places];
  const context = {
    recipe: { filters: { personalQuestion: true, needsWorld: true, unaskableBy: 'patterns' } },
  } as unknown as FilterContext;
  const subject = {
    ...told,
    ...{ response: '', classification: false, finishReason: 'stop', strategy: null },
  } as Subject;
  const rejects = async (filter: Filter): Promise<boolean> =>
    !(await filter.evaluate([subject], context))[0]!.passed;
  const [personal, world, missing] = await Promise.all(
    [personalQuestion, needsWorld, missingInput].map(rejects),
  );
  return {
    ...told,
    rows: {
      words: { at, values: at.map(() => value) },
      meaning: {
        at: [...vector.keys(), ...at.map((place) => vector.length + place)],
        values: [...vector, ...at.map(() => value)],
      },
    },
    patterns: { personalQuestion: personal!, needsWorld: world! || missing! },
    // That an input is missing is seen of the pair.
    taught: !neverLearned.includes(told.set) && !(told.kind === 'needsWorld' && missing! && !world!),
  };
}

function written(): Told[] {
  const path = join(packageRoot(), 'benchmarks', 'data', 'askedSentences.json');
  const sentences = JSON.parse(readFileSync(path, 'utf8')) as Record<AskedKind | 'sound', string[]>;
  return [...askedKinds, 'sound' as const].flatMap((kind) =>
    sentences[kind].map((instruction) => ({
      ...{ instruction, input: '', language: 'und', set: 'written' },
      kind: kind === 'sound' ? null : kind,
    })),
  );
}

const judged = (): Told[] =>
  judgedInstructions().map(({ input = '', language = 'en', ...one }) => ({ ...one, input, language }));

/** Instructions that nobody judged, of sets that were made to be sound. What the patterns reject of them is left out. */
async function sound(files: readonly string[]): Promise<Told[]> {
  const tasks = qualityPairs(42).flatMap(({ task, defect }) => (defect === undefined ? [task] : []));
  for (const path of files)
    for await (const row of readDataset({ path, label: `Data ${path}` }))
      if ('task' in row) tasks.push(row.task);
  const one = { kind: null, language: 'en' } as const;
  return tasks.flatMap(({ instruction, input, response }) => [
    { ...one, instruction, input, set: 'sound' },
    // What states something asks for nothing: an instruction of no usual form is not to be taken for what no sentence was like.
    ...[input, response]
      .flatMap((text) => sentencesOf(text).slice(0, 2))
      .filter((sentence) => sentence.length <= longestStated)
      .map((sentence) => ({ ...one, instruction: sentence, input: '', set: 'stated' })),
  ]);
}

/** The intercept, and the weights in steps of a 127th of the largest. */
function asBytes(weights: Float64Array): { intercept: number; unit: number; bytes: string } {
  const slopes = weights.slice(1);
  const unit = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) / 127;
  const bytes = Int8Array.from(slopes, (slope) => Math.round(slope / unit));
  return {
    ...{ intercept: toThousandths(weights[0]!), unit: Number(unit.toPrecision(6)) },
    bytes: Buffer.from(bytes.buffer).toString('base64'),
  };
}

const toThousandths = (value: number): number => Math.round(value * 1000) / 1000;

function words(part: number, of: number): string {
  const [low, high] = wilsonInterval(part, of).map((bound) => Math.round(100 * bound));
  return `${part} of ${of}, ${Math.round((100 * part) / of)} % (${low} to ${high})`;
}

void main();
