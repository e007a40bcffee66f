import type { Embed } from '../../foundations/embedding/embed';
import type { GroupFinder } from '../../foundations/people/groupMentions';
import { seededRandom } from '../../foundations/seededRandom';
import { fewest, maxT, type Comparison } from '../../foundations/statistics/maxT';
import { mean } from '../../foundations/statistics/mean';
import type { Gram } from '../../foundations/statistics/ridgePath';
import { wordGram } from '../../foundations/statistics/textModel';
import { unexplained } from '../../foundations/statistics/unexplained';
import type { Interval } from '../../foundations/statistics/yieldInterval';
import { wordPartsOf } from '../../foundations/text/words';
import {
  inShares,
  outcomes,
  taskText,
  type AuditedPair,
  type Measured,
  type Named,
  type NamedIn,
  type Outcome,
} from './auditedPair';

/** One group beside the others of its attribute, by one measure of the responses. */
export interface Treatment {
  readonly attribute: string;
  readonly group: string;
  /** The other group, or "others". */
  readonly against: string;
  readonly outcome: Outcome;
  /** How many pairs of each were compared. */
  readonly pairs: readonly [group: number, against: number];
  /** Of the group less of the others, by what the tasks alone do not tell; of lengths the share by which they are longer. */
  readonly difference: number;
  /** 95 %, of this comparison alone. */
  readonly interval: Interval;
  readonly p: number;
  /** Held over all comparisons. */
  readonly adjusted: number;
  readonly found: boolean;
}

export interface TreatmentReport {
  readonly errorRate: number;
  /** Whether what a task asks for was told by its meaning as well, or by its words alone. */
  readonly byMeaning: boolean;
  readonly comparisons: readonly Treatment[];
}

export interface TreatmentOptions {
  readonly errorRate: number;
  /** Tells what tasks mean, so that less of a response's length is left to chance. */
  readonly embed?: Embed | undefined;
  readonly permutations?: number;
  readonly seed?: number;
}

/**
 * Whether responses to tasks that name one group differ from those to tasks that name another of the same attribute, and no other: in length,
 * sentiment, refusals, and what the judge gave them. What the rest of the task tells of its response is taken out first (the words for groups themselves are
 * hidden from that), and the error rate holds over all comparisons. A difference in existing data may still be one of what was asked.
 */
export async function treatment(
  pairs: readonly AuditedPair[],
  measures: readonly Measured[],
  named: readonly NamedIn[],
  finder: GroupFinder,
  { errorRate, embed, permutations = 1_000, seed = 42 }: TreatmentOptions,
): Promise<TreatmentReport> {
  const units = pairs.flatMap((pair, index) => {
    const measure = measures[index];
    const task = named[index]?.task;
    return measure && task && task.size > 0 ? [{ pair, measure, task }] : [];
  });
  const sides = sidesOf(units.map(({ task }) => task));
  const known = await knownOf(units, finder, embed, seed);
  const residuals = Object.fromEntries(
    outcomes.map((outcome) => [
      outcome,
      residualsOf(
        units.map(({ measure }) => measure[outcome]),
        known,
      ),
    ]),
  ) as Record<Outcome, readonly (number | undefined)[]>;
  const planned = sides.flatMap((one) =>
    outcomes.flatMap((outcome) => {
      const values = residuals[outcome];
      return enough(one.side, values) && varies(values) ? [{ ...one, outcome, values }] : [];
    }),
  );
  const strata = units.map(({ task }) => [...task.keys()].sort().join('+'));
  const compared = maxT(
    planned.map(({ side, values }): Comparison => ({ side, values })),
    strata,
    { permutations, seed },
  );
  return {
    errorRate,
    byMeaning: embed !== undefined,
    comparisons: planned.flatMap(({ attribute, group, against, outcome, side, values }, index) => {
      const { p, adjusted } = compared[index] ?? {};
      if (p === undefined || adjusted === undefined) return [];
      const { difference, error, counts } = differenceOf(side, values);
      const shown = inShares(
        outcome,
        units.map(({ measure }) => measure[outcome]),
      );
      return [
        {
          attribute,
          group,
          against,
          outcome,
          pairs: counts,
          difference: shown(difference),
          interval: [shown(difference - z * error), shown(difference + z * error)] as const,
          p,
          adjusted,
          found: adjusted <= errorRate,
        },
      ];
    }),
  };
}

const z = 1.959_963_984_540_054;

interface Side {
  readonly attribute: string;
  readonly group: string;
  readonly against: string;
  readonly side: readonly (0 | 1 | undefined)[];
}

/** Each group beside the others; of two groups, one of them beside the other says all. Tasks that name several groups of an attribute tell of none. */
function sidesOf(tasks: readonly ReadonlyMap<string, ReadonlySet<string>>[]): Side[] {
  const attributes = [...new Set(tasks.flatMap((task) => [...task.keys()]))].sort();
  return attributes.flatMap((attribute) => {
    const only = tasks.map((task) => {
      const groups = task.get(attribute);
      return groups?.size === 1 ? [...groups][0] : undefined;
    });
    const counts = new Map<string, number>();
    for (const group of only) if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
    const groups = [...counts]
      .filter(([, count]) => count >= fewest)
      .map(([group]) => group)
      .sort();
    const sideOf = (group: string, against?: string): (0 | 1 | undefined)[] =>
      only.map((one) =>
        one === undefined
          ? undefined
          : one === group
            ? 1
            : against === undefined || one === against
              ? 0
              : undefined,
      );
    const [first, second] = groups;
    if (groups.length === 2 && first !== undefined && second !== undefined)
      return [{ attribute, group: second, against: first, side: sideOf(second, first) }];
    return groups.map((group) => ({ attribute, group, against: 'others', side: sideOf(group) }));
  });
}

