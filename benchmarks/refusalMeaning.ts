/**
 * What the filter `refusalMeaning` learns from sentences of our own (benchmarks/data/refusalSentences.json) and from the good pairs
 * (benchmarks/qualityData.ts), and how well, cross-validated by wording. Places such as {thing} are filled with tasks, so that the
 * wording is learned and not the subject.
 *
 *     node dist/benchmarks/refusalMeaning.js [--good FILE] [--write]     # --write: core/screening/filters/refusalMeaning.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataset } from '../adapters/datasets/readDataset';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import { packageRoot } from '../adapters/workspace/packageRoot';
import {
  fitLogistic,
  logOdds,
  type LogisticWeights,
} from '../core/foundations/statistics/logisticRegression';
import { rocArea } from '../core/foundations/statistics/rocArea';
import { minLogOdds, type SpokenKind } from '../core/screening/filters/refusalMeaning';
import { speakingTexts, type SpeakingTexts } from '../core/screening/filters/refusalMeaningTexts';
import { seededRandom } from '../core/foundations/seededRandom';
import type { SeedTask } from '../core/vocabulary/seedTask';
import { qualityPairs } from './qualityData';

/** Chosen by the cross-validated area, of 0.1, 0.3 and 1. */
const penalty = 0.1;
const folds = 5;
const fillings = 4;
const checkText = 'A small boat crossed the bay before the storm.';

interface Sentence {
  readonly text: string;
  readonly kind: SpokenKind | 'good';
  /** Sentences of one wording, or of one pair, are learned from and judged together. */
  readonly fold: number;
}

interface Written extends Readonly<Record<SpokenKind | 'good', readonly string[]>> {
  readonly tasks: readonly Readonly<Record<string, string>>[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { good: { type: 'string' }, write: { type: 'boolean', default: false } },
  });
  const pairs = qualityPairs(42).flatMap(({ task, defect }) => (defect === undefined ? [task] : []));
  const others: SeedTask[] = [];
  if (values.good !== undefined)
    for await (const row of readDataset({ path: values.good, label: `Data ${values.good}` }))
      if ('task' in row) others.push(row.task);
  const spoken = pairs.map(spokenIn);
  const spokenByOthers = others.map(spokenIn);
  const ofPairs = spoken.flatMap((texts, index): Sentence[] =>
    allOf(texts).map((text) => ({ text, kind: 'good', fold: index % folds })),
  );
  const sentences = [...writtenSentences(), ...ofPairs];

  const embedder = new LocalEmbedder();
  try {
    const texts = [
      ...new Set([checkText, ...[...sentences].map(({ text }) => text), ...spokenByOthers.flatMap(allOf)]),
    ];
    const embedded = await embedder.embed(texts);
    const vectors = new Map(texts.map((text, index) => [text, Float64Array.from(embedded[index]!)]));
    const weights = {
      refusal: learn('refusal', sentences, vectors, spoken, spokenByOthers),
      boilerplate: learn('boilerplate', sentences, vectors, spoken, spokenByOthers),
    };
    const check = { text: checkText, vector: rounded(vectors.get(checkText)!) };
    if (values.write)
      writeFileSync(
        join(packageRoot(), 'core', 'screening', 'filters', 'refusalMeaning.json'),
        `${JSON.stringify({ check, weights })}\n`,
      );
  } finally {
    await embedder.close();
  }
}

function learn(
  kind: SpokenKind,
  sentences: readonly Sentence[],
  vectors: ReadonlyMap<string, Float64Array>,
  pairs: readonly (SpeakingTexts | undefined)[],
  others: readonly (SpeakingTexts | undefined)[],
): number[] {
  const told = sentences.filter((sentence) => sentence.kind === kind || sentence.kind === 'good');
  const fit = (from: readonly Sentence[]): LogisticWeights =>
    fitLogistic(
      from.map(({ text }) => vectors.get(text)!),
      from.map((sentence) => sentence.kind === kind),
      penalty,
    );
  const fitted = Array.from({ length: folds }, (_, fold) => fit(told.filter((one) => one.fold !== fold)));
  const all = fit(told);
  const min = minLogOdds[kind];
  const scored = told.map(({ text, fold, ...one }) => ({
    positive: one.kind === kind,
    score: logOdds(fitted[fold]!, vectors.get(text)!),
  }));
  const alarms = (spoken: readonly (SpeakingTexts | undefined)[], of: (index: number) => LogisticWeights) =>
    spoken.filter((texts, index) => {
      const looked = kind === 'refusal' ? (texts?.opening ?? []) : allOf(texts);
      return looked.some((text) => logOdds(of(index), vectors.get(text)!) > min);
    }).length;
  const found = scored.filter(({ positive, score }) => positive && score > min).length;
  const positives = scored.filter(({ positive }) => positive).length;
  console.log(
    `${kind}: area ${rocArea(scored)?.area.toFixed(3)}; at ${min}: ${found} of ${positives} sentences found; ` +
      `false alarms: ${alarms(pairs, (index) => fitted[index % folds]!)} of ${pairs.length} good pairs, ` +
      `${alarms(others, () => all)} of ${others.length} others`,
  );
  return rounded(all);
}

function writtenSentences(): Sentence[] {
  const path = join(packageRoot(), 'benchmarks', 'data', 'refusalSentences.json');
  const written = JSON.parse(readFileSync(path, 'utf8')) as Written;
  return (['refusal', 'boilerplate', 'good'] as const).flatMap((kind) => {
    const order = seededRandom(1, 'folds', kind).shuffle(written[kind]);
    return order.flatMap((wording, index) => {
      const isFrame = wording.includes('{');
      const tasks = isFrame ? seededRandom(1, kind, index).sample(written.tasks, fillings) : [{}];
      return tasks.map((task) => ({ text: filled(wording, task), kind, fold: index % folds }));
    });
  });
}

function filled(wording: string, task: Readonly<Record<string, string>>): string {
  const text = wording.replace(/\{(\w+)\}/gu, (_, place: string) => task[place]!);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function spokenIn({ instruction, input, response, classification }: SeedTask): SpeakingTexts | undefined {
  return speakingTexts({
    ...{ instruction, input, response, classification },
    ...{ finishReason: 'stop', language: 'und', strategy: null },
  });
}

function allOf(texts: SpeakingTexts | undefined): readonly string[] {
  return texts ? [...texts.opening, ...texts.closing] : [];
}

const rounded = (values: Float64Array): number[] =>
  [...values].map((value) => Math.round(value * 1000) / 1000);

void main();
