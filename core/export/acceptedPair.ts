/** An accepted candidate as it leaves: all that does not depend on when, where or under which name it was made. */
export interface AcceptedPair {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: string;
  readonly instruction: string;
  /** Null where nobody asked. */
  readonly classification: boolean | null;
  /** In the order in which they were written; at least one. */
  readonly instances: readonly [PairInstance, ...PairInstance[]];
  /** Similarity to the nearest seed or pool instruction (ROUGE-L F), and that instruction; null where there was none. */
  readonly novelty: { readonly score: number; readonly nearest: string | null } | null;
}

/** One input, which may be empty, and the response to it. */
export interface PairInstance {
  readonly input: string;
  readonly response: string;
  /** The ledger's key of the call that wrote the response. */
  readonly call: string;
}

/** What the pairs of one run have in common. */
export interface DatasetOrigin {
  readonly seed: number;
  /** Who wrote the responses. */
  readonly teacher: { readonly pool: string; readonly model: string };
}
