import type { Configuration } from '../workspace/configuration';
import type { Embedder } from './embedder';
import { EndpointEmbedder } from './endpointEmbedder';
import { fetchMiniLm } from '../stack/fetchMiniLm';
import { LocalEmbedder } from './localEmbedder';

/** Who embeds texts for a worker: the endpoint of its configuration, else the model on this machine. */
export function embedderOf(
  { endpoints, embeddings }: Configuration,
  environment: Readonly<Record<string, string | undefined>>,
): Embedder {
  const endpoint = embeddings && endpoints[embeddings.endpoint];
  if (!endpoint) return new LocalEmbedder(() => fetchMiniLm({ environment }));
  const { endpoint: pool, model: name, dimensions } = embeddings;
  return new EndpointEmbedder(pool, endpoint, { name, dimensions }, environment);
}
