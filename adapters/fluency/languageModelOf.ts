import { UserError } from '../../core/foundations/userError';
import type { Endpoint } from '../../core/teacher/endpoint';
import { EndpointLanguageModel } from './endpointLanguageModel';
import { fetchCausalModel } from './fetchCausalModel';
import type { LanguageModel } from './languageModel';
import { LocalLanguageModel } from './localLanguageModel';

/** What of a worker's configuration decides who tells how likely texts are. */
export interface FluencyConfiguration {
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** An endpoint that echoes prompts with log-probabilities, and its model. Undefined: the model on this machine. */
  readonly fluency?: { readonly endpoint: string; readonly model: string } | undefined;
}

/** Who tells how likely texts are: the endpoint of the worker's configuration, else the model on this machine. */
export function languageModelOf(
  { endpoints, fluency }: FluencyConfiguration,
  environment: Readonly<Record<string, string | undefined>>,
): LanguageModel {
  if (!fluency) return new LocalLanguageModel(() => fetchCausalModel({ environment }), environment);
  const endpoint = endpoints[fluency.endpoint];
  if (endpoint) return new EndpointLanguageModel(fluency.endpoint, endpoint, fluency.model, environment);
  throw new UserError(
    `"fluency.endpoint" is "${fluency.endpoint}", which is no endpoint: there are ${Object.keys(endpoints).join(', ') || 'none'}.`,
  );
}
