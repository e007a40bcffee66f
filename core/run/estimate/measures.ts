import type { Filter } from '../../screening/filters/filter';
import { filters } from '../../screening/filters/registry';
import { tokensByScript } from '../../teacher/tokens/tokensByScript';
import { usualAnswerTokens } from './assumptions';
import type { RunMaterials } from '../../recipe/runSetup';
import type { Recipe } from '../../recipe/schema';
import type { MeasureLine } from './estimate';

/** Endpoints of the configuration that measure; undefined where a model on this machine does, or, of moderation, where nobody does. */
export interface Measurers {
  readonly embeddings: { readonly endpoint: string; readonly model: string } | undefined;
  readonly fluency: { readonly endpoint: string; readonly model: string } | undefined;
  readonly moderation: { readonly endpoint: string; readonly model: string } | undefined;
}

/** Texts whose vectors are asked for together, about. */
const textsPerCall = 16;
/** Pairs that a moderation endpoint is asked about together: their tasks and their responses, each by itself. */
const pairsPerCall = 16;

/** What a recipe asks of endpoints that measure, for each candidate: vectors of its texts, likelihoods of its response, whether it is harmful. */
export function measuresOf(
  recipe: Recipe,
  { seeds }: RunMaterials,
  { embeddings, fluency, moderation }: Measurers,
): readonly MeasureLine[] {
  const isOn = (needs: Filter['needs']): number =>
    (filters as readonly Filter[]).filter((filter) => filter.needs === needs && filter.isOn(recipe)).length;
  const instructionTokens =
    seeds.length === 0
      ? 40
      : seeds.reduce(
          (sum, { instruction, input }) => sum + tokensByScript(`${instruction} ${input}`).tokens,
          0,
        ) / seeds.length;
  const compared =
    isOn('embedding') + Number(recipe.novelty.semantic !== undefined) + Number(recipe.novelty.rule === 'sameTask') +
    Number(recipe.coverage?.classifyBy === 'embedding') + Number(recipe.augment !== undefined) + Number(recipe.collapse.watch !== 'off') + Number(recipe.knowledge !== undefined); // prettier-ignore
  const likelihoods = isOn('languageModel');
  return [
    ...(embeddings && compared > 0
      ? [
          {
            role: 'embed' as const,
            endpoint: embeddings.endpoint,
            model: embeddings.model,
            callsPerCandidate: 1.5 / textsPerCall,
            tokensPerCall: (textsPerCall / 1.5) * (instructionTokens + 0.5 * usualAnswerTokens),
          },
        ]
      : []),
    ...(fluency && likelihoods > 0
      ? [
          {
            role: 'score' as const,
            endpoint: fluency.endpoint,
            model: fluency.model,
            callsPerCandidate: 2 * likelihoods,
            tokensPerCall: instructionTokens + usualAnswerTokens,
          },
        ]
      : []),
    ...(moderation && recipe.safety?.moderation
      ? [
          {
            role: 'moderate' as const,
            endpoint: moderation.endpoint,
            model: moderation.model,
            callsPerCandidate: 1 / pairsPerCall,
            tokensPerCall: pairsPerCall * (instructionTokens + usualAnswerTokens),
          },
        ]
      : []),
  ];
}
