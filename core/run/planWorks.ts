import { strategyNames } from '../proposing/knownStrategies';
import type { PlanKnowledge } from '../proposing/planKnowledge';
import type { PlannedWork } from '../vocabulary/plannedWork';
import { strategies } from '../proposing/registry';
import type { StrategyContext } from '../proposing/strategyContext';
import type { ByStrategy } from '../vocabulary/strategyName';
import { strategySharesOf } from '../proposing/strategyShares';
import type { Stretch } from '../vocabulary/stretch';
import { divideWork, stretchesAfter } from './stretches';

export interface DrawnPlan {
  /** Those that ask the teacher first. */
  readonly works: readonly PlannedWork[];
  readonly stretches: ByStrategy<Stretch>;
}

/**
 * Draws the works of one iteration: divided among the strategies by the shares of accepted pairs that the recipe asks for. What a
 * strategy that has run out leaves goes to the others, last of all to those that never run out.
 */
export async function planWorks(context: StrategyContext, knowledge: PlanKnowledge): Promise<DrawnPlan> {
  const state = {
    yields: knowledge.yields,
    underWay: countByStrategy(knowledge.underWay.flat()),
    candidatesPerWork: Object.fromEntries(
      strategies.map((strategy) => [strategy.name, strategy.candidatesPerWork?.(context) ?? 1]),
    ),
  };
  const shares: Record<string, number> = { ...strategySharesOf(context.setup.recipe) };
  const drawn = new Map<string, readonly PlannedWork[]>();
  const stretchesOf = (counts: ByStrategy<number>) => stretchesAfter(knowledge.stretches, counts);

  const known = withoutApart(knowledge);
  let left = knowledge.size;
  let counts: ByStrategy<number>;
  let ranOut: boolean;
  do {
    ranOut = false;
    counts = divideWork(left, { ...state, shares });
    const stretches = stretchesOf(counts);
    for (const strategy of strategies) {
      const { name, endless } = strategy;
      const stretch = stretches[name];
      if (endless || !stretch || shares[name] === 0) continue;
      const works = stretch.count === 0 ? [] : await strategy.plan(context, known, stretch);
      drawn.set(name, works);
      if (works.length === stretch.count) continue;
      shares[name] = 0; // the others share what it leaves, those that were drawn already too
      left = Math.max(0, left - works.length);
      ranOut = true;
    }
  } while (ranOut);

  const stretches = stretchesOf(counts);
  for (const strategy of strategies) {
    const stretch = stretches[strategy.name];
    if (!strategy.endless || !stretch || stretch.count === 0 || left === 0) continue;
    drawn.set(strategy.name, await strategy.plan(context, known, stretch));
  }
  const inOrder = [...strategies].sort((one, other) => Number(other.asksFirst) - Number(one.asksFirst));
  const worksOf = (name: string): readonly PlannedWork[] => drawn.get(name) ?? [];
  return {
    works: inOrder.flatMap(({ name }) => worksOf(name)),
    stretches: stretchesOf(Object.fromEntries(strategyNames.map((name) => [name, worksOf(name).length]))),
  };
}

/** Pairs of strategies that stand apart are no examples for others: whoever sees a harmful request among them writes more of its kind. */
function withoutApart(knowledge: PlanKnowledge): PlanKnowledge {
  const apart = new Set(strategies.flatMap(({ name, shareOf }) => (shareOf ? [name] : [])));
  const pool = knowledge.pool.filter(({ strategy }) => !apart.has(strategy));
  return pool.length === knowledge.pool.length ? knowledge : { ...knowledge, pool };
}

function countByStrategy(works: readonly PlannedWork[]): ByStrategy<number> {
  const counts: Record<string, number> = {};
  for (const { strategy } of works) counts[strategy] = (counts[strategy] ?? 0) + 1;
  return counts;
}
