import { LocalEmbedder } from '../../../adapters/embedder/localEmbedder';
import { passageSearch } from '../../../adapters/knowledge/passageSearch';
import type { Database } from '../../../adapters/store/database';
import { StoredEmbeddings } from '../../../adapters/store/embeddings';
import { readConfiguration } from '../../../adapters/workspace/configuration';
import type { PassagesFor } from '../../../core/vocabulary/passage';

/** A search of a command's own, and what ends it. */
export interface OpenSearch {
  readonly passagesFor: PassagesFor;
  /** Whether meanings are compared: an endpoint that embeds is asked by runs alone, which account for it. */
  readonly byMeaning: boolean;
  close(): Promise<void>;
}

/** Search in a corpus by words, and by meaning where the model on this machine embeds for this workspace. */
export async function openSearch(database: Database, workspace: string, corpus: string): Promise<OpenSearch> {
  const { embeddings } = await readConfiguration(workspace);
  const embedder = new LocalEmbedder();
  const stored = new StoredEmbeddings(database, embedder);
  const byMeaning = embeddings === undefined;
  return {
    passagesFor: passageSearch(database, (texts) => stored.embed(texts), corpus, byMeaning ? 'both' : 'text'),
    byMeaning,
    close: () => embedder.close(),
  };
}