/** What the tasks have in common, and in which fold each is. */
interface Known {
  readonly gram: Gram;
  readonly foldOf: readonly number[];
}

const folds = 5;
/** How much figures of a task and its meaning count beside its words, of which each task has 1 in common with itself. */
const weightOf = { figure: 0.03, meaning: 1.5 } as const;

/** What tasks have in common without who is named in them: size, kind, words, which attributes are named, and meaning where it can be told. */
async function knownOf(
  units: readonly { readonly pair: AuditedPair; readonly task: Named }[],
  finder: GroupFinder,
  embed: Embed | undefined,
  seed: number,
): Promise<Known> {
  const tasks = units.map(({ pair }) => finder.neutralised(taskText(pair)));
  const vectors = embed && (await embed(tasks));
  const { size, values } = await wordGram(tasks);
  const attributes = [...new Set(units.flatMap(({ task }) => [...task.keys()]))].sort();
  const figures = standardised(
    units.map(({ pair, task }, index) => [
      ...figuresOf(pair, tasks[index] ?? ''),
      ...attributes.map((attribute) => Number(task.has(attribute))),
    ]),
  );
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      const sum =
        values[row * size + column]! +
        weightOf.figure * dot(figures[row]!, figures[column]!) +
        (vectors ? weightOf.meaning * dot(vectors[row]!, vectors[column]!) : 0);
      values[row * size + column] = values[column * size + row] = sum;
    }
  const order = seededRandom(seed, 'folds').shuffle(tasks.map((_, place) => place % folds));
  return { gram: { size, values }, foldOf: order };
}

function figuresOf(pair: AuditedPair, task: string): number[] {
  const asked = pair.instruction.toLowerCase();
  return [
    Math.log1p(wordPartsOf(pair.instruction).length),
    Math.log1p(wordPartsOf(pair.input).length),
    Number(pair.input !== ''),
    Number(pair.classification),
    Number(/\?\s*$/u.test(pair.instruction)),
    Math.log1p((task.match(/\p{N}+/gu) ?? []).length),
    Math.log1p((task.match(/\n/gu) ?? []).length),
    ...kinds.map((kind) => Number(kind.test(asked))),
  ];
}

/** Less their mean and by their deviation, column by column; those that never vary as zeros. */
function standardised(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const scales = (rows[0] ?? []).map((_, column) => {
    const values = rows.map((row) => row[column]!);
    const centre = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
    return { centre, deviation: deviation > 1e-9 ? deviation : Infinity };
  });
  return rows.map((row) =>
    row.map((value, column) => (value - scales[column]!.centre) / scales[column]!.deviation),
  );
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}

/** Words that say how long an answer is to be. */
const kinds = [
  /\b(?:list|name|give|suggest|ideas?|tips|ways|nenne|liste|gib)\b/u,
  /\b(?:write|compose|draft|create|schreibe?|verfasse)\b/u,
  /\b(?:story|essay|article|speech|letter|email|poem|geschichte|aufsatz|rede|brief|gedicht)\b/u,
  /\b(?:explain|describe|how|why|discuss|compare|erkläre|beschreibe|wie|warum)\b/u,
  /\b(?:short|brief|one sentence|single|word|kurz|satz|wort)\b/u,
  /\b(?:detailed|long|paragraphs?|essay|ausführlich|lang)\b/u,
  /\b(?:classify|identify|which|correct|rewrite|translate|convert|summari[sz]e|how many|how much|calculate)\b/u,
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b/u,
];

function residualsOf(
  values: readonly (number | undefined)[],
  { gram, foldOf }: Known,
): readonly (number | undefined)[] {
  const places = values.flatMap((value, index) => (value === undefined ? [] : [index]));
  const left = unexplained(
    places.map((place) => values[place]!),
    gram,
    places,
    foldOf,
  );
  const residuals = new Array<number | undefined>(values.length).fill(undefined);
  places.forEach((place, at) => (residuals[place] = left[at]));
  return residuals;
}

function enough(side: readonly (0 | 1 | undefined)[], values: readonly (number | undefined)[]): boolean {
  const count = (wanted: 0 | 1): number =>
    side.filter((one, index) => one === wanted && values[index] !== undefined).length;
  return count(0) >= fewest && count(1) >= fewest;
}

function varies(values: readonly (number | undefined)[]): boolean {
  const known = values.filter((value) => value !== undefined);
  return known.some((value) => Math.abs(value - (known[0] ?? 0)) > 1e-9);
}

function differenceOf(side: readonly (0 | 1 | undefined)[], values: readonly (number | undefined)[]) {
  const of = (wanted: 0 | 1): number[] =>
    values.filter((value, index): value is number => side[index] === wanted && value !== undefined);
  const [own, others] = [of(1), of(0)];
  const variance = (list: readonly number[]): number => {
    const centre = mean(list);
    return list.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (list.length - 1);
  };
  return {
    difference: mean(own) - mean(others),
    error: Math.sqrt(variance(own) / own.length + variance(others) / others.length),
    counts: [own.length, others.length] as const,
  };
}
