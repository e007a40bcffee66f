import { setTimeout as delay } from 'node:timers/promises';
import { storable } from '../../core/foundations/text/storable';
import type { LedgerAddress } from '../../core/teacher/account';
import type { WorkspaceBudget } from '../../core/teacher/budget/budget';
import { callKey } from '../../core/teacher/callKey';
import { answerClassOf } from '../../core/teacher/durations';
import { classifyError } from '../../core/foundations/failure/classifyError';
import { KnownFailure, PassingError, type Failure } from '../../core/foundations/failure/failure';
import { Troubles } from '../../core/foundations/failure/troubles';
import { meaningOf, type TeacherFailure } from '../../core/teacher/failure';
import { chargeOf, free, notPriced, type Charge } from '../../core/teacher/pricing/charge';
import { presetOf } from '../../core/teacher/presets/registry';
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
import type { Counted } from '../store/budgetHolds';
import type { Hedges } from '../store/hedges';
import type { Holder } from '../store/holder';
import type { Budgets } from '../store/budgets';
import type { KeptUnusable, Ledger, Reservation, ReserveOutcome, SentReservation } from '../store/ledger';
import type { Slot } from '../teacher';
import { AskedRequest, unused, type Came } from './askedRequest';
import { eitherSignal } from './eitherSignal';
import { InUse } from './inUse';
import { PricesInForce } from './pricesInForce';
import { Spending } from './spending';
import { SentNotes } from './sentNotes';
import type { TeacherEndpoint, TeacherEndpoints } from './teacherEndpoints';
import { Trial, type Turn } from './trial';
import { Watch } from './watch';

/** A wait longer than this is better slept through by Temporal than by a worker. */
const longestWait = 60_000;
const pollHeld = 500;
const longestBackoff = 30_000;

/** Who is asked a second time has waited longest of all. */
const beforeAll = [-1];

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
type Unaffordable = Extract<ReserveOutcome, { kind: 'unaffordable' }>;
const held: Held = { kind: 'held' };
type Failed = { readonly kind: 'failed'; readonly failure: TeacherFailure; readonly cause: unknown };

/** An endpoint as a run asks it. */
interface Asking extends TeacherEndpoint {
  readonly trial: Trial;
  readonly turn: Turn;
  /** How often it took too long to answer this request. */
  readonly timeouts: number;
}

/** In the line there turned out to be nothing to send. */
class NothingToSend extends Error {
  constructor(readonly outcome: Exclude<ReserveOutcome, { kind: 'reserved' }>) {
    super(`The request is ${outcome.kind}.`);
  }
}

/**
 * Gets answers without ever paying twice for one that is in the ledger. A response that is none was paid for all the same: it is kept, and
 * bought again at most twice; then the request is settled as one that has no answer. An endpoint that gives a run nothing usable stops it. What may still be paid twice: an answer that was on
 * its way, or received and not yet committed, when this process died; a request that timed out here while the endpoint
 * finished it; a stalled process that revives beside its successor. And on purpose, a bounded share, kept and counted: a request that takes far
 * longer than others did is asked a second time, where the endpoint's `hedge` allows it.
 *
 * The order is: look up, wait in the line, reservation, slot, send. An answer that is there never waits for a slot; no slot is held while the
 * store is asked: those who are served next, an eighth of the slots, are reserved ahead. A row of the ledger says when its request was sent.
 */
export class Purchaser {
  /** What was sent and is not yet in the store: kept until it is, whatever becomes of the attempt that asked. */
  private readonly unsettled = new Map<Promise<unknown>, { readonly runKey: string } | undefined>();
  /** Of these what is in flight, by scope and key. */
  private readonly inFlight = new Map<string, Promise<unknown>>();
  /** Purchases under way in this process, by scope and key: who asks the same waits for them, and takes no place in the line. */
  private readonly underWay = new Map<string, Promise<unknown>>();
  /** By run, endpoint, model and interface. */
  private readonly trials = new InUse<Trial>();
  /** By endpoint and model. */
  private readonly watches = new InUse<Watch>();
  private readonly sentNotes: SentNotes;
  private readonly closing = new AbortController();
  private readonly prices: PricesInForce;
  private readonly spending: Spending;

