import { setTimeout as delay } from 'node:timers/promises';
import { storable } from '../../core/foundations/text/storable';
import type { LedgerAddress } from '../../core/teacher/account';
import { callKey } from '../../core/teacher/callKey';
import { classifyError } from '../../core/foundations/failure/classifyError';
import { KnownFailure, PassingError, type Failure } from '../../core/foundations/failure/failure';
import { Troubles } from '../../core/foundations/failure/troubles';
import { meaningOf, type TeacherFailure } from '../../core/teacher/failure';
import { costOf } from '../../core/teacher/price';
import type { EndpointRequest, TeacherAnswer } from '../../core/teacher/request';
import type { Holder } from '../store/holder';
import type { Reservation, Ledger } from '../store/ledger';
import { TeacherError, type ReceivedAnswer, type Slot } from '../teacher';
import type { TeacherEndpoint, TeacherEndpoints } from './teacherEndpoints';

/** A wait longer than this is better slept through by Temporal than by a worker. */
const longestWait = 60_000;
const pollHeld = 500;
const longestBackoff = 30_000;

/** A slot that was given back without a request. */
const unused = { kind: 'failed', failure: { kind: 'cancelled', message: 'not sent' } } as const;

/** A request that cannot go on by itself: somebody must mend something, or the endpoint asked for a long wait. */
export class PurchaseStopped extends KnownFailure {
  override readonly name = 'PurchaseStopped';
  constructor(
    readonly failure: TeacherFailure,
    options: ErrorOptions,
  ) {
    super(failure.message, options);
  }

  get means(): Failure {
    return meaningOf(this.failure);
  }
}

export interface Purchase {
  readonly answer: TeacherAnswer;
  /** Whether a request had to be sent for it by this call. */
  readonly sent: boolean;
}

type Failed = { readonly kind: 'failed'; readonly failure: TeacherFailure; readonly cause: unknown };

/**
 * Gets answers without ever paying twice for one that is in the ledger. What may still be paid twice: an answer that was on
 * its way, or received and not yet committed, when this process died; a request that timed out here while the endpoint
 * finished it; a stalled process that revives beside its successor.
 *
 * The order is: look up, wait for a slot, reservation, send. An answer that is there never waits for a slot; a reservation is never held by
 * one who waits, so that a row of the ledger says what was sent, and not what might be.
 */
