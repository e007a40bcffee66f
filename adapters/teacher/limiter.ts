import { setMaxListeners } from 'node:events';
import { PassingError } from '../../core/foundations/failure/failure';
import type { AdaptiveState } from '../../core/teacher/adaptiveState';
import { RateControl, type Allowance, type Departure, type Outcome } from '../../core/teacher/rateControl';
import type { RunDemand } from '../../core/teacher/shares';
import type { StatedLimits } from '../../core/teacher/statedLimits';
import { Demand } from './demand';
import { SharedLine, type RunWaiting } from './sharedLine';
import type { Priority } from './waitingLine';

/** Time as a limiter sees it: milliseconds since 1970 that never go back, and a timer. Tests hand in their own. */
export interface Clock {
  now(): number;
  /** Calls back after `delayMs`, or a little later; returns what calls it off. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Monotonic and finer than a millisecond: a wall clock that is set back would stop every request until it is there again. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface LimiterOptions {
  /** What may be taken from the start, without end. 0: nothing until `allow`. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly clock?: Clock;
  /** What an earlier limiter of this endpoint learned. */
  readonly initialState?: AdaptiveState | undefined;
  /** Called when something was learned: on refusals, not on every request. */
  readonly onStateChange?: (state: AdaptiveState) => void;
}

export interface AcquireOptions {
  /** On whose behalf: runs take turns, by their weights (1 where left out). */
  readonly run: string;
  readonly weight?: number | undefined;
  /** Among the requests of its run. */
  readonly priority: Priority;
  /** Takes the request out of the line at once; `acquire` rejects with its reason. */
  readonly signal: AbortSignal;
  /** Prompt and answer together. Left out: the mean of the answers so far. */
  readonly estimatedTokens?: number;
  /**
   * What has to be done before it may be sent, and takes a while: begun for those who are served next, so that no slot is held through it. Whoever
   * can't be prepared is sent away with what was thrown.
   */
  readonly prepare?: () => Promise<void>;
}

/** Leave to send one request, now: pacing counts from the moment it is given. */
export interface Slot {
  /** Gives the slot back and says what came of it. Only the first call counts. */
  release(outcome: Outcome): void;
}

export interface LimiterState {
  readonly inFlight: number;
  readonly waiting: number;
  /** Most requests of this process in flight just now: its share of what is allowed, or of what the endpoint has shown to bear. */
  readonly concurrencyLimit: number;
  /** Requests a second just now, of all processes; Infinity where no limit is known. */
  readonly requestsPerSecond: number;
  /** No request leaves before, since the endpoint said so. Milliseconds since 1970; in the past when there is no pause. */
  readonly pausedUntil: number;
  /** When an endpoint that is down is asked next; undefined while it is up. */
  readonly probingAt: number | undefined;
}

interface Waiter extends RunWaiting {
  readonly tokens: number | undefined;
  readonly prepare: (() => Promise<void>) | undefined;
  /** In the front, and prepared. */
  isReady: boolean;
  readonly grant: (slot: Slot) => void;
  readonly refuse: (reason: Error) => void;
}

const longestTimerMs = 60_000;
/** How many are prepared before it is their turn, as a share of the slots, and at least. */
const frontShare = 1 / 8;
const shortestFront = 2;

/** Dispenses the slots of one endpoint's model among everyone in this process who has something to ask: runs in turn, of each the most urgent first. */
export class Limiter {
  private readonly clock: Clock;
  private readonly control: RateControl;
  private readonly line = new SharedLine<Waiter>();
  /** Who is served next, in this order: taken from the line, to be prepared. */
  private readonly front = new Set<Waiter>();
  private readonly flying = new Set<Waiter>();
  private readonly onStateChange: ((state: AdaptiveState) => void) | undefined;
  private callOff: (() => void) | undefined;
  private closedFor: Error | undefined;

  constructor(options: LimiterOptions) {
    this.clock = options.clock ?? systemClock;
    this.onStateChange = options.onStateChange;
    const { concurrency, requestsPerMinute, tokensPerMinute } = options;
    this.control = new RateControl(
      {
        concurrency,
        ...(requestsPerMinute !== undefined && { requestsPerMinute }),
        ...(tokensPerMinute !== undefined && { tokensPerMinute }),
        expiresAt: Infinity,
      },
      this.clock.now(),
      options.initialState,
    );
  }

