import type { SamplingParameters } from '../teacher/request';
import type { Recipe } from './schema';

/** The sampling of a recipe in the API's names. What the recipe leaves out comes from `defaults`; what is null there is not asked for. */
export function samplingParameters(
  sampling: Recipe['selfInstruct']['propose'],
  defaults: SamplingParameters,
): SamplingParameters {
  const chosen = {
    ...defaults,
    ...(sampling.temperature !== undefined && { temperature: sampling.temperature }),
    ...(sampling.topP !== undefined && { top_p: sampling.topP }),
    ...(sampling.presencePenalty !== undefined && { presence_penalty: sampling.presencePenalty }),
    ...(sampling.frequencyPenalty !== undefined && { frequency_penalty: sampling.frequencyPenalty }),
    ...(sampling.maxTokens !== undefined && { max_tokens: sampling.maxTokens }),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));
}
