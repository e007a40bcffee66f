import { groupBy } from '../../foundations/groupBy';
import { dollarsOf, sumOfPicodollars, type Picodollars } from '../../foundations/picodollars';
import type { Price } from '../../teacher/pricing/price';
import type { TeacherRole } from '../../teacher/request';
import { runCost, usdOf, type CostThrough, type RunCost } from './runCost';
import { sumOfSpent, type CallCounts, type Spent } from './spent';

/** What a purchase went into: a candidate in its state; an answer that was none; or nothing that is known, such as vectors and lists. */
export type Purpose =
  | 'accepted'
  | 'rejected'
  | 'quarantined'
  | 'declined'
  | 'abandoned'
  | 'awaitingReview'
  | 'open'
  | 'unusable'
  | 'hedged'
  | 'noCandidate';

/** Purchases that are alike in all of this, summed. A call that candidates share is divided among them, to the last picodollar. */
export interface SpentLine extends Spent {
  readonly role: string;
  /** Of the candidate; null where it is for none. */
  readonly strategy: string | null;
  readonly iteration: number;
  /** Prompts and versions that the candidate has of this role: "respond@1". Null where that is not known, or there is none. */
  readonly prompt: string | null;
  readonly endpoint: string;
  readonly model: string;
  /** Of the price. Null: unknown, or from before prices were kept. */
  readonly price: string | null;
  readonly purpose: Purpose;
  /** The filter that rejected the candidate. */
  readonly decidedBy: string | null;
}

/** What the store tells of a run's money. */
export interface CostCounts {
  readonly lines: readonly SpentLine[];
  readonly target: number;
  /** What each committed iteration cost and accepted, in their order. */
  readonly committed: readonly (CostThrough & { readonly iteration: number })[];
  /** Pairs that are accepted now: people's verdicts count. */
  readonly accepted: number;
  /** Requests that were sent, and perhaps answered, to nobody: whose process died, or that took too long. `atMost`: what the answers cost that came later. */
  readonly unseen: { readonly requests: number; readonly unpriced: number; readonly atMost: Picodollars };
  /** Answers that an earlier run of the workspace had paid for. */
  readonly reused: { readonly calls: number; readonly unpriced: number; readonly cost: Picodollars };
  /** What batches made its answers cheaper by. */
  readonly savedByBatch: Picodollars;
  readonly prices: Readonly<Record<string, Price>>;
}

/** The same as `Spent`, for people and JSON: US dollars as numbers. */
export interface Amount extends CallCounts {
  /** At least so much, where calls are `unpriced`; null where nothing of it is known. */
  readonly usd: number | null;
  readonly savedByCacheUsd: number;
}

export interface AmountLine extends Amount {
  readonly name: string;
}

export const costDimensions = ['role', 'model', 'purpose', 'strategy', 'prompt', 'iteration'] as const;
export type CostDimension = (typeof costDimensions)[number];

export interface CostReport {
  readonly cost: RunCost;
  readonly total: Amount;
  /** The dearest first, iterations in their order. Each adds up to the total. */
  readonly by: Readonly<Record<CostDimension, readonly AmountLine[]>>;
  readonly accepted: number;
  readonly target: number;
  /** What was spent in all, by the pairs that are accepted; null without one. */
  readonly usdPerAccepted: number | null;
  /** What a pair cost in each committed iteration; null where it accepted none. */
  readonly trend: readonly {
    readonly iteration: number;
    readonly accepted: number;
    readonly usd: number;
    readonly usdPerAccepted: number | null;
  }[];
  /** What was not spent: by providers' caches, by their batches, and by answers that another run had bought. */
  readonly saved: {
    readonly cacheUsd: number;
    readonly batchUsd: number;
    readonly reuseUsd: number;
    readonly reusedCalls: number;
  };
  /** What may have been paid and was never seen; not part of the total. */
  readonly unseen: { readonly requests: number; readonly unpriced: number; readonly atMostUsd: number };
  /** By which prices. Null: unknown, or from before they were kept. */
  readonly prices: readonly (AmountLine & { readonly endpoint: string; readonly price: Price | null })[];
}

