import type { Recipe } from '../recipe/schema';
import type { StoredResponse } from '../vocabulary/screenedCandidate';
import { redactWith } from './filters/personalData';

/** What is kept with a response of the thinking that led to it. */
export type KeptThinking = (thinking: string | undefined) => Pick<StoredResponse, 'thinking'>;

/** Nothing, unless the recipe says `reasoning: keep`; then without personal data, where the recipe wants none. */
export function keptThinking(recipe: Recipe): KeptThinking {
  if (recipe.reasoning !== 'keep') return () => ({});
  const redact = redactWith(recipe) ?? ((text: string) => text);
  return (thinking) => (thinking === undefined ? {} : { thinking: redact(thinking) });
}
