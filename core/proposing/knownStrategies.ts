import { strategies } from './registry';
import type { Strategy } from './strategy';
import type { StrategyName } from '../vocabulary/strategyName';

const byName = new Map(strategies.map((strategy) => [strategy.name, strategy]));

export const strategyNames: readonly StrategyName[] = [...byName.keys()];

/** Those whose proposals are steered, and watched for collapse. */
export const steeredNames: readonly StrategyName[] = strategies
  .filter(({ steered }) => steered)
  .map(({ name }) => name);

/** Undefined for what another version planned or stored. */
export function findStrategy(name: StrategyName): Strategy | undefined {
  return byName.get(name);
}

/** @throws Error for a name that no strategy has, as in the plan of another version. Recipes are checked before. */
export function strategyNamed(name: StrategyName): Strategy {
  const strategy = byName.get(name);
  if (strategy) return strategy;
  throw new Error(
    `This version has no strategy "${name}", it has ${strategyNames.join(', ')}: go on with the version that planned the iteration, or start the run anew.`,
  );
}
