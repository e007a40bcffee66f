import { augment } from './augment';
import { selfInstruct } from './selfInstruct';
import type { Strategy } from './strategy';
import type { StrategyName } from '../vocabulary/strategyName';
import { template } from './template';

/** Every strategy, in the order in which people are shown them. A new one is a folder beside these, and its line here. */
export const strategies: readonly Strategy[] = [selfInstruct, template, augment];

export const strategyNames: readonly StrategyName[] = strategies.map(({ name }) => name);

/** Those whose proposals are steered, and watched for collapse. */
export const steeredNames: readonly StrategyName[] = strategies
  .filter(({ steered }) => steered)
  .map(({ name }) => name);

const byName = new Map(strategies.map((strategy) => [strategy.name, strategy]));

/** Undefined for what another version planned or stored. */
export function findStrategy(name: StrategyName): Strategy | undefined {
  return byName.get(name);
}

/** @throws Error for a name that no strategy has. Recipes are checked before. */
export function strategyNamed(name: StrategyName): Strategy {
  const strategy = byName.get(name);
  if (!strategy)
    throw new Error(
      `There is no strategy "${name}" in this version, which has ${strategyNames.join(', ')}: continue the run with the version that planned it, or start it anew.`,
    );
  return strategy;
}
