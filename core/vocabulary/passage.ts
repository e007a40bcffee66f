/** One stretch of a document, as it is stored. It never changes: what is cut otherwise is another passage. */
export interface Passage {
  /** 24 hexadecimal digits, the same on every machine: of its document and its position. What a citation names. */
  readonly id: string;
  /** The document's id: the sha256 of its name, its bytes and how it was cut. */
  readonly document: string;
  /** The document's name: its path within the folder of knowledge, "handbook/travel.pdf". */
  readonly name: string;
  /** Headings above it, the outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
  /** Within its document, from 0. */
  readonly position: number;
  /** From 1, where the document has pages. */
  readonly page?: number;
  /** A code of ISO 639, as the recipe's language. */
  readonly language: string;
}

/** A passage that was found for a query. */
export interface FoundPassage {
  readonly passage: Passage;
  /** It orders what was found for one query, and says nothing else. */
  readonly score: number;
  /** Its rank, from 1, by the words that it has in common with the query; absent where it was not found so. */
  readonly byText?: number;
  /** Its rank, from 1, by its meaning; absent where it was not found so. */
  readonly byMeaning?: number;
}

/**
 * Finds passages for each of the queries, in their order; the best first, at most `limit`. The same knowledge, query and embeddings find the same
 * passages in the same order.
 */
export type PassagesFor = (
  queries: readonly string[],
  options: { readonly limit: number },
) => Promise<readonly (readonly FoundPassage[])[]>;

/** What is known: a set of documents, named after what is in it. */
export interface Corpus {
  readonly id: string;
  readonly documents: number;
  readonly passages: number;
}
