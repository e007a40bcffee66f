import type { CellKey } from '../../vocabulary/cell';
import { compareVersions } from '../../recipe/prompts/compareVersions';
import type { OperatorYield } from '../../proposing/augment/operatorYields';
import { calibrationLine, type CalibrationLine, type KnownCalibration } from '../calibrationLine';
import { peopleReport, type PeopleCounts, type PeopleReport } from '../../review/statistics';
import type { ConversationReport } from './conversationReport';
import { judgingReport, type JudgingReport, type StoredJudgement } from './judgingReport';
import type { Interval, Trials } from '../../foundations/statistics/yieldInterval';
import { differenceInterval, wilsonInterval } from '../../foundations/statistics/yieldInterval';
import { sum } from '../../foundations/statistics/mean';

/** Candidates of one kind. Those that nothing has decided yet (open, awaiting review, abandoned) count in `proposed` alone. */
export interface Tally {
  readonly proposed: number;
  readonly decided: number;
  readonly accepted: number;
}

/** What the store counts of a run, for the report to be made of. */
export interface RunCounts {
  readonly strategies: readonly (Tally & { readonly strategy: string; readonly works: number })[];
  readonly prompts: readonly PromptCount[];
  readonly operators: readonly OperatorYield[];
  /** By the cell that was asked for and the one that the candidate was classified into. */
  readonly cells: readonly (Tally & { readonly asked: CellKey | null; readonly cell: CellKey | null })[];
  readonly health: readonly IterationHealth[];
  readonly spent: SpentCount;
  /** One for each response that was judged. Left out where none was. */
  readonly judgements?: readonly StoredJudgement[];
  /** Left out where nothing was drawn for people. */
  readonly people?: PeopleCounts;
  /** What verdicts taught the filters, the first one first. Left out where they taught nothing. */
  readonly calibrations?: readonly KnownCalibration[];
  /** Of accepted pairs. Left out where none goes on after its first response. */
  readonly conversations?: ConversationReport;
}

export interface PromptCount extends Tally {
  /** Prompt and version: "propose@2". */
  readonly prompt: string;
  /** What its candidates took in all, by every call that is known to be theirs; the cost is of those that have a price, null where none has. */
  readonly tokens: number;
  readonly cost: number | null;
  /** Calls of unknown price among them, a shared one once for each candidate. */
  readonly unpriced: number;
  /** Mean similarity to the nearest seed or pair (ROUGE-L F); null where nothing was compared. */
  readonly similarity: number | null;
  /** Mean score of the judge, 0 to 1, and of how many; null where none was asked. */
  readonly judged: number;
  readonly quality: number | null;
}

/** Numbers by which an iteration's commit measured the pool's health, by name. */
export interface IterationHealth {
  readonly iteration: number;
  readonly measures: Readonly<Record<string, number>>;
}

export interface SpentCount {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars, of all calls that have a price; null where none has. */
  readonly cost: number | null;
  /** Calls of unknown price, which `cost` leaves out. */
  readonly unpriced: number;
  /** Tokens of calls that are known to belong to a candidate. */
  readonly attributedTokens: number;
}

export interface RunReport {
  readonly spent: SpentCount & {
    readonly tokensPerAccepted: number | null;
    readonly costPerAccepted: number | null;
  };
  readonly strategies: readonly StrategyLine[];
  readonly prompts: readonly PromptReport[];
  readonly operators: readonly OperatorYield[];
  /** Null without a grid. The cells that lack the most come first. */
  readonly cells: readonly CellLine[] | null;
  readonly health: readonly IterationHealth[];
  /** Left out where nothing was judged. */
  readonly judging?: JudgingReport;
  /** Left out where nothing was drawn for people. */
  readonly people?: PeopleReport;
  /** Left out where verdicts taught the filters nothing. */
  readonly calibrations?: readonly CalibrationLine[];
  /** Of accepted pairs. Left out where none goes on after its first response. */
  readonly conversations?: ConversationReport;
}

export interface StrategyLine extends Tally {
  readonly strategy: string;
  readonly works: number;
  readonly yield: number | null;
  /** Its part of the accepted pairs, and the recipe's wish; 0 to 1. */
  readonly share: number | null;
  readonly wanted: number;
}

export interface PromptReport {
  readonly name: string;
  readonly versions: readonly VersionLine[];
  /** Every other version against the one that yields most. */
  readonly comparisons: readonly VersionComparison[];
}

export interface VersionLine extends PromptCount {
  readonly version: string;
  /** Accepted of decided; null where nothing is decided. */
  readonly yield: number | null;
  /** Wilson's 95 % interval of it. */
  readonly interval: Interval;
  readonly tokensPerAccepted: number | null;
  readonly costPerAccepted: number | null;
}

export interface VersionComparison {
  /** The version with the higher yield, and the other one. */
  readonly better: string;
  readonly other: string;
  readonly difference: number;
  /** Newcombe's 95 % interval of the difference. */
  readonly interval: Interval;
  /** `tooFew`: one of them has fewer than 30 decided candidates. `chance`: 0 is within the interval. */
  readonly finding: 'tooFew' | 'chance' | 'differ';
}

export interface CellLine {
  readonly cell: CellKey;
  /** Candidates that were asked for in this cell, were classified into it, and those of the latter that were accepted. */
  readonly asked: number;
  readonly classified: number;
  readonly accepted: number;
  /** Its part of the accepted pairs that have a cell, and its weight among all cells; 0 to 1. */
  readonly share: number;
  readonly wanted: number;
  /** Pairs that it is short of its weight, at the number of pairs that there are; negative where it has more. */
  readonly lacking: number;
}