  constructor(
    private readonly ledger: Ledger,
    private readonly hedges: Hedges,
    budgets: Budgets,
    private readonly holder: Holder,
    private readonly teacherEndpoints: TeacherEndpoints,
    /** Told of what fails in between, and is asked again here. */
    private readonly troubles = new Troubles(),
    /** What the workspace may spend. */
    workspaceBudget?: WorkspaceBudget,
  ) {
    this.prices = new PricesInForce(ledger);
    this.spending = new Spending(budgets, this.prices, workspaceBudget);
    this.sentNotes = new SentNotes(ledger);
  }

  /**
   * The answer to one request: from the ledger, else bought. Waits for the limiter, for another attempt that has the request
   * in flight, and through failures that pass; it is bounded by `signal` alone. A request in flight is never broken off by
   * `signal`: it is paid for.
   * What the endpoint will never answer comes as a refusal, and so does what it gave no usable answer to as often as it may be bought.
   * @param isNew Whether it follows from an answer that was bought just now, so that nobody can have asked it before: then the ledger is not looked
   * into before it stands in the line. Where it was asked all the same, its reservation finds that out.
   * @throws PurchaseStopped for what does not pass by itself; the signal's reason when aborted before sending.
   */
  async buy(
    address: LedgerAddress,
    asked: EndpointRequest,
    priority: readonly number[],
    signal: AbortSignal,
    isNew = false,
  ): Promise<Purchase> {
    const request = storable(asked);
    const key = callKey(request);
    const own = `${address.scope} ${key}`;
    const stop = eitherSignal(this.closing.signal, signal);
    for (let other = this.underWay.get(own); other; other = this.underWay.get(own)) {
      try {
        await unless(stop, other);
      } catch (error) {
        const answer = await this.answerInFlight(address, key);
        if (answer) return { answer, sent: false };
        throw error;
      }
    }
    const purchase = this.buyAlone(address, key, request, priority, stop, isNew);
    const over = purchase.then(
      () => this.underWay.delete(own),
      () => this.underWay.delete(own), // who waited asks for itself
    );
    this.underWay.set(own, over);
    return purchase;
  }

  /** What comes of a request that another one has in flight: it is paid for, whoever asked. Undefined where there is none, or no answer comes. */
  private async answerInFlight({ scope }: LedgerAddress, key: string): Promise<TeacherAnswer | undefined> {
    const sent = this.inFlight.get(`${scope} ${key}`);
    if (!sent) return undefined;
    await Promise.allSettled([sent]);
    const found = await this.ledger.find(scope, key);
    return found?.kind === 'answered' ? found.answer : undefined;
  }

  /** Slots of an endpoint's model that this process may take, and that nobody in it waits for. */
  async idleSlots(endpoint: string, model: string): Promise<number> {
    const { limiter } = await this.teacherEndpoints.get(endpoint, model);
    const { concurrencyLimit, inFlight, waiting } = limiter.state;
    return Math.max(0, concurrencyLimit - inFlight - waiting);
  }

