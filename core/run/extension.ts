import { z } from 'zod';
import { isPlainObject } from '../foundations/text/plainObject';
import { checkAgainst } from '../recipe/problems';
import { parseRunInput, type Parsed, type RunInput } from '../recipe/runInput';
import { target } from '../recipe/sections/fields';
import { addFunnels, type Funnel } from '../vocabulary/funnel';
import type { Budget, Limits } from '../teacher/budget/budget';
import type { BudgetLine } from '../teacher/budget/budgetState';
import type { RunCost } from './cost/runCost';
import type { Change } from './changes';
import type { GatheringBatch, IterationInput, IterationOutcome } from './iteration';
import { RunProgress, type CarriedRun, type PreparedRun } from './runProgress';

/** The other argument of `generateDataset`: more pairs for a run that ended. */
const extensionInput = z.strictObject({
  extend: z
    .string()
    .trim()
    .min(1)
    .describe(
      'The run that has ended, by its name or its whole key. The workflow must have its name as its id.',
    ),
  target: target
    .optional()
    .describe('Accepted pairs that it is to have in all. Left out: as many as it was to have.'),
  budget: z
    .custom<Readonly<Record<string, unknown>>>(isPlainObject, 'must be an object such as {"usd": 5}')
    .optional()
    .describe('New limits of what it may spend in all, as raiseBudget takes them.'),
});
export type ExtensionInput = z.output<typeof extensionInput>;

/** What `generateDataset` was given: a recipe to grow a dataset by, or a run to extend. Never throws. */
export function parseStartInput(value: unknown): Parsed<RunInput | ExtensionInput> {
  if (!isPlainObject(value) || value['extend'] === undefined) return parseRunInput(value);
  if (value['recipe'] !== undefined)
    return {
      ok: false,
      problem:
        'A run is extended by the recipe that it was started with: leave "recipe" out, or "extend" for a run of its own.',
    };
  const checked = checkAgainst(extensionInput, value, 'argument of generateDataset');
  if (checked.ok) return { ok: true, input: checked.value };
  return { ok: false, problem: checked.problems.map(({ message }) => message).join(' ') };
}

/** A run that has ended, as far as it bears on whether it can be extended. */
export interface EndedRun {
  readonly name: string;
  readonly target: number;
  readonly accepted: number;
  readonly committed: number;
  /** Iterations that its recipe allows; undefined where it names no number. */
  readonly maxIterations: number | undefined;
}

/** Pairs that a run is to have once it was extended, or a sentence that says why it can't be. */
export function targetOfExtension(
  { name, target: before, accepted, committed, maxIterations }: EndedRun,
  asked: number | undefined,
): Change<number> {
  const target = asked ?? before;
  if (target <= accepted)
    return {
      ok: false,
      problem: `Run ${name} has ${accepted} pairs of ${before}: say how many it is to have in all, more than ${accepted}.`,
    };
  if (maxIterations !== undefined && committed >= maxIterations)
    return {
      ok: false,
      problem: `Run ${name} can't be extended: its recipe allows ${maxIterations} iterations (iteration.max), and it has had them.`,
    };
  return { ok: true, value: target };
}

/** What a run left behind, as the store has it. */
export interface LeftByRun {
  /** Iterations in their order, each with what it came to. */
  readonly committed: readonly {
    readonly input: Pick<IterationInput, 'size' | 'measures'>;
    readonly outcome: IterationOutcome;
  }[];
  /** Iterations that were planned after those, and are not committed. */
  readonly planned: readonly IterationInput[];
  /** What people's verdicts and calibrations changed, in the order of their watermarks. */
  readonly applied: readonly { readonly watermark: number; readonly change: Funnel }[];
  /** Batches that people have yet to decide on, and those of them that are done and do not count yet. */
  readonly reviews: {
    readonly made: number;
    readonly open: readonly number[];
    readonly arrived: readonly number[];
  };
  /** The batch that gathers items, which nobody has; undefined where none does. */
  readonly gathering?: GatheringBatch | undefined;
  readonly cost: RunCost;
}

/**
 * A run that ended, as one that continues: its commits once more, in their order, give what it knew. What ended it is given another try.
 */
export function carriedAfterEnd(prepared: PreparedRun, left: LeftByRun): CarriedRun {
  const { runKey } = prepared;
  const progress = new RunProgress(prepared);
  for (const { input, outcome } of left.committed) {
    const { iteration } = outcome;
    progress.opened({ runKey, iteration, readThrough: iteration - 1, reviewed: 0, ...input });
    progress.committedOldest({ ...outcome, reviews: [] });
  }
  progress.goOn(left.applied.map(({ change }) => change));
  const carried = progress.carry();
  const watermark = left.applied.at(-1)?.watermark ?? 0;
  const { planned: open, cost, gathering } = left;
  return { ...carried, open, cost, gathering, reviews: { ...left.reviews, watermark } };
}

/** A budget with the limits that are in force: people raise them. */
export function budgetNow(budget: Budget | undefined, lines: readonly BudgetLine[]): Budget | undefined {
  if (!budget) return undefined;
  const limitsOf = (whose: string): Limits =>
    Object.fromEntries(lines.flatMap(({ of, unit, limit }) => (of === whose ? [[unit, limit]] : [])));
  const roles = Object.keys(budget.roles ?? {}).map((role) => [role, limitsOf(role)] as const);
  return { ...budget, ...limitsOf('run'), ...(roles.length > 0 && { roles: Object.fromEntries(roles) }) };
}

/** Pairs that a run's commits and people's verdicts on them came to. */
export function acceptedIn({ committed, applied }: Pick<LeftByRun, 'committed' | 'applied'>): number {
  const funnels = [...committed.map(({ outcome }) => outcome.funnel), ...applied.map(({ change }) => change)];
  const [first, ...others] = funnels;
  return first ? others.reduce(addFunnels, first).accepted : 0;
}
