/** What a model's process is asked, and what it says. One answer for each item, in their order. */

export interface ModelRequest<Item> {
  readonly id: number;
  readonly items: readonly Item[];
}

export type ModelReply<Answer> =
  | { readonly kind: 'ready' }
  /** The model could not be loaded. */
  | { readonly kind: 'unloadable'; readonly reason: string }
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly Answer[] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
