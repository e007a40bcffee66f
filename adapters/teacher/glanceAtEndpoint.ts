import type { Finding } from '../../core/teacher/check/findings';
import type { Endpoint } from '../../core/teacher/endpoint';
import { listModels } from './modelList';
import { OpenAiEndpoint } from './openAiEndpoint';
import { timed } from './timed';

const patienceSeconds = 3;

/** An endpoint's list of models: whether it can be reached, takes the key and knows the model. Costs nothing, and soon gives up. */
export async function glanceAtEndpoint(
  endpointName: string,
  endpoint: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
  model: string,
  signal: AbortSignal,
): Promise<Finding<readonly string[]>> {
  const timeoutSeconds = Math.min(endpoint.timeoutSeconds, patienceSeconds);
  const openAi = new OpenAiEndpoint(endpointName, { ...endpoint, timeoutSeconds }, environment);
  return timed(() => listModels(openAi, model, signal));
}