export class Purchaser {
  /** What was sent and is not yet in the store: kept until it is, whatever becomes of the attempt that asked. */
  private readonly unsettled = new Set<Promise<unknown>>();
  /** Purchases under way in this process, by scope and key: who asks the same waits for them, and takes no place in the line. */
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly ledger: Ledger,
    private readonly holder: Holder,
    private readonly teacherEndpoints: TeacherEndpoints,
    /** Told of what fails in between, and is asked again here. */
    private readonly troubles = new Troubles(),
  ) {}

  /**
   * The answer to one request: from the ledger, else bought. Waits for the limiter, for another attempt that has the request
   * in flight, and through failures that pass; it is bounded by `signal` alone. A request in flight is never broken off by
   * `signal`: it is paid for.
   * What the endpoint will never answer comes as a refusal.
   * @throws PurchaseStopped for what does not pass by itself; EndpointElsewhere when another process sends to the endpoint; the signal's
   * reason when aborted before sending.
   */
  async buy(
    address: LedgerAddress,
    asked: EndpointRequest,
    priority: readonly number[],
    signal: AbortSignal,
  ): Promise<Purchase> {
    const request = storable(asked);
    const key = callKey(request);
    const own = `${address.scope} ${key}`;
    const stop = AbortSignal.any([signal, this.closing.signal]);
    for (let other = this.underWay.get(own); other; other = this.underWay.get(own)) await unless(stop, other);
    const purchase = this.buyAlone(address, key, request, priority, stop);
    const over = purchase.then(
      () => this.underWay.delete(own),
      () => this.underWay.delete(own), // who waited asks for itself
    );
    this.underWay.set(own, over);
    return purchase;
  }

  private async buyAlone(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    priority: readonly number[],
    stop: AbortSignal,
  ): Promise<Purchase> {
    const trouble = { runKey: address.runKey, what: `endpoint "${request.endpoint}"`, part: request.model };
    for (let failures = 0; ;) {
      const found = await this.ledger.find(address.scope, key);
      if (found?.kind === 'answered') return { answer: found.answer, sent: false };
      const teacherEndpoint = await this.teacherEndpoints.get(request.endpoint, request.model);
      const outcome = found ?? (await this.send(address, key, request, teacherEndpoint, priority, stop));
      if ('answer' in outcome) {
        if (outcome.sent) this.troubles.over(trouble);
        return outcome;
      }
      if (outcome.kind === 'held') {
        await delay(pollHeld, undefined, { signal: stop });
        continue;
      }
      failures++;
      const { failure } = outcome;
      const told = failure.retryAfterMs ?? 0;
      const passes = failure.kind !== 'closed' && failure.kind !== 'quotaExhausted';
      if (!passes) this.troubles.over(trouble);
      if (!passes || told > longestWait) throw new PurchaseStopped(failure, { cause: outcome.cause });
      this.troubles.failed(trouble, {
        message: failure.message,
        now: Date.now(),
        againIn: told + longestBackoff + teacherEndpoint.endpoint.timeoutSeconds * 1_000,
      });
      // The limiter itself waits when told to; this spreads the retries of what fails without a word.
      if (failure.kind === 'transient' || failure.kind === 'timeout') {
        await delay(
          Math.min(longestBackoff, 250 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2),
          undefined,
          { signal: stop },
        );
      }
    }
  }

  /** Waits for a slot, reservations the request, and sends it unless somebody was faster. */
  private async send(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    teacherEndpoint: TeacherEndpoint,
    priority: readonly number[],
    signal: AbortSignal,
  ): Promise<Purchase | { readonly kind: 'held' } | Failed> {
    const slot = await teacherEndpoint.limiter.acquire({
      run: address.runKey,
      priority,
      signal,
      estimatedTokens: estimateTokens(request),
    });
    let reservation: Reservation;
    try {
      const outcome = await this.ledger.reserve(address, key, request);
      if (outcome.kind !== 'reserved' || !this.holder.isAlive() || signal.aborted) {
        slot.release(unused);
        if (outcome.kind === 'reserved') await this.ledger.release(outcome.reservation);
        signal.throwIfAborted();
        return outcome.kind === 'answered' ? { answer: outcome.answer, sent: false } : { kind: 'held' };
      }
      reservation = outcome.reservation;
    } catch (error) {
      slot.release(unused);
      throw error;
    }
    const sent = this.sendClaimed(reservation, request, teacherEndpoint, slot);
    this.unsettled.add(sent);
    return sent.finally(() => this.unsettled.delete(sent));
  }

  private async sendClaimed(
    reservation: Reservation,
    request: EndpointRequest,
    { teacher, endpoint }: TeacherEndpoint,
    slot: Slot,
  ): Promise<Purchase | Failed> {
    let received: ReceivedAnswer;
    try {
      received = await teacher.send(request, {
        callKey: reservation.callKey,
        signal: AbortSignal.timeout(endpoint.timeoutSeconds * 1_000 + 5_000),
      });
    } catch (error) {
      const failure = error instanceof TeacherError ? error.failure : undefined;
      slot.release(failure ? { kind: 'failed', failure } : unused);
      if (failure?.kind === 'unanswerable')
        return { answer: await this.settle(reservation, refusalOf(failure)), sent: true };
      await this.ledger.release(reservation).catch(() => undefined); // this process may take it again all the same
      if (!failure) throw error; // not of the endpoint, but of us
      return { kind: 'failed', failure, cause: error };
    }
    const { sent, ...answer } = received;
    slot.release({ kind: 'answered', tokens: answer.promptTokens + answer.completionTokens });
    return { answer: await this.settle(reservation, answer, costOf(answer, endpoint), sent), sent: true };
  }

  /** Puts a paid answer into the store, as often as it takes for the store to come back. What it will never take is thrown. */
  private async settle(
    reservation: Reservation,
    answer: TeacherAnswer,
    costUsd?: number,
    sent?: Readonly<Record<string, unknown>>,
  ): Promise<TeacherAnswer> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await this.ledger.settle(reservation, answer, costUsd, sent);
      } catch (error) {
        if (classifyError(error).kind === 'defect') throw error;
        await delay(wait); // the store is away: nothing else may be done with what is paid for
      }
    }
  }

  /** Sends nothing more; what is in flight goes on. */
  stopSending(): void {
    this.closing.abort(new PassingError('The worker is shutting down.'));
  }

  /** Resolves when all that was sent has come to an end, and every paid answer is in the store. */
  async settled(): Promise<void> {
    while (this.unsettled.size > 0) await Promise.allSettled(this.unsettled);
  }
}

/** Waits for what never fails, or until the signal: then it throws the signal's reason. */
async function unless(signal: AbortSignal, over: Promise<unknown>): Promise<void> {
  signal.throwIfAborted();
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    await Promise.race([over, aborted]);
  } finally {
    if (giveUp) signal.removeEventListener('abort', giveUp);
  }
}

/** What will never be answered is kept as a refusal, so that its candidate is set aside and nobody asks it again. */
function refusalOf({ message, requestId = '' }: TeacherFailure): TeacherAnswer {
  return {
    text: '',
    finishReason: 'unknown',
    promptTokens: 0,
    completionTokens: 0,
    requestId,
    refusal: message,
  };
}

/** Before an answer is there: four characters a token, and the answer's upper bound. */
function estimateTokens(request: EndpointRequest): number {
  return Math.ceil(charactersOf(request) / 4) + answerBoundOf(request);
}

function answerBoundOf({ role, parameters }: EndpointRequest): number {
  if (role === 'embed') return 0;
  if (role === 'score') return 1;
  return parameters.max_tokens ?? 256;
}

function charactersOf({ prompt }: EndpointRequest): number {
  switch (prompt.kind) {
    case 'completion':
      return prompt.prompt.length;
    case 'chat':
      return prompt.messages.reduce((sum, { content }) => sum + content.length, 0);
    case 'embedding':
      return prompt.texts.reduce((sum, { length }) => sum + length, 0);
    case 'likelihood':
      return prompt.before.length + prompt.text.length;
  }
}
