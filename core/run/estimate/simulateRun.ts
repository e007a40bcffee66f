import { divideWork } from '../stretches';
import { RunProgress, type PreparedRun } from '../runProgress';
import { emptyFunnel } from '../../vocabulary/funnel';
import type { StrategyName } from '../../vocabulary/strategyName';

/** What decides how many works a run takes. */
export interface SimulatedRun {
  readonly prepared: PreparedRun;
  /** Shares of accepted pairs. */
  readonly shares: Readonly<Record<StrategyName, number>>;
  /** Candidates of a work, as plans assume them and as they come. */
  readonly planned: Readonly<Record<StrategyName, number>>;
  readonly brought: Readonly<Record<StrategyName, number>>;
  /** Share of a strategy's candidates that is accepted. */
  readonly accepted: Readonly<Record<StrategyName, number>>;
  readonly limits: Readonly<Record<StrategyName, number>>;
}

export interface SimulatedTotals {
  readonly iterations: number;
  readonly works: Readonly<Record<StrategyName, number>>;
  readonly candidates: Readonly<Record<StrategyName, number>>;
  readonly accepted: number;
}

/** Luck: a number from 0 to 1, and one of the standard normal distribution. */
export interface Luck {
  uniform(): number;
  normal(): number;
}

/** Below so many, each candidate has its own luck; above, the normal distribution stands for them. */
const few = 60;

/** Plays a run's loop without its content: how large its iterations are and when it ends is decided by `RunProgress`, as in a real one. */
export function simulateRun(run: SimulatedRun, luck: Luck): SimulatedTotals {
  const names = Object.keys(run.shares).filter((name) => (run.shares[name] ?? 0) > 0);
  const progress = new RunProgress(run.prepared);
  const shares = { ...run.shares };
  const planned = new Map<number, Readonly<Record<StrategyName, number>>>();
  const yields: Record<StrategyName, { works: number; proposed: number; accepted: number }> = {};
  const through: Record<StrategyName, number> = {};
  for (const name of names) {
    yields[name] = { works: 0, proposed: 0, accepted: 0 };
    through[name] = 0;
  }
  /** Where one strategy brings everything, dividing is a quotient: as `divideWork` has it, in a hundredth of the time. */
  const perWork = (name: StrategyName): number => {
    const { works = 0, proposed = 0 } = yields[name] ?? {};
    return (proposed + 2 * (run.planned[name] ?? 1)) / (works + 2) || 1;
  };
  const plan = (size: number): Readonly<Record<StrategyName, number>> => {
    const [only] = names;
    if (names.length === 1 && only !== undefined && run.limits[only] === undefined)
      return { [only]: Math.max(1, Math.round(size / perWork(only))) };
    for (;;) {
      const underWay = Object.fromEntries(
        names.map((name) => [name, (through[name] ?? 0) - (yields[name]?.works ?? 0)]),
      );
      const counts = divideWork(size, {
        shares, yields, underWay, candidatesPerWork: run.planned,
      }); // prettier-ignore
      const spent = names.find(
        (name) =>
          (shares[name] ?? 0) > 0 &&
          (through[name] ?? 0) + (counts[name] ?? 0) > (run.limits[name] ?? Infinity),
      );
      if (spent === undefined) return counts;
      const rest = Math.max(0, (run.limits[spent] ?? 0) - (through[spent] ?? 0));
      shares[spent] = 0;
      if (rest > 0) return { ...plan(Math.max(0, size - rest)), [spent]: rest };
      if (names.every((name) => (shares[name] ?? 0) === 0)) return {};
    }
  };

  for (;;) {
    for (let next = progress.next(); next.kind === 'start'; next = progress.next()) {
      const counts = plan(next.input.size);
      for (const name of names) through[name] = (through[name] ?? 0) + (counts[name] ?? 0);
      planned.set(next.input.iteration, counts);
      progress.opened(next.input);
    }
    const [oldest] = progress.open;
    if (!oldest) break;
    const counts = planned.get(oldest.iteration) ?? {};
    planned.delete(oldest.iteration);
    let [works, proposed, accepted] = [0, 0, 0];
    for (const name of names) {
      const own = counts[name] ?? 0;
      const mean = own * (run.brought[name] ?? 1);
      // Lists come out longer or shorter; a work that is one candidate is one.
      const varies = (run.planned[name] ?? 1) > 1 ? 0.15 * Math.sqrt(own) * (run.brought[name] ?? 1) : 0;
      const candidates = Math.max(0, Math.round(mean + luck.normal() * varies));
      const good = binomial(candidates, run.accepted[name] ?? 0, luck);
      const sum = yields[name];
      if (sum) {
        sum.works += own;
        sum.proposed += candidates;
        sum.accepted += good;
      }
      [works, proposed, accepted] = [works + own, proposed + candidates, accepted + good];
    }
    progress.committedOldest({
      iteration: oldest.iteration,
      works,
      funnel: { ...emptyFunnel, proposed, accepted, rejected: proposed - accepted },
      reviews: [],
    });
  }
  return {
    iterations: progress.committed,
    works: Object.fromEntries(names.map((name) => [name, yields[name]?.works ?? 0])),
    candidates: Object.fromEntries(names.map((name) => [name, yields[name]?.proposed ?? 0])),
    accepted: progress.funnel.accepted,
  };
}

function binomial(of: number, chance: number, luck: Luck): number {
  if (of >= few) {
    const drawn = of * chance + luck.normal() * Math.sqrt(of * chance * (1 - chance));
    return Math.max(0, Math.min(of, Math.round(drawn)));
  }
  let count = 0;
  for (let index = 0; index < of; index++) if (luck.uniform() < chance) count++;
  return count;
}