/** A run's money, by whatever it can be told apart by. All sums are of the same lines. */
export function costReport(counts: CostCounts): CostReport {
  const { lines, committed, target, accepted, unseen, reused } = counts;
  const total = sumOfSpent(lines);
  const by = (dimension: CostDimension): readonly AmountLine[] => {
    const found = grouped(lines, nameBy[dimension]);
    return dimension === 'iteration'
      ? found.toSorted((left, right) => Number(left.name) - Number(right.name))
      : found;
  };
  return {
    cost: runCost(
      total,
      { half: sumOf(committed.slice(0, Math.floor(committed.length / 2))), last: sumOf(committed) },
      target,
    ),
    total: amountOf(total),
    by: Object.fromEntries(costDimensions.map((dimension) => [dimension, by(dimension)])) as CostReport['by'],
    accepted,
    target,
    usdPerAccepted: accepted > 0 ? usdOf({ ...total, cost: total.cost / BigInt(accepted) }) : null,
    trend: committed.map(({ iteration, cost, accepted: pairs }) => ({
      iteration,
      accepted: pairs,
      usd: dollarsOf(cost),
      usdPerAccepted: pairs > 0 ? dollarsOf(cost / BigInt(pairs)) : null,
    })),
    saved: {
      cacheUsd: dollarsOf(total.savedByCache),
      batchUsd: dollarsOf(counts.savedByBatch),
      reuseUsd: dollarsOf(reused.cost),
      reusedCalls: reused.calls,
    },
    unseen: {
      requests: unseen.requests,
      unpriced: unseen.unpriced,
      atMostUsd: dollarsOf(unseen.atMost),
    },
    prices: pricesOf(lines, counts.prices),
  };
}

function sumOf(iterations: readonly CostThrough[]): CostThrough {
  return {
    cost: sumOfPicodollars(iterations.map(({ cost }) => cost)),
    accepted: iterations.reduce((sum, { accepted }) => sum + accepted, 0),
  };
}

export function amountOf({ cost, savedByCache, ...counts }: Spent): Amount {
  const { calls, unpriced, promptTokens, completionTokens, reasoningTokens, cachedTokens } = counts;
  return {
    ...{ calls, unpriced, promptTokens, completionTokens, reasoningTokens, cachedTokens },
    usd: usdOf({ cost, unpriced }),
    savedByCacheUsd: dollarsOf(savedByCache),
  };
}

/** Whoever plays another is asked for numbers, without a prompt. */
const roles: ReadonlySet<string> = new Set<TeacherRole>(['propose', 'respond', 'judge', 'classify']);

const nameBy: Readonly<Record<CostDimension, (line: SpentLine) => string>> = {
  role: ({ role }) => role,
  model: ({ endpoint, model }) => `${endpoint} ${model}`,
  purpose: ({ purpose, decidedBy }) =>
    purpose === 'rejected' && decidedBy !== null ? `rejected by ${decidedBy}` : purpose,
  strategy: ({ strategy }) => strategy ?? 'none',
  prompt: ({ role, prompt }) => prompt ?? (roles.has(role) ? `${role}, prompt not kept` : role),
  iteration: ({ iteration }) => String(iteration),
};

function grouped(lines: readonly SpentLine[], nameOf: (line: SpentLine) => string): AmountLine[] {
  const groups = groupBy(lines, nameOf);
  return [...groups]
    .map(([name, members]) => ({ name, spent: sumOfSpent(members) }))
    .sort(
      (left, right) =>
        compare(right.spent.cost, left.spent.cost) ||
        right.spent.calls - left.spent.calls ||
        (left.name < right.name ? -1 : 1),
    )
    .map(({ name, spent }) => ({ name, ...amountOf(spent) }));
}

function pricesOf(lines: readonly SpentLine[], prices: CostCounts['prices']): CostReport['prices'] {
  const groups = groupBy(lines, ({ endpoint, model, price }) => JSON.stringify([endpoint, model, price]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const price = first.price === null ? null : (prices[first.price] ?? null);
    return [{ name: first.model, endpoint: first.endpoint, price, ...amountOf(sumOfSpent(members)) }];
  });
}

function compare(left: Picodollars, right: Picodollars): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Runs of a workspace, or their months: each with what it spent. */
export interface WorkspaceCost {
  readonly total: Amount;
  readonly runs: readonly (AmountLine & {
    readonly runKey: string;
    readonly startedAt: string;
    readonly accepted: number;
  })[];
  readonly months: readonly AmountLine[];
}

export interface RunSpent extends Spent {
  readonly runKey: string;
  readonly name: string;
  readonly startedAt: string;
  readonly accepted: number;
  /** "2026-11": when it was spent, in UTC. */
  readonly month: string;
}

/** A workspace's money, by run and by month. */
export function workspaceCost(spent: readonly RunSpent[]): WorkspaceCost {
  const runs = [...groupBy(spent, ({ runKey }) => runKey).values()].flatMap((parts) => {
    const [first] = parts;
    if (!first) return [];
    const { name, runKey, startedAt, accepted } = first;
    return [{ name, runKey, startedAt, accepted, ...amountOf(sumOfSpent(parts)) }];
  });
  const months = [...groupBy(spent, ({ month }) => month)]
    .map(([name, parts]) => ({ name, ...amountOf(sumOfSpent(parts)) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return { total: amountOf(sumOfSpent(spent)), runs, months };
}
