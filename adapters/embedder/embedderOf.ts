import type { Account } from '../../core/teacher/account';
import type { Configuration } from '../workspace/configuration';
import type { Embedder } from './embedder';
import { EndpointEmbedder, type BuyEmbeddings } from './endpointEmbedder';
import { fetchMiniLm } from '../stack/fetchMiniLm';
import { LocalEmbedder } from './localEmbedder';

/** Who embeds texts for a worker: the endpoint of its configuration, from which they are bought, else the model on this machine. */
export function embedderOf(
  { embeddings }: Pick<Configuration, 'embeddings'>,
  environment: Readonly<Record<string, string | undefined>>,
  buy: BuyEmbeddings,
): Embedder<Account> {
  if (!embeddings) return new LocalEmbedder(() => fetchMiniLm({ environment }));
  const { endpoint, model: name, dimensions } = embeddings;
  return new EndpointEmbedder(endpoint, { name, dimensions }, buy);
}
