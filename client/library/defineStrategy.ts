import type { Json, OwnStrategy } from '../../core/proposing/own/ownStrategy';

/**
 * Types a strategy of yours: `export default defineStrategy<{ readers: string[] }>({ name: 'letters', version: 1, plan, read })`. The settings are the
 * recipe's `own.settings`, as they are written there: nothing has checked them.
 */
export function defineStrategy<Settings = Json>(strategy: OwnStrategy<Settings>): OwnStrategy<Settings> {
  return strategy;
}
