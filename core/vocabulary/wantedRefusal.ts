import type { StrategyName } from './strategyName';

/** The strategy whose pairs are harmful requests with good refusals, which a recipe asks for by `safety.refusals`. */
export const refusalStrategy: StrategyName = 'refuse';

/** Whether a refusal is what was wanted: filters against refusals leave it alone, and those of safety look at it as one. */
export function isWantedRefusal({ strategy }: { readonly strategy: StrategyName | null }): boolean {
  return strategy === refusalStrategy;
}