  private async buyAlone(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    priority: readonly number[],
    stop: AbortSignal,
    isNew: boolean,
  ): Promise<Purchase> {
    const trouble = {
      runKey: address.runKey,
      what: `endpoint "${request.endpoint}"`,
      part: request.model,
      isRemembered: true,
    };
    const trial = this.trialOf(address, request);
    let looks = !isNew;
    let timeouts = 0;
    let unaffordableSince: number | undefined;
    try {
      for (let failures = 1; ; failures++) {
        const found = looks ? await this.ledger.find(address.scope, key) : undefined;
        looks = true;
        if (found?.kind === 'answered') return { answer: found.answer, sent: false };
        const teacherEndpoint = await this.teacherEndpoints.get(request.endpoint, request.model);
        const turn = found ? undefined : await trial.enter(stop);
        const outcome = turn
          ? await this.send(
              address,
              key,
              request,
              { ...teacherEndpoint, trial, turn, timeouts },
              priority,
              stop,
            )
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
        if (outcome.kind === 'unaffordable') {
          const now = performance.now();
          unaffordableSince ??= now;
          const patience = 2 * teacherEndpoint.endpoint.timeoutSeconds * 1_000;
          await this.spending.waitForRoom(outcome, address, now - unaffordableSince, patience, stop);
          failures--;
          continue;
        }
        const { failure } = outcome;
        if (failure.kind === 'timeout') timeouts += 1;
        const told = failure.retryAfterMs ?? 0;
        const passes = failure.kind !== 'closed' && failure.kind !== 'quotaExhausted';
        if (!passes || told > longestWait) throw new PurchaseStopped(failure, { cause: outcome.cause });
        this.troubles.failed(trouble, {
          message: failure.message,
          now: Date.now(),
          againIn: told + longestBackoff + teacherEndpoint.endpoint.timeoutSeconds * 1_000,
          isAllThereIs: !trial.isProven,
        });
        // The limiter itself waits for a limit; this is for what is refused at any rate, and spreads the retries of what fails without a word.
        const isWordless = ['transient', 'timeout', 'malformed'].includes(failure.kind);
        const backoff = Math.min(longestBackoff, 250 * 2 ** Math.min(failures, 10));
        const wait = isWordless ? backoff * (0.5 + Math.random() / 2) : told;
        if (wait > 0) {
          await delay(wait, undefined, {
            signal: turn ? eitherSignal(turn.givenUp, stop) : stop,
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
    const name = JSON.stringify([runKey, endpoint, model, prompt.kind]);
    return this.trials.get(name, () => new Trial(this.teacherEndpoints.concurrencyOf(endpoint)));
  }

  private watchOf(asked: EndpointRequest, { endpoint, limiter }: TeacherEndpoint): Watch {
    return this.watches.get(
      JSON.stringify([asked.endpoint, asked.model]),
      () => new Watch(endpoint, limiter),
    );
  }

  /** Waits in the line, reserves the request when it is to be served next, and sends it when it is, unless somebody was faster. */
  private async send(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    asking: Asking,
    priority: readonly number[],
    stop: AbortSignal,
  ): Promise<Purchase | Held | Unaffordable | Failed> {
    const signal = eitherSignal(asking.turn.givenUp, stop);
    let reserving: Promise<ReserveOutcome> | undefined;
    let reservedAt = Infinity;
    let slot: Slot;
    try {
      slot = await asking.limiter.acquire({
        run: address.runKey,
        weight: address.weight,
        priority,
        signal,
        estimatedTokens: estimateTokens(request),
        prepare: async () => {
          reservedAt = performance.now();
          reserving = this.reserve(address, key, request, asking);
          const outcome = await reserving;
          if (outcome.kind !== 'reserved') throw new NothingToSend(outcome);
        },
      });
    } catch (error) {
      asking.turn.end();
      // What was reserved ahead, or is being reserved, is given back; a store that is away frees it when this process asks again.
      const outcome = await reserving?.catch(() => undefined);
      if (outcome?.kind === 'reserved')
        await this.ledger.releaseUnsent(outcome.reservation).catch(() => undefined);
      if (!(error instanceof NothingToSend)) throw error;
      return error.outcome.kind === 'answered'
        ? { answer: error.outcome.answer, sent: false }
        : error.outcome;
    }
    const outcome = await reserving;
    if (outcome?.kind !== 'reserved') throw new Error('A slot was given without a reservation.');
    const { reservation } = outcome;
    const mayGoOn = (): boolean => this.holder.isAlive(reservedAt) && !signal.aborted;
    let maySend = false;
    try {
      maySend = mayGoOn() && (await this.ledger.maySend(reservation)) && mayGoOn();
    } finally {
      if (!maySend) {
        slot.release(unused);
        asking.turn.end();
        await this.ledger.releaseUnsent(reservation);
      }
    }
    if (!maySend) {
      signal.throwIfAborted();
      return held;
    }
    const sent = this.sendReserved(address, reservation, request, asking, slot, signal);
    this.keepUntilSettled(sent, address);
    const own = `${address.scope} ${key}`;
    this.inFlight.set(own, sent);
    const landed = (): unknown => this.inFlight.delete(own);
    sent.then(landed, landed);
    return sent.finally(() => asking.turn.end());
  }

  private async reserve(
    address: LedgerAddress,
    key: string,
    request: EndpointRequest,
    { teacher, endpoint }: Asking,
  ): Promise<ReserveOutcome> {
    const hold = await this.spending.holdFor(address, request, endpoint, teacher.answerBound(request));
    return this.ledger.reserve(address, key, request, hold);
  }

  private keepUntilSettled(sent: Promise<unknown>, of?: LedgerAddress): void {
    this.unsettled.set(sent, of);
    const over = (): unknown => this.unsettled.delete(sent);
    sent.then(over, over);
  }

  private async sendReserved(
    address: LedgerAddress,
    reservation: Reservation,
    request: EndpointRequest,
    asking: Asking,
    slot: Slot,
    signal: AbortSignal,
  ): Promise<Purchase | Failed> {
    const { teacher, endpoint, limiter } = asking;
    const asked = new AskedRequest(
      {
        kind: answerClassOf(request),
        givenUpBefore: asking.timeouts,
        watch: this.watchOf(request, asking),
        limiter,
        send: (by, withdrawn) =>
          teacher.send(request, {
            callKey: reservation.callKey,
            signal: withdrawn,
            isSecond: by === 'second',
            mostTokens: reservation.hold?.answerTokens,
          }),
        acquireAgain: (calledOff) =>
          limiter.acquire({
            run: address.runKey,
            weight: address.weight,
            priority: beforeAll,
            signal: calledOff,
            estimatedTokens: estimateTokens(request),
          }),
        beginAgain: () => this.hedges.begin(reservation, address.runKey),
        withdrawAgain: () => this.hedges.withdraw(reservation),
        lost: () => lostAmongOthers(askedOf(request, endpoint)),
        stop: signal,
      },
      slot,
    );
    this.sentNotes.add(reservation);
    const came = await asked.first;
    try {
      const own = { ...reservation, isSecond: came.by === 'second' };
      return await this.settleWhatCame(own, request, asking, came);
    } finally {
      this.sentNotes.settled(reservation);
      if (asked.isAskedTwice)
        this.keepUntilSettled(this.keepOther(reservation, request, endpoint, came, asked));
    }
  }

  /** What came second was paid for as well: it is kept, and counted. */
  private async keepOther(
    reservation: Reservation,
    request: EndpointRequest,
    endpoint: Endpoint,
    { by, received }: Came,
    asked: AskedRequest,
  ): Promise<void> {
    if (received) await this.untilStored(reservation, () => this.hedges.answered(reservation, by));
    const other = await asked.other;
    const paid = other?.received ?? (other?.failure && unusableOf(other.failure));
    const own = { ...reservation, isSecond: by === 'first' };
    if (!paid) {
      if (own.hold) await this.untilStored(reservation, () => this.hedges.lose(own));
      return;
    }
    const text = 'text' in paid ? paid.text : paid.raw;
    const requestId = paid.requestId ?? '';
    await this.untilStored(reservation, async () => {
      const charge = chargeOf(paid, await this.prices.of(request.endpoint, endpoint, request.model));
      await this.hedges.keepOther(own, { text, requestId, usage: paid, charge });
    });
  }

  private async settleWhatCame(
    reservation: SentReservation,
    request: EndpointRequest,
    asking: Asking,
    came: Came,
  ): Promise<Purchase | Failed> {
    const { endpoint, trial, turn } = asking;
    if (!came.received) {
      const { failure, error } = came;
      if (failure?.kind === 'malformed')
        return this.keepUnusable(reservation, request, asking, { kind: 'failed', failure, cause: error });
      if (failure?.kind === 'unanswerable') {
        const isCharged = presetOf(endpoint.preset).chargesRefusals ?? false;
        const answer = await this.settle(reservation, refusalOf(failure), () =>
          Promise.resolve(isCharged ? notPriced : free),
        );
        const found = trial.silent(turn.period);
        if (found) throw this.giveUp(trial, refusesEverything(found.of, failure), error);
        return { answer, sent: true };
      }
      await this.release(reservation, failure);
      if (!failure) throw error; // not of the endpoint, but of us
      return { kind: 'failed', failure, cause: error };
    }
    const { sent, ...answer } = came.received;
    const settled = await this.settle(
      reservation,
      answer,
      () => this.chargeFor(answer, request, endpoint),
      sent,
      async () =>
        reservation.hold && this.spending.counted(reservation.hold, request, endpoint, answer.promptTokens),
    );
    const isSilent = !isMeasure(request) && answer.text.trim() === '' && answer.refusal === undefined;
    if (!isSilent) trial.usable(turn.period);
    else {
      const found = trial.silent(turn.period);
      if (found) throw this.giveUp(trial, silentEndpoint(askedOf(request, endpoint), found.of, answer));
    }
    return { answer: settled, sent: true };
  }

  /** What may have been paid for stays reserved in budgets: that has to be in the store before anything else is asked. */
  private async release(reservation: SentReservation, failure: TeacherFailure | undefined): Promise<void> {
    const release = (): Promise<void> =>
      this.ledger.release(reservation, isPerhapsPaid(failure, reservation));
    if (reservation.hold) await this.untilStored(reservation, release);
    else await release().catch(() => undefined); // this process may take it again all the same
  }

  /** What was bought and is no answer: kept, then asked again, settled, or reason enough to ask nobody there any more. */
  private async keepUnusable(
    reservation: SentReservation,
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
    const keep = async (): Promise<KeptUnusable> => {
      const kept = await this.prices.of(request.endpoint, endpoint, request.model);
      const settles = trial.isProven ? 'always' : 'ifOthersAreAnswered';
      return this.ledger.keepUnusable(reservation, {
        unusable,
        charge: chargeOf(unusable, kept),
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
    reservation: SentReservation,
    answer: TeacherAnswer,
    charge: () => Promise<Charge>,
    sent?: Readonly<Record<string, unknown>>,
    counted: () => Promise<Counted | undefined> = () => Promise.resolve(undefined),
  ): Promise<TeacherAnswer> {
    return this.untilStored(reservation, async () =>
      this.ledger.settle(reservation, answer, await charge(), sent, await counted()),
    );
  }

  /** An answer of some text and no tokens was not counted. */
  private async chargeFor(
    answer: TeacherAnswer,
    request: EndpointRequest,
    endpoint: Endpoint,
  ): Promise<Charge> {
    const kept = await this.prices.of(request.endpoint, endpoint, request.model);
    const isCounted = isMeasure(request) || answer.completionTokens > 0 || answer.text === '';
    return chargeOf(isCounted ? answer : { promptTokens: 0, completionTokens: 0 }, kept);
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

  /**
   * Resolves when all that was sent has come to an end, and every paid answer is in the store.
   *
   * @param runKey Of this run alone, and without what was answered already and asked twice.
   */
  async settled(runKey?: string): Promise<void> {
    const open = (): Promise<unknown>[] =>
      [...this.unsettled].flatMap(([sent, of]) =>
        runKey === undefined || of?.runKey === runKey ? [sent] : [],
      );
    for (let sent = open(); sent.length > 0; sent = open()) await Promise.allSettled(sent);
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

/**
 * Whether the endpoint may charge for a request that came to nothing. With a budget, one that broke on its way counts too: nobody knows how far
 * it came.
 */
function isPerhapsPaid(failure: TeacherFailure | undefined, { hold }: Reservation): boolean {
  if (!hold) return failure?.kind === 'timeout';
  if (!failure) return true;
  return failure.kind === 'timeout' || failure.kind === 'transient' || failure.kind === 'cancelled'
    ? failure.status === undefined && !failure.neverArrived
    : false;
}

/** Given up while others wait for its slot, since all that have one take too long. */
function lostAmongOthers({ endpoint, host }: ReturnType<typeof askedOf>): TeacherFailure {
  return {
    kind: 'timeout',
    message: `Endpoint "${endpoint}" (${host}) answers nothing any more: every request takes far longer than those before. One is asked again; if it is only slow, raise its patienceSeconds.`,
  };
}

/** What will never be answered is kept as a refusal, so that its candidate is set aside and nobody asks it again. */
export function refusalOf({ message, requestId = '' }: TeacherFailure): TeacherAnswer {
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
  if (role === 'embed' || role === 'moderate') return 0;
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
    case 'moderation':
      return prompt.texts.reduce((sum, { length }) => sum + length, 0);
    case 'likelihood':
      return prompt.before.length + prompt.text.length;
  }
}