  /** Waits for leave to send one request. Rejects with the signal's reason, or when the limiter is closed. */
  async acquire({
    run,
    weight = 1,
    priority,
    signal,
    estimatedTokens,
    prepare,
  }: AcquireOptions): Promise<Slot> {
    signal.throwIfAborted();
    if (this.closedFor) throw this.closedFor;
    setMaxListeners(0, signal); // A whole shard waits on one signal.
    return new Promise<Slot>((resolve, reject) => {
      const giveUp = () => {
        if (!this.line.leave(waiter) && !this.front.delete(waiter)) return;
        reject(signal.reason as Error);
        // One signal takes a whole shard out: nobody is to be prepared who leaves next.
        queueMicrotask(() => this.dispense());
      };
      const waiter: Waiter = {
        run,
        weight,
        priority,
        position: -1,
        tokens: estimatedTokens,
        prepare,
        isReady: false,
        grant: (slot) => {
          signal.removeEventListener('abort', giveUp);
          resolve(slot);
        },
        refuse: (reason) => {
          signal.removeEventListener('abort', giveUp);
          reject(reason);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.line.join(waiter);
      this.dispense();
    });
  }

  /** Replaces what may be taken from now on. Requests in flight beyond it finish; nothing leaves after it expires. */
  allow(allowance: Allowance): void {
    this.control.allow(allowance);
    this.dispense();
  }

  /** Milliseconds on the clock that allowances expire by. */
  now(): number {
    return this.clock.now();
  }

  get state(): LimiterState {
    const now = this.clock.now();
    return {
      inFlight: this.control.inFlight,
      waiting: this.line.length + this.front.size,
      concurrencyLimit: this.control.concurrencyLimit(now),
      requestsPerSecond: this.control.pace(now),
      pausedUntil: this.control.pausedUntil,
      probingAt: this.control.probingAt,
    };
  }

  /** What runs have in flight and waiting. */
  get demand(): readonly RunDemand[] {
    const demand = new Demand();
    for (const waiter of this.flying) demand.add(waiter, false);
    for (const waiter of this.front) demand.add(waiter, true);
    for (const waiter of this.line) demand.add(waiter, true);
    return demand.byRun;
  }

  /** Requests a second that left of late. */
  get departuresPerSecond(): number {
    return this.control.departuresPerSecond(this.clock.now());
  }

  /** What the headers of an answer say of the endpoint's limits. */
  told(stated: StatedLimits, waitMs: number | undefined): void {
    if (!this.control.told(stated, waitMs, this.clock.now())) return;
    this.onStateChange?.(this.control.adaptiveState);
    this.dispense();
  }

  /** Takes over what all workers of the endpoint learned. */
  adopt(state: AdaptiveState): void {
    this.control.adopt(state);
    this.dispense();
  }

  get adaptiveState(): AdaptiveState {
    return this.control.adaptiveState;
  }

  /** Sends everyone away, now and later, with this reason. Slots that are out may still be released. */
  close(reason: Error = closedError()): void {
    this.closedFor ??= reason;
    this.callOff?.();
    for (const waiter of this.front) waiter.refuse(this.closedFor);
    this.front.clear();
    for (let waiter = this.line.serve(); waiter; waiter = this.line.serve()) waiter.refuse(this.closedFor);
  }

  private dispense(): void {
    this.callOff?.();
    this.callOff = undefined;
    for (let waiter = this.next(); waiter; waiter = this.next()) {
      const now = this.clock.now();
      const at = this.control.earliestDeparture(now, waiter.tokens);
      if (at > now) {
        this.callOff = this.wakeAt(at, now);
        return;
      }
      if (!this.front.delete(waiter)) this.line.serve();
      waiter.grant(this.slotFor(waiter, this.control.depart(now, waiter.tokens)));
    }
  }

  /** Whose turn it is, of those who are ready: one who isn't yet holds nobody up. */
  private next(): Waiter | undefined {
    this.callUp();
    for (const waiter of this.front) if (waiter.isReady) return waiter;
    return this.line.first?.prepare ? undefined : this.line.first;
  }

  /**
   * Has those prepared who are served next: for each free slot, and some more. These several at a time, since what prepares them is a statement of the
   * store for all that begin together. A more urgent one that comes later is served after them.
   */
  private callUp(): void {
    const limit = this.control.concurrencyLimit(this.clock.now());
    const free = Math.max(0, limit - this.control.inFlight);
    const ahead = Math.max(shortestFront, Math.ceil(limit * frontShare));
    if (this.front.size > free + Math.floor(ahead / 2)) return;
    while (this.front.size < free + ahead && this.line.first?.prepare) {
      const waiter = this.line.serve();
      if (!waiter?.prepare) return;
      this.front.add(waiter);
      void this.prepare(waiter, waiter.prepare);
    }
  }

  private async prepare(waiter: Waiter, prepare: () => Promise<void>): Promise<void> {
    try {
      await prepare();
      waiter.isReady = true;
    } catch (error) {
      if (this.front.delete(waiter)) waiter.refuse(error as Error);
    }
    if (!this.closedFor) this.dispense();
  }

  /** A limit that was learned widens with time, so the line looks again after a while even when it waits for an arrival. */
  private wakeAt(at: number, now: number): () => void {
    const delay = at === Infinity ? 1_000 : Math.min(at - now, longestTimerMs);
    return this.clock.after(delay, () => this.dispense());
  }

  private slotFor(waiter: Waiter, departure: Departure): Slot {
    let out = true;
    this.flying.add(waiter);
    return {
      release: (outcome) => {
        if (!out) return;
        out = false;
        this.flying.delete(waiter);
        const learned = this.control.arrive(departure, outcome, this.clock.now());
        if (learned) this.onStateChange?.(this.control.adaptiveState);
        if (!this.closedFor) this.dispense();
      },
    };
  }
}

function closedError(): Error {
  return new PassingError(
    'This worker no longer asks this endpoint: its limiter is closed. Start the worker again.',
  );
}
