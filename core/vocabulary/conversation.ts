import type { FinishReason } from './finishReason';

/** How a user goes on: asks further, sets something right, turns to something else, or took the response for something that it is not. */
export type MessageKind = 'followUp' | 'correction' | 'newSubject' | 'misunderstanding';

/** What a user says after a response, and the response to it, as the store keeps them. */
export interface StoredTurn {
  /** Null where it was not asked for: read from a dataset, or written by people. */
  readonly kind: MessageKind | null;
  readonly message: string;
  readonly response: string;
  readonly finishReason: FinishReason;
  /** The ledger's keys of the calls that wrote them; null where no teacher did. */
  readonly messageCall: string | null;
  readonly call: string | null;
  /** What the teacher thought before it wrote the response, where the recipe keeps that. */
  readonly thinking?: string;
  /** Prompts and versions that message and response were written with. */
  readonly prompts: readonly string[];
}

/** A turn as it is read: what was said, and what was answered. */
export type Turn = Pick<StoredTurn, 'message' | 'response'>;

/** What became of the conversation that a response begins. */
export type Conversed =
  | { readonly kind: 'whole'; readonly turns: readonly StoredTurn[] }
  /** A message or a response could not be used, however often it was asked for; `raw` is what came last. */
  | { readonly kind: 'unusable'; readonly reason: string; readonly raw: string }
  /** The run was stopped before all of it was asked. */
  | { readonly kind: 'stopped' };
