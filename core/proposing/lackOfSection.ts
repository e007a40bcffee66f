import type { Strategy } from './strategy';
import type { StrategyName } from '../vocabulary/strategyName';

/** What a strategy lacks that can do nothing without its section. */
export function lackOfSection(name: StrategyName): NonNullable<Strategy['lack']> {
  return (recipe) => {
    if ((recipe as Readonly<Record<string, unknown>>)[name] !== undefined) return undefined;
    const message = `"${name}" is missing: strategies.${name} is above 0; add the section, or set it to 0.`;
    return { field: name, message };
  };
}
