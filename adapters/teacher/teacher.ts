import { KnownFailure, type Failure } from '../../core/foundations/failure/failure';
import { meaningOf, type TeacherFailure } from '../../core/teacher/failure';
import type { EndpointRequest, TeacherAnswer } from '../../core/teacher/request';

export interface SendOptions {
  /** Withdraws the request; `send` throws a TeacherError of kind `cancelled`. */
  readonly signal: AbortSignal;
  /** The request's identity, sent along as `idempotency-key` for endpoints that heed it. */
  readonly callKey: string;
  /** Asked a second time while the first is still out: an endpoint that heeds keys must not take it for the first. */
  readonly isSecond?: boolean;
  /** The most tokens that it may let the model write, whatever was learned meanwhile: so much is reserved for it. */
  readonly mostTokens?: number | undefined;
}

/** An answer, with what its question really carried besides the prompt: parameters, in the names of the wire. */
export interface ReceivedAnswer extends TeacherAnswer {
  readonly sent?: Readonly<Record<string, unknown>>;
}

/**
 * A model behind an endpoint. Sends each request once, and again only where a refusal taught how to ask: retries, limits and the ledger
 * belong to the callers.
 */
export interface Teacher {
  readonly endpoint: string;
  /** The most tokens that a request sent now lets the model write, thinking included; undefined where nothing bounds them. */
  answerBound(request: EndpointRequest): number | undefined;
  /** Throws TeacherError and nothing else. */
  send(request: EndpointRequest, options: SendOptions): Promise<ReceivedAnswer>;
}

/** A request that came to nothing; `failure` says why and what it means. */
export class TeacherError extends KnownFailure {
  override readonly name = 'TeacherError';

  constructor(readonly failure: TeacherFailure) {
    super(failure.message);
  }

  get means(): Failure {
    return meaningOf(this.failure);
  }
}
