import { Circuit } from './circuit';
import type { TeacherFailure } from './failure';
import { fallBack, firstGuess, levelOf, type LearnedLimit } from './learnedLimit';
import { RecentCount } from './recentCount';

/** What a worker may take from an endpoint until it expires. */
export interface Allowance {
  /** Most requests in flight at once. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  /** Prompt and answer together. */
  readonly tokensPerMinute?: number;
  /** Milliseconds on the clock of whoever dispenses it; Infinity for one that stays. */
  readonly expiresAt: number;
}

/** What was learned about an endpoint: small, JSON, worth keeping over a restart. Times are in milliseconds since 1970. */
export interface AdaptiveState {
  readonly concurrency?: LearnedLimit;
  /** In requests a second. */
  readonly rate?: LearnedLimit;
  /** Share of the interval between requests by which one may leave early to make up for one that left late. */
  readonly bunching: number;
  readonly pausedUntil: number;
}

/** A request on its way. */
export interface Departure {
  readonly at: number;
  /** Requests in flight when it left, itself included. */
  readonly inFlight: number;
  readonly tokens: number;
  /** Whether it left sooner after the one before than an even pace has it. */
  readonly early: boolean;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly tokens: number }
  | { readonly kind: 'failed'; readonly failure: TeacherFailure };

/** Share of a known or learned rate that is used: what is left keeps network jitter from looking like excess. */
const headroom = 0.98;
const firstBunching = 0.3;
const maxBunchingMs = 15;
const measureMs = 10_000;
/** Fewer within `measureMs` say nothing against a rate that the configuration states. */
const refusalsOfJitter = 5;
const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
const troubleShareToNarrow = 0.2;
const tokenBurstMs = 5_000;

/**
 * Decides when a request may leave: pure, all times handed in as milliseconds that never go back.
 *
 * 1. *How fast, when the limit is known?* Evenly, by the generic cell rate algorithm, at 0.98 of it. A late request is made up
 *    for by the next ones, within `bunching`, which shrinks when the endpoint refuses nevertheless.
 * 2. *And when it is unknown?* Freely, until a refusal tells. A refused request that left with more in flight than any answered
 *    one is blamed on concurrency, which falls back to what was tolerated; any other on the rate, which falls back to what was
 *    served of late. Both then climb back to just below the level refused, hold there, and try beyond it: each time the
 *    limit turns out to be where it was, the hold doubles, up to five minutes.
 * 3. *Does a burst of refusals narrow many times?* No: requests sent before the last narrowing are part of its cause.
 * 4. *And an outage?* Five failures in a row without an answer open the circuit: one request at a time, at growing intervals
 *    of at most 5 s, until one is answered; then everything is as before. Failures among answers narrow only when they are
 *    more than a fifth.
 */
export class RateControl {
  private allowance: Allowance;
  private concurrency: LearnedLimit | undefined;
  private rate: LearnedLimit | undefined;
  private bunching: number;
  private paused: number;

  private flying = 0;
  /** Most requests in flight at the departure of one that was answered. */
  private tolerated = 0;
  /** Refusals of requests that left with more in flight than that. */
  private strikes = 0;
  private readonly departures = new RecentCount();
  private readonly refusedLately = new RecentCount();
  private lastDeparture = -Infinity;
  private nextCell = 0;
  private nextTokenCell = 0;
  private narrowedAt = -Infinity;
  private readonly startedAt: number;
  private refusals = 0;
  private meanTokens = 0;

  private troubleShare = 0;
  private readonly circuit = new Circuit();

  constructor(allowance: Allowance, now: number, state?: AdaptiveState) {
    this.allowance = allowance;
    this.concurrency = state?.concurrency;
    this.rate = state?.rate;
    this.bunching = state?.bunching ?? firstBunching;
    this.paused = state?.pausedUntil ?? now;
    this.startedAt = now;
  }

  get inFlight(): number {
    return this.flying;
  }

  get pausedUntil(): number {
    return this.paused;
  }

  /** When the next probe of an endpoint that is down may leave; undefined while it is up. */
  get probingAt(): number | undefined {
    return this.circuit.nextProbe;
  }

  get adaptiveState(): AdaptiveState {
    return {
      ...(this.concurrency && { concurrency: this.concurrency }),
      ...(this.rate && { rate: this.rate }),
      bunching: this.bunching,
      pausedUntil: this.paused,
    };
  }

  allow(allowance: Allowance): void {
    this.allowance = allowance;
  }

