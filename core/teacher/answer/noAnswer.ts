import type { ErrorBody } from '../failure';

/** What came with status 200 in the place of an answer. */
export type NoAnswer =
  /** Nothing that could be read; `message` says what it is and, where that is known, what to mend. */
  | { readonly kind: 'malformed'; readonly message: string }
  /** An error that says which status it should have come with. */
  | ({ readonly kind: 'error'; readonly status: number } & ErrorBody);

export function malformed(message: string): NoAnswer {
  return { kind: 'malformed', message };
}
