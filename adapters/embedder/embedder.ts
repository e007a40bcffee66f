/**
 * Turns texts into vectors whose cosine says how close their meanings are.
 *
 * `Account` says who pays: nobody, for a model on this machine.
 */
export interface Embedder<Account = void> {
  /** Names the space of its vectors: those of two embedders compare only where it is the same. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector of length 1 a text, in the texts' order. A text's vector does not depend on the others. */
  embed(texts: readonly string[], account: Account): Promise<Float32Array[]>;
  /** Ends what it started. What is still under way fails. */
  close(): Promise<void>;
}
