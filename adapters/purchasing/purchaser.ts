import { setTimeout as delay } from 'node:timers/promises';
import { storable } from '../../core/foundations/text/storable';
import type { LedgerAddress } from '../../core/teacher/account';
import { callKey } from '../../core/teacher/callKey';
import { classifyError } from '../../core/foundations/failure/classifyError';
import { KnownFailure, PassingError, type Failure } from '../../core/foundations/failure/failure';
import { Troubles } from '../../core/foundations/failure/troubles';
import { meaningOf, type TeacherFailure } from '../../core/teacher/failure';
import { costOf } from '../../core/teacher/price';
import type { Endpoint } from '../../core/teacher/endpoint';
import { isMeasure, type EndpointRequest, type TeacherAnswer } from '../../core/teacher/request';
import {
  mostPurchases,
  unusableEveryTime,
  unusableOf,
  uselessEndpoint,
  silentEndpoint,
  refusesEverything,
} from '../../core/teacher/unusableAnswer';
import type { Uselessness } from '../../core/teacher/usability';
import type { Holder } from '../store/holder';
import type { KeptUnusable, Ledger, Reservation } from '../store/ledger';
import { TeacherError, type ReceivedAnswer, type Slot } from '../teacher';
import type { TeacherEndpoint, TeacherEndpoints } from './teacherEndpoints';
import { Trial, type Turn } from './trial';

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
    options?: ErrorOptions,
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

type Held = { readonly kind: 'held' };
const held: Held = { kind: 'held' };
type Failed = { readonly kind: 'failed'; readonly failure: TeacherFailure; readonly cause: unknown };

/** An endpoint as a run asks it. */
interface Asking extends TeacherEndpoint {
  readonly trial: Trial;
  readonly turn: Turn;
}

