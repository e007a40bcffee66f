/**
 * Whether the same-task rule tells paraphrases from tasks that only look alike, on kinds of edits that it was not fitted to: each kind
 * in turn is held out, together with a fifth of the tasks, and decided by a rule that never saw either.
 *
 *     npm run bench:sameTask [-- --pairs FILE.tsv] [-- --weights]
 *
 * `--pairs` measures the rule on other pairs, one a line: two texts and a label, 1 for the same, between tabs, as PAWS
 * (id, sentence1, sentence2, label) and QQP (…, question1, question2, is_duplicate) come. `--weights` prints the weights of a fit to all
 * labelled pairs, for core/screening/sameTask/sameTask.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { fitLogistic, logOdds } from '../core/foundations/statistics/logisticRegression';
import { dequantise, quantise } from '../core/foundations/embedding/quantise';
import { rougeL } from '../core/foundations/text/rouge';
import { seededRandom } from '../core/foundations/seededRandom';
import { differencesOf } from '../core/screening/sameTask/differences';
import { featureNames, featuresOf } from '../core/screening/sameTask/features';
import { compareTasks } from '../core/screening/sameTask/sameTask';
import type { Embed } from '../core/foundations/embedding/embed';

export interface LabelledPair {
  /** Number of the task that both are about. */
  readonly task: number;
  readonly left: string;
  readonly right: string;
  readonly kind: string;
  readonly same: boolean;
}

const sameKinds: Readonly<Record<string, string>> = { '=': 'reworded', '==': 'rephrased', '~': 'reordered' };
const folds = 5;
const penalty = 1;

