/** What the local embedding model's process is asked, and what it says. */

export interface MiniLmRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type MiniLmReply =
  | { readonly kind: 'ready' }
  /** The model could not be loaded. */
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'vectors'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
