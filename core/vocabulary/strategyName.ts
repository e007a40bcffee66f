/**
 * The name of a way to come up with instructions, as recipes, plans and exports have it. Which there are is the registry's to say
 * (core/proposing/registry.ts); a run of another version may have had others.
 */
export type StrategyName = string;

/** Something for each strategy. */
export type ByStrategy<Value> = Readonly<Record<StrategyName, Value>>;
