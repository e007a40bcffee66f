import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Embed } from '../../core/foundations/embedding/embed';
import { fuseRankings } from '../../core/foundations/ranking/reciprocalRankFusion';
import type { Corpus, FoundPassage, PassagesFor } from '../../core/vocabulary/passage';
import type { Database } from '../store/database';
import { PassageStore, type WordMatch } from '../store/passageStore';
import { PassageVectors } from './passageVectors';

/** How deep a ranking is read before it is fused with the other. */
const depth = 50;
/** What a place by meaning weighs beside one by words, in other languages than English. */
const meaningElsewhere = 0.3;
/** Queries whose words are looked up at once. */
const atOnce = 4;

/** Which ways of finding are used: both, unless somebody measures one. */
export type Ways = 'both' | 'text' | 'meaning';

/**
 * Search in a corpus: by words (PostgreSQL's full text) and by meaning (embeddings), fused by ranks. What is found by either way alone is found.
 * The corpus is embedded with the first search, as far as the store does not have its vectors.
 *
 * @param embed One that keeps what it computed (`StoredEmbeddings`).
 */
export function passageSearch(
  database: Database,
  embed: Embed,
  corpusId: string,
  ways: Ways = 'both',
): PassagesFor {
  const store = new PassageStore(database);
  const opened = remembered(() => openCorpus(store, embed, corpusId, ways));

  return async (queries, { limit }) => {
    if (queries.length === 0) return [];
    const { corpus, language, vectors } = await opened();
    const meanings = vectors ? await embed(queries) : [];
    const found: (readonly FoundPassage[])[] = [];
    for (let from = 0; from < queries.length; from += atOnce) {
      const some = queries.slice(from, from + atOnce).map(async (query, index) => {
        const byWords = ways === 'meaning' ? [] : await store.byWords(corpus, query, language, depth);
        const meaning = meanings[from + index];
        const byMeaning = vectors && meaning ? vectors.nearest(meaning, depth).map(({ id }) => id) : [];
        await yieldToEventLoop(); // comparing with a hundred thousand passages takes a while
        return foundBy(store, language, byWords, byMeaning, limit);
      });
      found.push(...(await Promise.all(some)));
    }
    return found;
  };
}

interface OpenCorpus {
  readonly corpus: Corpus;
  readonly language: string;
  readonly vectors: PassageVectors | undefined;
}

async function openCorpus(
  store: PassageStore,
  embed: Embed,
  corpusId: string,
  ways: Ways,
): Promise<OpenCorpus> {
  const { language, ...corpus } = await store.corpus(corpusId);
  const vectors =
    ways === 'text' ? undefined : await PassageVectors.of(store.texts(corpusId), corpus.passages, embed);
  return { corpus, language, vectors };
}

/** What is opened once, and again after it failed. */
function remembered<Opened>(open: () => Promise<Opened>): () => Promise<Opened> {
  let opening: Promise<Opened> | undefined;
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}

async function foundBy(
  store: PassageStore,
  language: string,
  byWords: readonly WordMatch[],
  byMeaning: readonly string[],
  limit: number,
): Promise<readonly FoundPassage[]> {
  // What has few words of the query, and common ones, was not found by them so much as not left out.
  // Models that embed know English best: on German questions the local one finds 69 % where words find 96 %, and would spoil these.
  const isEnglish = language === 'en';
  const weighted = byWords.map(({ passage, covers }) => ({
    key: passage,
    weight: isEnglish ? covers ** 2 : 1,
  }));
  const meant = byMeaning.map((key) => ({ key, weight: isEnglish ? 1 : meaningElsewhere }));
  const byText = byWords.map(({ passage }) => passage);
  const fused = fuseRankings([weighted, meant]).slice(0, limit);
  const passages = await store.passages(fused.map(({ key }) => key));
  const scores = new Map(fused.map(({ key, score }) => [key, score]));
  return passages.map((passage) => {
    const text = byText.indexOf(passage.id) + 1;
    const meaning = byMeaning.indexOf(passage.id) + 1;
    return {
      passage,
      score: scores.get(passage.id) ?? 0,
      ...(text > 0 && { byText: text }),
      ...(meaning > 0 && { byMeaning: meaning }),
    };
  });
}