/** Decided candidates below which a yield says next to nothing: its interval is wider than a third. */
export const fewestForComparison = 30;

/** Makes a report of what was counted. `weights` are the grid's, by cell; undefined where the recipe has none. */
export function runReport(
  counts: RunCounts,
  shares: Readonly<Record<string, number>>,
  weights: ReadonlyMap<CellKey, number> | undefined,
): RunReport {
  const accepted = sum(counts.strategies.map((strategy) => strategy.accepted));
  const tokens = counts.spent.promptTokens + counts.spent.completionTokens;
  const judging = judgingReport(counts.judgements ?? []);
  return {
    spent: { ...counts.spent, ...perAccepted({ tokens, cost: counts.spent.cost, accepted }) },
    strategies: strategyLines(counts.strategies, shares, accepted),
    prompts: promptReports(counts.prompts),
    operators: counts.operators,
    cells: weights ? cellLines(counts.cells, weights) : null,
    health: counts.health,
    ...(judging && { judging }),
    ...(counts.people && { people: peopleReport(counts.people) }),
    ...(counts.calibrations && { calibrations: counts.calibrations.map(calibrationLine) }),
    ...(counts.conversations && { conversations: counts.conversations }),
  };
}

function strategyLines(
  counted: RunCounts['strategies'],
  shares: Readonly<Record<string, number>>,
  accepted: number,
): StrategyLine[] {
  const whole = sum(Object.values(shares));
  const none = { works: 0, proposed: 0, decided: 0, accepted: 0 };
  const unused = Object.keys(shares)
    .filter((name) => (shares[name] ?? 0) > 0 && !counted.some(({ strategy }) => strategy === name))
    .map((strategy) => ({ strategy, ...none }));
  return [...counted, ...unused].map((line) => ({
    ...line,
    yield: ratio(line.accepted, line.decided),
    share: ratio(line.accepted, accepted),
    wanted: ratio(shares[line.strategy] ?? 0, whole) ?? 0,
  }));
}

function promptReports(counted: readonly PromptCount[]): PromptReport[] {
  const byName = new Map<string, VersionLine[]>();
  for (const count of counted) {
    const at = count.prompt.lastIndexOf('@');
    const line: VersionLine = {
      ...count,
      version: count.prompt.slice(at + 1),
      yield: ratio(count.accepted, count.decided),
      interval: wilsonInterval(count.accepted, count.decided),
      ...perAccepted(count),
    };
    const name = count.prompt.slice(0, at);
    byName.set(name, [...(byName.get(name) ?? []), line]);
  }
  return [...byName].map(([name, versions]) => ({
    name,
    versions: versions.sort((left, right) => compareVersions(left.version, right.version)),
    comparisons: againstBest(versions),
  }));
}

/** Each version that has decided candidates against the one with the highest yield. */
function againstBest(versions: readonly VersionLine[]): VersionComparison[] {
  const [best, ...others] = versions
    .filter(({ decided }) => decided > 0)
    .sort((left, right) => (right.yield ?? 0) - (left.yield ?? 0));
  if (!best) return [];
  const trials = ({ accepted, decided }: VersionLine): Trials => ({ successes: accepted, trials: decided });
  return others.map((other) => {
    const interval = differenceInterval(trials(best), trials(other));
    const isFew = Math.min(best.decided, other.decided) < fewestForComparison;
    const finding = isFew ? 'tooFew' : interval[0] > 0 ? 'differ' : 'chance';
    const difference = (best.yield ?? 0) - (other.yield ?? 0);
    return { better: best.prompt, other: other.prompt, difference, interval, finding };
  });
}

function cellLines(counted: RunCounts['cells'], weights: ReadonlyMap<CellKey, number>): CellLine[] {
  const whole = sum([...weights.values()]);
  const asked = new Map<CellKey, number>();
  const inside = new Map([...weights.keys()].map((cell) => [cell, { classified: 0, accepted: 0 }]));
  for (const count of counted) {
    if (count.asked !== null) asked.set(count.asked, (asked.get(count.asked) ?? 0) + count.proposed);
    if (count.cell === null) continue;
    const own = inside.get(count.cell) ?? { classified: 0, accepted: 0 };
    own.classified += count.proposed;
    own.accepted += count.accepted;
    inside.set(count.cell, own);
  }
  const accepted = sum([...inside.values()].map((own) => own.accepted));
  return [...inside]
    .map(([cell, own]) => {
      const wanted = ratio(weights.get(cell) ?? 0, whole) ?? 0;
      return {
        cell,
        asked: asked.get(cell) ?? 0,
        ...own,
        share: ratio(own.accepted, accepted) ?? 0,
        wanted,
        lacking: wanted * accepted - own.accepted,
      };
    })
    .sort((left, right) => right.lacking - left.lacking || (left.cell < right.cell ? -1 : 1));
}

function perAccepted({
  tokens,
  cost,
  accepted,
}: {
  readonly tokens: number;
  readonly cost: number | null;
  readonly accepted: number;
}): { tokensPerAccepted: number | null; costPerAccepted: number | null } {
  return {
    tokensPerAccepted: ratio(tokens, accepted),
    costPerAccepted: cost === null ? null : ratio(cost, accepted),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
