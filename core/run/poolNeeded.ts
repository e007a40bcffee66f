import { strategies } from '../proposing/registry';
import { strategySharesOf } from '../proposing/strategyShares';
import type { RunSetup } from '../recipe/runSetup';
import type { PoolTexts } from '../vocabulary/poolEntry';

const inOrder: readonly PoolTexts[] = ['none', 'instructions', 'all'];

/** What the plans of a run need of its pool: as much as the strategy that needs most. */
export function poolNeeded(setup: RunSetup): PoolTexts {
  const shares = strategySharesOf(setup.recipe);
  const needed = strategies
    .filter(({ name }) => (shares[name] ?? 0) > 0)
    .map((strategy) => inOrder.indexOf(strategy.poolTexts?.(setup) ?? 'all'));
  return inOrder[Math.max(0, ...needed)] ?? 'all';
}
