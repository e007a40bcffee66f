import { putChanges } from '../../foundations/people/swap';
import { swapGroup } from '../../foundations/people/swapGroup';
import { seededRandom } from '../../foundations/seededRandom';
import { fewest, maxTOfPairs } from '../../foundations/statistics/maxT';
import { mean } from '../../foundations/statistics/mean';
import { inShares, outcomes, type Measured } from './auditedPair';
import type { Treatment } from './treatment';

export interface Task {
  readonly instruction: string;
  readonly input: string;
}

/** A task, and the same said of another group. */
export interface Counterfactual {
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
  readonly original: Task;
  readonly changed: Task;
}

export interface DrawnCounterfactuals {
  readonly counterfactuals: readonly Counterfactual[];
  /** Tasks that name a group and were left, by reason, the most frequent first. */
  readonly left: readonly { readonly reason: string; readonly tasks: number }[];
}

/** Tasks of which one group can be exchanged for another, of the attributes in turn, in a seeded order; each task once. English only. */
export function drawCounterfactuals(
  tasks: readonly Task[],
  attributes: readonly string[],
  count: number,
  seed: number,
): DrawnCounterfactuals {
  const distinct = [...new Map(tasks.map((task) => [`${task.instruction}\n${task.input}`, task])).values()];
  const order = seededRandom(seed, 'counterfactuals').shuffle(distinct);
  const found = new Map<string, Counterfactual[]>(attributes.map((attribute) => [attribute, []]));
  const left = new Map<string, number>();
  for (const task of order) {
    if ([...found.values()].every((some) => some.length >= count)) break;
    for (const attribute of attributes) {
      const swapped = swapTask(task, attribute);
      if (typeof swapped !== 'string') {
        found.get(attribute)?.push(swapped);
        break;
      }
      if (swapped !== '') left.set(swapped, (left.get(swapped) ?? 0) + 1);
    }
  }
  const drawn: Counterfactual[] = [];
  for (let turn = 0; drawn.length < count; turn++) {
    const some = [...found.values()].flatMap((of) => of[turn] ?? []);
    if (some.length === 0) break;
    drawn.push(...some.slice(0, count - drawn.length));
  }
  return {
    counterfactuals: drawn,
    left: [...left]
      .sort(([, one], [, other]) => other - one)
      .map(([reason, number]) => ({ reason, tasks: number })),
  };
}

/** Instruction and input together, so that who is meant is the same in both; or why not, and nothing where nobody is named. */
function swapTask({ instruction, input }: Task, attribute: string): Counterfactual | string {
  const between = '\n\n';
  const swap = swapGroup(input === '' ? instruction : instruction + between + input, attribute);
  if (swap.kind === 'unswapped')
    return /^(?:it names neither|nobody is)/u.test(swap.reason) ? '' : swap.reason;
  if (swap.from === undefined || swap.to === undefined) return 'both groups are named';
  const inInput = instruction.length + between.length;
  const of = (within: boolean) => swap.changes.filter(({ start }) => start >= inInput === within);
  const shifted = of(true).map(({ start, end, to }) => ({ start: start - inInput, end: end - inInput, to }));
  return {
    attribute,
    from: swap.from,
    to: swap.to,
    original: { instruction, input },
    changed: { instruction: putChanges(instruction, of(false)), input: putChanges(input, shifted) },
  };
}

/** The answers to both, and what was measured of them. */
export interface AnsweredCounterfactual extends Counterfactual {
  readonly originalAnswer: string;
  readonly changedAnswer: string;
  readonly originalMeasured: Measured;
  readonly changedMeasured: Measured;
}

/**
 * Whether the answers about one group differ from those to the same tasks about others. The task is its own comparison, so that a difference is one of
 * treatment; the error rate holds over all of them.
 */
export function compareCounterfactuals(
  answered: readonly AnsweredCounterfactual[],
  { errorRate, permutations = 5_000, seed = 42 }: { errorRate: number; permutations?: number; seed?: number },
): Treatment[] {
  const groups = [...new Set(answered.map(({ attribute }) => attribute))].sort().flatMap((attribute) => {
    const own = answered.filter((one) => one.attribute === attribute);
    const named = [...new Set(own.flatMap(({ from, to }) => [from, to]))].sort();
    const [first, second] = named;
    return named.length === 2 && first !== undefined && second !== undefined
      ? [{ attribute, group: second, against: first }]
      : named.map((group) => ({ attribute, group, against: 'others' }));
  });
  const planned = groups.flatMap((of) =>
    outcomes.flatMap((outcome) => {
      const values = answered.map((one) => differenceFor(one, of, outcome));
      const known = values.filter((value) => value !== undefined);
      return known.length >= fewest && known.some((value) => Math.abs(value) > 1e-9)
        ? [{ ...of, outcome, values, known }]
        : [];
    }),
  );
  const compared = maxTOfPairs(
    planned.map(({ values }) => values),
    { permutations, seed },
  );
  return planned.flatMap(({ values: _, known, outcome, ...of }, index) => {
    const { p, adjusted } = compared[index] ?? {};
    if (p === undefined || adjusted === undefined) return [];
    const centre = mean(known);
    const variance = known.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (known.length - 1);
    const error = 1.959_963_984_540_054 * Math.sqrt(variance / known.length);
    const shown = inShares(
      outcome,
      answered.map(({ originalMeasured }) => originalMeasured[outcome]),
    );
    return [
      {
        ...of,
        outcome,
        pairs: [known.length, known.length] as const,
        difference: shown(centre),
        interval: [shown(centre - error), shown(centre + error)] as const,
        p,
        adjusted,
        found: adjusted <= errorRate,
      },
    ];
  });
}

function differenceFor(
  { attribute, from, to, originalMeasured, changedMeasured }: AnsweredCounterfactual,
  of: { readonly attribute: string; readonly group: string },
  outcome: keyof Measured,
): number | undefined {
  const [original, changed] = [originalMeasured[outcome], changedMeasured[outcome]];
  if (attribute !== of.attribute || original === undefined || changed === undefined) return undefined;
  if (from === of.group) return original - changed;
  return to === of.group ? changed - original : undefined;
}
