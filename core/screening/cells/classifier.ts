import { cosine } from '../../foundations/embedding/cosine';
import { dividedRuns } from '../../foundations/text/words';
import type { Embed } from '../../foundations/embedding/embed';
import { cellKey, cellOf, type CellKey } from '../../vocabulary/cell';
import { demandEvidence } from './demand';
import { axisNames, type Grid, type GridAxis } from '../../recipe/coverage/grid';
import { fitKernelRidge } from '../../foundations/statistics/kernelRidge';
import { sum } from '../../foundations/statistics/mean';

export interface ClassifiedCell {
  readonly cell: CellKey;
  /** Probability that every axis is right, as far as the classifier knows itself: 0 to 1. */
  readonly confidence: number;
}

/** Tells the cell of instructions, on this machine. The same instruction, grid and embeddings: the same cell. */
export interface CellClassifier {
  /** @param asked the cell that its prompt asked for; null where it asked for none. */
  classify(text: string, asked: CellKey | null): Promise<ClassifiedCell>;
}

/** How far two instructions that begin with the same word, or the same two words, are taken for alike, beside their cosine. */
const openingWeight = 0.3;
const ridge = 1;
/** Turns scores into probabilities; fitted so that confidence agrees with accuracy (docs/coverage.md). */
const sharpness = 16;
/** Where wording alone says how much an instruction demands, embeddings count for this part of what they count elsewhere. */
const besideDemand = 0.1;
/** How often a teacher is taken to ignore what it was asked for, and else to keep to it on an axis. */
const ignored = 0.2;
const keptTo = 0.99;

/**
 * Learns each axis from its values' names, descriptions and examples: least squares on embeddings and on how instructions begin,
 * since sentence embeddings follow the subject and the kind of task shows in the first words. Every value counts the same,
 * however many examples it has. What was asked for is the prior: a teacher mostly does what it is asked, and it takes evidence
 * to hold that it did not.
 */
export async function createCellClassifier(grid: Grid, embed: Embed): Promise<CellClassifier> {
  const axes: LearnedAxis[] = [];
  for (const axis of grid.axes) axes.push(await learnAxis(axis, embed));
  const names = axisNames(grid);
  return {
    async classify(text, asked) {
      const [embedding] = await embed([text]);
      const point = pointOf(text, embedding);
      const wanted = asked === null ? {} : cellOf(names, asked);
      return mostProbable(
        names,
        axes.map(({ name, values, likelihoods }) => ({
          values,
          likelihoods: likelihoods(point),
          asked: values.indexOf(wanted[name] ?? ''),
        })),
      );
    },
  };
}

interface AxisEvidence {
  readonly values: readonly string[];
  /** Of each value; they add up to 1. */
  readonly likelihoods: readonly number[];
  /** Index of the value that was asked for; -1 where none was. */
  readonly asked: number;
}

/**
 * The most probable cell, where a teacher either ignores what it was asked for, and every value is as likely, or heeds it, and
 * then keeps to it on each axis by itself. So evidence adds up over the axes that the whole was ignored, and a single axis that
 * speaks against it weakly is not believed.
 */
function mostProbable(names: readonly string[], axes: readonly AxisEvidence[]): ClassifiedCell {
  const kinds = [
    {
      prior: ignored,
      axes: axes.map(({ values, likelihoods }) => likelihoods.map((one) => one / values.length)),
    },
    {
      prior: 1 - ignored,
      axes: axes.map(({ values, likelihoods, asked }) =>
        likelihoods.map((one, value) => {
          if (asked < 0) return one / values.length;
          return one * (value === asked ? keptTo : (1 - keptTo) / (values.length - 1));
        }),
      ),
    },
  ];
  const whole = sum(kinds.map((kind) => kind.prior * product(kind.axes.map(sum))));
  const probability = (cell: readonly number[]): number =>
    sum(kinds.map((kind) => kind.prior * product(cell.map((value, axis) => kind.axes[axis]![value]!)))) /
    whole;
  const [first, second] = kinds.map((kind) => kind.axes.map((axis) => axis.indexOf(Math.max(...axis))));
  const best = probability(first!) > probability(second!) ? first! : second!;
  const cell = Object.fromEntries(names.map((name, axis) => [name, axes[axis]!.values[best[axis]!]!]));
  return { cell: cellKey(names, cell), confidence: probability(best) };
}

interface Point {
  readonly text: string;
  readonly embedding: Float32Array;
  /** Its first word, and its first two words. */
  readonly opening: readonly [string, string];
}

interface LearnedAxis {
  readonly name: string;
  readonly values: readonly string[];
  /** Of each value, without regard to what was asked for; they add up to 1. */
  readonly likelihoods: (point: Point) => readonly number[];
}

async function learnAxis(axis: GridAxis, embed: Embed): Promise<LearnedAxis> {
  const { values } = axis;
  const known = values.flatMap(({ name, description, examples }, value) =>
    [descriptionOf(name, description), ...examples].map((text) => ({ text, value })),
  );
  const embeddings = await embed(known.map(({ text }) => text));
  const points = known.map(({ text }, index) => pointOf(text, embeddings[index]));
  const kernel = points.map((left) => points.map((right) => likeness(left, right)));
  const base = 1 / values.length;
  const targets = known.map(({ value }) => values.map((_, other) => (other === value ? 1 : 0) - base));
  const average = known.length / values.length;
  const penalties = known.map(({ value }) => (ridge * ((values[value]?.examples.length ?? 0) + 1)) / average);
  const coefficients = fitKernelRidge(kernel, targets, penalties);

  return {
    name: axis.name,
    values: values.map(({ name }) => name),
    likelihoods: (point) => {
      const scores = new Float64Array(values.length);
      points.forEach((other, index) => {
        const alike = likeness(point, other);
        coefficients[index]!.forEach((coefficient, value) => (scores[value]! += alike * coefficient));
      });
      const demand = demandEvidence(axis, point.text);
      const logarithms = values.map(
        (_, value) => sharpness * (demand ? besideDemand : 1) * scores[value]! + (demand?.[value] ?? 0),
      );
      const max = Math.max(...logarithms);
      const weights = logarithms.map((logarithm) => Math.exp(logarithm - max));
      const whole = sum(weights);
      return weights.map((weight) => weight / whole);
    },
  };
}

function pointOf(text: string, embedding: Float32Array | undefined): Point {
  if (!embedding) throw new Error('The embedder returned fewer vectors than it was given texts.');
  const [first = '', second = ''] = dividedRuns(text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? []);
  return { text, embedding, opening: [first, `${first} ${second}`] };
}

/** A sum of kernels, so one itself: cosine of the embeddings, and equality of the first and of the first two words. */
function likeness(left: Point, right: Point): number {
  const same = left.opening.filter((words, index) => words === right.opening[index]).length;
  return cosine(left.embedding, right.embedding) + (openingWeight * same) / 2;
}

/** "roleplay: ...", with names in camelCase or with underscores taken apart. */
function descriptionOf(name: string, description: string | undefined): string {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_-]+/gu, ' ')
    .toLowerCase();
  return description === undefined ? words : `${words}: ${description}`;
}

function product(values: readonly number[]): number {
  return values.reduce((total, value) => total * value, 1);
}