/**
 * Gets answers without ever paying twice for one that is in the ledger. A response that is none was paid for all the same: it is kept, and
 * bought again at most twice; then the request is settled as one that has no answer. An endpoint that gives a run nothing usable stops it. What may still be paid twice: an answer that was on
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
  /** By run, endpoint, model and interface. */
  private readonly trials = new Map<string, Trial>();
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
   * What the endpoint will never answer comes as a refusal, and so does what it gave no usable answer to as often as it may be bought.
   * @throws PurchaseStopped for what does not pass by itself; the signal's reason when aborted before sending.
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
    const trouble = {
      runKey: address.runKey,
      what: `endpoint "${request.endpoint}"`,
      part: request.model,
      isRemembered: true,
    };
    const trial = this.trialOf(address, request);
    try {
      for (let failures = 1; ; failures++) {
        const found = await this.ledger.find(address.scope, key);
        if (found?.kind === 'answered') return { answer: found.answer, sent: false };
        const teacherEndpoint = await this.teacherEndpoints.get(request.endpoint, request.model);
        const turn = found ? undefined : await trial.enter(stop);
        const outcome = turn
          ? await this.send(address, key, request, { ...teacherEndpoint, trial, turn }, priority, stop)
          : held;
        if ('answer' in outcome) {
          if (outcome.sent) this.troubles.over(trouble);
          return outcome;
        }
        if (outcome.kind === 'held') {
          await delay(pollHeld, undefined, { signal: stop });
          failures--;
          continue;
        }
        const { failure } = outcome;
        const told = failure.retryAfterMs ?? 0;
        const passes = failure.kind !== 'closed' && failure.kind !== 'quotaExhausted';
        if (!passes || told > longestWait) throw new PurchaseStopped(failure, { cause: outcome.cause });
        this.troubles.failed(trouble, {
          message: failure.message,
          now: Date.now(),
          againIn: told + longestBackoff + teacherEndpoint.endpoint.timeoutSeconds * 1_000,
          isAllThereIs: !trial.isProven,
        });
        // The limiter itself waits when told to; this spreads the retries of what fails without a word.
        if (['transient', 'timeout', 'malformed'].includes(failure.kind)) {
          const backoff = Math.min(longestBackoff, 250 * 2 ** Math.min(failures, 10));
          await delay(backoff * (0.5 + Math.random() / 2), undefined, {
            signal: turn ? AbortSignal.any([stop, turn.givenUp]) : stop,
          }).catch((error: unknown) => {
            turn?.givenUp.throwIfAborted();
            throw error;
          });
        }
      }
    } catch (error) {
      if (error instanceof PurchaseStopped)
        this.troubles.stopped(trouble, { message: error.message, now: Date.now() });
      throw error;
    }
  }

  private trialOf({ runKey }: LedgerAddress, { endpoint, model, prompt }: EndpointRequest): Trial {
    const key = JSON.stringify([runKey, endpoint, model, prompt.kind]);
    let trial = this.trials.get(key);
    if (!trial) this.trials.set(key, (trial = new Trial()));
    return trial;
  }

  /** Waits for a slot, reserves the request, and sends it unless somebody was faster. */
  private async send(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    asking: Asking,
    priority: readonly number[],
    stop: AbortSignal,
  ): Promise<Purchase | Held | Failed> {
    const signal = AbortSignal.any([stop, asking.turn.givenUp]);
    let slot: Slot | undefined;
    let reservation: Reservation;
    try {
      slot = await asking.limiter.acquire({
        run: address.runKey,
        weight: address.weight,
        priority,
        signal,
        estimatedTokens: estimateTokens(request),
      });
      const outcome = await this.ledger.reserve(address, key, request);
      if (outcome.kind !== 'reserved' || !this.holder.isAlive() || signal.aborted) {
        slot.release(unused);
        asking.turn.end();
        if (outcome.kind === 'reserved') await this.ledger.release(outcome.reservation);
        signal.throwIfAborted();
        return outcome.kind === 'answered' ? { answer: outcome.answer, sent: false } : held;
      }
      reservation = outcome.reservation;
    } catch (error) {
      slot?.release(unused);
      asking.turn.end();
      throw error;
    }
    const sent = this.sendClaimed(reservation, request, asking, slot);
    this.unsettled.add(sent);
    return sent.finally(() => {
      this.unsettled.delete(sent);
      asking.turn.end();
    });
  }

  private async sendClaimed(
    reservation: Reservation,
    request: EndpointRequest,
    asking: Asking,
    slot: Slot,
  ): Promise<Purchase | Failed> {
    const { teacher, endpoint, trial, turn } = asking;
    let received: ReceivedAnswer;
    try {
      received = await teacher.send(request, {
        callKey: reservation.callKey,
        signal: AbortSignal.timeout(endpoint.timeoutSeconds * 1_000 + 5_000),
      });
    } catch (error) {
      const failure = error instanceof TeacherError ? error.failure : undefined;
      slot.release(failure ? { kind: 'failed', failure } : unused);
      if (failure?.kind === 'malformed')
        return this.keepUnusable(reservation, request, asking, { kind: 'failed', failure, cause: error });
      if (failure?.kind === 'unanswerable') {
        const answer = await this.settle(reservation, refusalOf(failure));
        const found = trial.silent(turn.period);
        if (found) throw this.giveUp(trial, refusesEverything(found.of, failure), error);
        return { answer, sent: true };
      }
      await this.ledger.release(reservation).catch(() => undefined); // this process may take it again all the same
      if (!failure) throw error; // not of the endpoint, but of us
      return { kind: 'failed', failure, cause: error };
    }
    const { sent, ...answer } = received;
    slot.release({ kind: 'answered', tokens: answer.promptTokens + answer.completionTokens });
    const settled = await this.settle(reservation, answer, costOf(answer, endpoint), sent);
    const isSilent = !isMeasure(request) && answer.text.trim() === '' && answer.refusal === undefined;
    if (!isSilent) trial.usable(turn.period);
    else {
      const found = trial.silent(turn.period);
      if (found) throw this.giveUp(trial, silentEndpoint(askedOf(request, endpoint), found.of, answer));
    }
    return { answer: settled, sent: true };
  }

  /** What was bought and is no answer: kept, then asked again, settled, or reason enough to ask nobody there any more. */
  private async keepUnusable(
    reservation: Reservation,
    request: EndpointRequest,
    { endpoint, trial, turn }: Asking,
    failed: Failed,
  ): Promise<Purchase | Failed> {
    const unusable = unusableOf(failed.failure);
    const asked = askedOf(request, endpoint);
    const giveUp = (found: Uselessness): PurchaseStopped =>
      this.giveUp(trial, uselessEndpoint(asked, found, unusable), failed.cause);
    // Nothing can stand in for a measure: there it is the endpoint that is wrong.
    const isOfMeasure = isMeasure(request);
    const keep = (): Promise<KeptUnusable> => {
      const settles = trial.isProven ? 'always' : 'ifOthersAreAnswered';
      return this.ledger.keepUnusable(reservation, {
        unusable,
        costUsd: costOf(unusable, endpoint),
        isPriced: costOf({ promptTokens: 1, completionTokens: 1 }, endpoint) !== undefined,
        settles: isOfMeasure || turn.givenUp.aborted ? 'never' : settles,
      });
    };
    let kept = await this.untilStored(reservation, keep);
    const found = trial.unusable(turn.period, kept.purchases);
    if (found) giveUp(found);
    // Another one may have been answered meanwhile: then it is this request that has no answer.
    const isDue = kept.purchases >= mostPurchases;
    if (isDue && !kept.settled && !isOfMeasure && trial.isProven)
      kept = await this.untilStored(reservation, keep);
    if (kept.settled) return { answer: kept.settled, sent: true };
    turn.givenUp.throwIfAborted();
    if (!isDue) return failed;
    throw isOfMeasure
      ? new PurchaseStopped(unusableEveryTime(asked, kept.purchases, unusable), { cause: failed.cause })
      : giveUp(trial.findUseless());
  }

  /** Sends away whoever waits for this endpoint in this run, and says why. */
  private giveUp(trial: Trial, failure: TeacherFailure, cause?: unknown): PurchaseStopped {
    const stopped = new PurchaseStopped(failure, { cause });
    trial.giveUp(stopped);
    return stopped;
  }

  private async settle(
    reservation: Reservation,
    answer: TeacherAnswer,
    costUsd?: number,
    sent?: Readonly<Record<string, unknown>>,
  ): Promise<TeacherAnswer> {
    return this.untilStored(reservation, () => this.ledger.settle(reservation, answer, costUsd, sent));
  }

  /** Puts what was paid for into the store, as often as it takes for the store to come back. What it will never take is thrown. */
  private async untilStored<Stored>(reservation: Reservation, store: () => Promise<Stored>): Promise<Stored> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await store();
      } catch (error) {
        if (classifyError(error).kind === 'defect') {
          this.ledger.forget(reservation); // else nobody could ask for it again while this process lives
          throw error;
        }
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

function askedOf({ endpoint: name, model }: EndpointRequest, { baseUrl }: Endpoint) {
  return { endpoint: name, host: new URL(baseUrl).host, model };
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
