import type { PassageShelf } from '../../core/proposing/passageShelf';
import { passageText } from '../../core/foundations/passages/passageText';
import type { Corpus, PassagesFor } from '../../core/vocabulary/passage';
import type { PassageStore } from '../store/passageStore';

/** How many passages about the same are looked at for one of another document. */
const near = 8;

/** The passages of a corpus, for plans. */
export async function storedShelf(
  store: PassageStore,
  corpus: Corpus,
  passagesFor: PassagesFor,
): Promise<PassageShelf> {
  const documents = await store.documentsOf(corpus.id);
  const firsts = new Map(documents.map(({ id, first }) => [id, first]));
  return {
    documents: documents.map(({ id, passages }) => ({ id, passages })),
    read: (places) =>
      store.passagesAt(
        corpus.id,
        places.map(({ document, position }) => (firsts.get(document) ?? 0) + position),
      ),
    async related(passages) {
      const found = await passagesFor(passages.map(passageText), { limit: near });
      return passages.map(({ id, document }, index) => {
        const others = (found[index] ?? []).map(({ passage }) => passage).filter((other) => other.id !== id);
        return others.find((other) => other.document !== document) ?? others[0];
      });
    },
  };
}
