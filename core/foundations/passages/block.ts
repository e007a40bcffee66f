/** A piece of a document in its order, as its format divides it: what passages are cut of. */
export type Block =
  | { readonly kind: 'heading'; /** From 1, the outermost. */ readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly page?: number }
  /** A row of a table: a passage of its own, since neighbours have nothing to do with each other. */
  | { readonly kind: 'row'; readonly text: string };
