/** Turns texts into vectors whose cosine says how close their meanings are. */
export interface Embedder {
  /** Names the space of its vectors: those of two embedders compare only where it is the same. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector of length 1 a text, in the texts' order. A text's vector does not depend on the others. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  /** Ends what it started. What is still under way fails. */
  close(): Promise<void>;
}
