import { KnownFailure, type Failure } from '../../core/foundations/failure/failure';
import { meaningOf, type TeacherFailure } from '../../core/teacher/failure';
import type { BatchLimits, BatchResult } from '../../core/teacher/batch/batchInterface';
import type { EndpointRequest, TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import type { BatchEndpoint } from './batchEndpoint';

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
  /** Where it takes batches. */
  readonly batches?: TeacherBatches | undefined;
}

/** The batches of an endpoint, and how its model's questions and answers look in them. */
export interface TeacherBatches {
  readonly limits: BatchLimits;
  readonly interface: BatchEndpoint;
  /** What a question carries: all of it, and what the ledger keeps besides the prompt. Undefined for what can't be asked by batch. */
  wireOf(
    request: TeacherRequest,
  ):
    | { readonly body: Readonly<Record<string, unknown>>; readonly sent: Readonly<Record<string, unknown>> }
    | undefined;
  /** Reads the answer to a question, or says what it is instead, as online. */
  read(
    request: TeacherRequest,
    result: Exclude<BatchResult, { kind: 'unasked' }>,
  ): TeacherAnswer | TeacherFailure;
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