  /** Most requests in flight at `now`: what is allowed, or what was learned if that is less. */
  concurrencyLimit(now: number): number {
    if (now >= this.allowance.expiresAt) return 0;
    if (this.concurrency === undefined || this.allowance.concurrency === 0) return this.allowance.concurrency;
    return Math.min(this.allowance.concurrency, Math.max(1, Math.floor(levelOf(this.concurrency, now, 1))));
  }

  /** Requests a second at `now`; Infinity where nothing is known or learned. */
  pace(now: number): number {
    const { requestsPerMinute } = this.allowance;
    const known = requestsPerMinute === undefined ? Infinity : (requestsPerMinute / 60) * headroom;
    return Math.min(known, this.rate ? levelOf(this.rate, now) : Infinity);
  }

  /**
   * The earliest time at which a request of `tokens` may leave, `now` or later; Infinity where that takes an arrival, or
   * another allowance, first.
   */
  earliestDeparture(now: number, tokens?: number): number {
    if (this.flying >= this.concurrencyLimit(now)) return Infinity;
    const interval = 1000 / this.pace(now);
    const early = Math.max(interval * (1 - headroom), Math.min(interval * this.bunching, maxBunchingMs));
    const at = Math.max(
      now,
      this.paused,
      this.circuit.nextProbe ?? now,
      this.nextCell - early,
      this.tokenCell(now, tokens ?? this.meanTokens),
    );
    return at < this.allowance.expiresAt ? at : Infinity;
  }

  private tokenCell(now: number, tokens: number): number {
    const { tokensPerMinute } = this.allowance;
    if (tokensPerMinute === undefined) return now;
    // A request larger than the burst leaves once nothing before it is owed.
    const owedMs = (tokens * 60_000) / (tokensPerMinute * headroom);
    return this.nextTokenCell - Math.max(0, tokenBurstMs - owedMs);
  }

  depart(now: number, tokens = this.meanTokens): Departure {
    this.flying += 1;
    this.departures.add(now, 1);
    const interval = 1000 / this.pace(now);
    const early = now - this.lastDeparture < interval * 0.995;
    this.lastDeparture = now;
    this.nextCell = Math.max(this.nextCell, now) + interval;
    this.owe(now, tokens);
    this.circuit.depart(now);
    return { at: now, inFlight: this.flying, tokens, early };
  }

  private owe(now: number, tokens: number): void {
    const { tokensPerMinute } = this.allowance;
    if (tokensPerMinute === undefined) return;
    this.nextTokenCell = Math.max(this.nextTokenCell, now) + (tokens * 60_000) / (tokensPerMinute * headroom);
  }

  /** Whether what was learned changed. */
  arrive(departure: Departure, outcome: Outcome, now: number): boolean {
    this.flying -= 1;
    if (outcome.kind === 'answered') {
      this.owe(now, outcome.tokens - departure.tokens);
      this.meanTokens += (outcome.tokens - this.meanTokens) / (this.meanTokens === 0 ? 1 : 16);
      return this.answered(departure);
    }
    this.owe(now, -departure.tokens);
    const { failure } = outcome;
    switch (failure.kind) {
      case 'rateLimited':
      case 'overloaded':
        return this.refused(departure, failure.retryAfterMs, now);
      case 'transient':
      case 'timeout':
        return this.troubled(departure, now);
      case 'malformed':
      case 'unanswerable':
      case 'closed':
      case 'quotaExhausted':
        return this.answered(departure); // The endpoint is up, and it had room to say no.
      case 'cancelled':
        return false;
    }
  }

  private answered(departure: Departure): boolean {
    // One of a burst that was partly refused has counted those that were.
    if (departure.at > this.narrowedAt && departure.inFlight > this.tolerated) {
      this.tolerated = departure.inFlight;
      this.strikes = 0;
    }
    this.bunching = Math.min(firstBunching, this.bunching * 1.001);
    this.refusals = 0;
    this.troubleShare -= this.troubleShare / 32;
    this.circuit.answered(departure.at);
    return false;
  }

