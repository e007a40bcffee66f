import { textsOf } from '../recipe/prompts/promptFile';
import { strategySharesOf } from '../recipe/strategyShares';
import type { RunSetup } from '../recipe/runSetup';

/**
 * How much of the pool's pairs a run's plans read: nothing, the instructions alone, or all their texts. A pool may hold a hundred thousand
 * pairs, and responses are most of it.
 */
export type PoolTexts = 'none' | 'instructions' | 'all';

/** What the plans of a run need of its pool. */
export function poolNeeded({ recipe, roles, prompts }: RunSetup): PoolTexts {
  const shares = strategySharesOf(recipe);
  if (shares.augment > 0 && recipe.augment?.fromPool) return 'all'; // a pair is multiplied whole
  if (shares.selfInstruct === 0) return 'none';
  // Examples in numbered lists are instructions, and of a prompt that asks for JSON its file says what is shown.
  const asked = recipe.selfInstruct.bring === 'pairs' ? 'proposePairs' : 'proposeDirected';
  const isList = asked === 'proposeDirected' && (roles.propose.completions || roles.propose.small);
  const showsMore = (prompts[asked] ?? []).some(({ file }) =>
    textsOf(file).some(({ text }) => /\b(?:input|response)\b/.test(text)),
  );
  return !isList && showsMore ? 'all' : 'instructions';
}
