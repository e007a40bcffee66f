/** Embeddings of texts, each of length 1. Deterministic: a text's vector does not depend on the others. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;