  private refused(departure: Departure, retryAfterMs: number | undefined, now: number): boolean {
    this.circuit.answered(departure.at); // Who refuses is up.
    this.departures.add(departure.at, -1);
    this.refusedLately.add(now, 1);
    const again = departure.at <= this.narrowedAt;
    if (!again) this.refusals += 1;
    const backoff = again ? 0 : Math.min(firstBackoffMs * 2 ** (this.refusals - 1), longestBackoffMs);
    const resumed = this.paused;
    this.paused = Math.max(this.paused, now + (retryAfterMs ?? backoff));

    // Requests that leave together arrive in any order: those that are still there count as well.
    const atOnce = Math.max(departure.inFlight, this.flying + 1);
    const suspects = this.suspects(departure, atOnce, again, now);
    if (suspects.concurrency) this.narrow(atOnce, again);
    if (again) return true;
    // As many were borne before: what was found there was no limit.
    if (suspects.rate && !suspects.concurrency) this.concurrency = undefined;
    if (suspects.rate) this.slowDown(now, resumed);
    if (departure.early) this.bunching /= 2;
    this.narrowedAt = now;
    return true;
  }

  /**
   * What was tried beyond where it was known to be borne: too many at once, or too fast; if neither, it is the rate, which varies
   * by itself. Where a pace is kept, jitter may have done it, so that concurrency has to be caught three times.
   */
  private suspects(
    { at, early }: Departure,
    atOnce: number,
    again: boolean,
    now: number,
  ): { concurrency: boolean; rate: boolean } {
    const pace = this.pace(at);
    const known = this.concurrency?.ceiling ?? Infinity;
    const probing = this.concurrencyLimit(at) > known && atOnce >= known && atOnce >= 0.9 * this.tolerated;
    const beyond = atOnce > 1 && (atOnce > this.tolerated || probing);
    if (beyond) this.strikes += 1;
    // A pace that was stated is not at fault for a request that left early, nor for a few: they met on the way.
    const stated = this.rate === undefined && pace < Infinity;
    const isJitter = stated && (early || this.refusedLately.since(now - measureMs) < refusalsOfJitter);
    // A limit that is not where it was is none of concurrency's.
    const moved = !again && pace === Infinity && atOnce - 1 > 1.08 * known;
    const tooFast = this.rate !== undefined && pace > this.rate.ceiling;
    return {
      concurrency: beyond && !moved && (pace === Infinity || this.strikes >= 3),
      rate: tooFast || moved || (!beyond && !isJitter),
    };
  }

  /** Too many in flight: back to one less. After a burst, back to what is left of it once its refusals are in. */
  private narrow(atOnce: number, again: boolean): void {
    if (again && this.concurrency) {
      const level = Math.min(this.concurrency.ceiling, Math.max(1, this.tolerated, this.flying));
      this.concurrency = { ...this.concurrency, ceiling: level, from: level };
      return;
    }
    const level = Math.max(1, atOnce - 1);
    this.concurrency = this.concurrency
      ? fallBack(this.concurrency, level, level, this.paused)
      : firstGuess(level, this.paused);
    this.tolerated = Math.min(this.tolerated, level);
  }

  /** Too fast: back a little, on the way to just below what was refused. */
  private slowDown(now: number, resumed: number): void {
    this.tolerated = Math.floor(this.tolerated * 0.95);
    const pace = this.pace(now);
    const served = this.servedPerSecond(now, resumed, pace);
    const refused = Math.min(pace, served);
    if (refused === 0) return; // Nothing was let through at all: that is for the pause to end.
    // Unpaced requests come in bursts, which tell little of the rate.
    this.rate =
      pace === Infinity
        ? firstGuess(0.9 * refused, this.paused)
        : fallBack(this.rate, 0.975 * refused, 0.95 * refused, this.paused);
  }

  /** What was let through of late, with some room for chance; `pace` where that is too short a time to tell. */
  private servedPerSecond(now: number, pausedUntil: number, pace: number): number {
    const start = Math.max(this.startedAt, this.narrowedAt, now - measureMs);
    const resumed = Math.max(start, Math.min(pausedUntil, now));
    const perSecond = (since: number) => this.departures.since(since) / Math.max(1, (now - since) / 1000);
    if (pace === Infinity) return Math.max(perSecond(start), perSecond(resumed));
    return now - resumed < 2_000 ? pace : 1.1 * perSecond(Math.max(resumed, now - 3_000));
  }

  private troubled(departure: Departure, now: number): boolean {
    this.circuit.failed(departure.at, now);
    if (this.circuit.nextProbe !== undefined) {
      this.troubleShare = 0;
      return false;
    }
    this.troubleShare += (1 - this.troubleShare) / 32;
    if (this.troubleShare <= troubleShareToNarrow || departure.at <= this.narrowedAt) return false;
    this.concurrency = fallBack(this.concurrency, departure.inFlight, 0.9 * departure.inFlight, now);
    this.narrowedAt = now;
    return true;
  }
}