/** The pairs of tests/fixtures/sameTask, and each task with the paraphrase of another one. */
export function labelledPairs(text: string): LabelledPair[] {
  const pairs: LabelledPair[] = [];
  const tasks: string[] = [];
  const [, ...blocks] = text.split(/\n\n/);
  blocks.forEach((block, task) => {
    const [head, ...lines] = block.trim().split('\n');
    const left = head!.replace(/^# /, '');
    tasks.push(left);
    for (const line of lines) {
      const [, mark, right] = /^(\S+) (.*)$/.exec(line) ?? [];
      if (mark === undefined || right === undefined) throw new Error(`This line has no kind: ${line}`);
      const kind = sameKinds[mark];
      pairs.push({ task, left, right, kind: kind ?? mark, same: kind !== undefined });
    }
  });
  const free = pairs.filter(({ kind }) => kind === 'rephrased');
  tasks.forEach((left, task) => {
    const other = free[(task + 7) % free.length]!;
    pairs.push({ task, left, right: other.right, kind: 'unrelated', same: false });
  });
  return pairs;
}

export interface Measured {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function measure(said: readonly boolean[], truth: readonly boolean[]): Measured {
  const count = (of: (said: boolean, truth: boolean) => boolean): number =>
    said.filter((one, index) => of(one, truth[index]!)).length;
  const found = count((one, other) => one && other);
  const precision =
    found /
    Math.max(
      1,
      count((one) => one),
    );
  const recall =
    found /
    Math.max(
      1,
      count((_, other) => other),
    );
  return { precision, recall, f1: found === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The features of pairs, as rows. */
export async function rowsOf(pairs: readonly LabelledPair[], embed: Embed): Promise<Float64Array[]> {
  const differences = pairs.map(({ left, right }) => differencesOf(left, right));
  const texts = [
    ...new Set([
      ...pairs.flatMap(({ left, right }) => [left, right]),
      ...differences.flatMap(({ onlyLeft, onlyRight }) => [...onlyLeft, ...onlyRight]),
    ]),
  ];
  const vectors = await embed(texts);
  const vectorOf = new Map(texts.map((text, index) => [text, vectors[index]!]));
  const word = (text: string): Float32Array => vectorOf.get(text)!;
  return pairs.map(({ left, right }, index) => {
    const features = featuresOf(differences[index]!, { left: word(left), right: word(right), word });
    return Float64Array.from(featureNames, (name) => features[name]);
  });
}

/** What a rule says of each pair that saw neither its kind nor its task. */
export function heldOut(pairs: readonly LabelledPair[], rows: readonly Float64Array[]): boolean[] {
  const said = new Array<boolean>(pairs.length).fill(false);
  for (const kind of new Set(pairs.map((pair) => pair.kind))) {
    for (let fold = 0; fold < folds; fold++) {
      const seen = pairs.flatMap((pair, index) =>
        pair.kind !== kind && pair.task % folds !== fold ? [index] : [],
      );
      const weights = fit(
        seen.map((index) => pairs[index]!),
        seen.map((index) => rows[index]!),
      );
      pairs.forEach((pair, index) => {
        if (pair.kind === kind && pair.task % folds === fold)
          said[index] = logOdds(weights, rows[index]!) > 0;
      });
    }
  }
  return said;
}

export function fit(pairs: readonly LabelledPair[], rows: readonly Float64Array[]): Float64Array {
  return fitLogistic(
    rows,
    pairs.map(({ same }) => same),
    penalty,
  );
}

/** The best F1 that any threshold gives, which flatters: it is chosen on the pairs it is measured on. */
export function bestThreshold(scores: readonly number[], truth: readonly boolean[]): Measured {
  return [...new Set(scores)]
    .map((threshold) =>
      measure(
        scores.map((score) => score >= threshold),
        truth,
      ),
    )
    .reduce((best, next) => (next.f1 > best.f1 ? next : best));
}

/** Estimated Jaccard similarity of the sets of word pairs, by 128 minima (Broder 1997). */
export function minHash(left: string, right: string): number {
  const signature = (text: string): number[] => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const minima = new Array<number>(128).fill(Infinity);
    words.slice(1).forEach((word, index) => {
      const random = seededRandom(0, 'minhash', `${words[index]} ${word}`);
      for (let place = 0; place < minima.length; place++)
        minima[place] = Math.min(minima[place]!, random.uniform());
    });
    return minima;
  };
  const [lefts, rights] = [signature(left), signature(right)];
  return lefts.filter((value, index) => value === rights[index]).length / lefts.length;
}

function readPairs(path: string): LabelledPair[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header!.split('\t');
  const label = columns.findIndex((name) => /^(?:label|is_duplicate|same)$/.test(name.trim()));
  const texts = columns.flatMap((name, index) =>
    /^(?:sentence|question|text)_?\d$/.test(name.trim()) ? [index] : [],
  );
  if (label < 0 || texts.length !== 2)
    throw new Error(`${path} needs a header with two texts (sentence1, sentence2) and a label.`);
  return lines.map((line, task) => {
    const cells = line.split('\t');
    const [left, right] = texts.map((index) => cells[index] ?? '') as [string, string];
    return { task, left, right, kind: 'given', same: cells[label]!.trim() === '1' };
  });
}

const percent = (value: number): string => value.toFixed(2);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { pairs: { type: 'string' }, weights: { type: 'boolean', default: false } },
  });
  const embedder = new LocalEmbedder();
  const embed: Embed = async (texts) =>
    (await embedder.embed(texts)).map((vector) => dequantise(quantise(vector)));
  try {
    const pairs =
      values.pairs === undefined
        ? labelledPairs(readFileSync(join(packageRoot(), 'tests/fixtures/sameTask/groups.txt'), 'utf8'))
        : readPairs(values.pairs);
    const truth = pairs.map(({ same }) => same);
    const rows = await rowsOf(pairs, embed);
    if (values.weights) {
      const weights = fit(pairs, rows);
      ['intercept', ...featureNames].forEach((name, index) =>
        console.log(`  ${name}: ${weights[index]!.toFixed(2)},`),
      );
      return;
    }
    const positives = truth.filter(Boolean).length;
    console.log(`${pairs.length} pairs, ${positives} of them the same task`);
    const line = (name: string, { precision, recall, f1 }: Measured): void =>
      console.log(
        `${name.padEnd(34)} precision ${percent(precision)}  recall ${percent(recall)}  F1 ${percent(f1)}`,
      );
    if (values.pairs === undefined) {
      const said = heldOut(pairs, rows);
      line('same task, kind and tasks held out', measure(said, truth));
      for (const kind of new Set(pairs.map((pair) => pair.kind))) {
        const own = pairs.flatMap((pair, index) => (pair.kind === kind ? [index] : []));
        const called = own.filter((index) => said[index]).length;
        console.log(`  ${kind.padEnd(32)} ${called} of ${own.length} called the same`);
      }
    } else {
      const results = await Promise.all(pairs.map(({ left, right }) => compareTasks(left, [right], embed)));
      line(
        'same task',
        measure(
          results.map(([one]) => one!.score > 0),
          truth,
        ),
      );
    }
    line(
      'embeddings, best threshold',
      bestThreshold(
        rows.map((row) => row[0]!),
        truth,
      ),
    );
    line(
      'MinHash, best threshold',
      bestThreshold(
        pairs.map(({ left, right }) => minHash(left, right)),
        truth,
      ),
    );
    line(
      'ROUGE-L, best threshold',
      bestThreshold(
        pairs.map(({ left, right }) => rougeL(left, right).fmeasure),
        truth,
      ),
    );
  } finally {
    await embedder.close();
  }
}

if (require.main === module) void main();
