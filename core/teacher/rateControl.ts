import type { AdaptiveState } from './adaptiveState';
import { cycle, nextCell } from './cells';
import { Circuit } from './circuit';
import type { TeacherFailure } from './failure';
import {
  amountSince,
  fallBack,
  firstGuess,
  isAbout,
  isFirstHold,
  levelOf,
  type LearnedLimit,
} from './learnedLimit';
import { RecentCount } from './recentCount';
import type { StatedLimits } from './statedLimits';
import {
  areStray,
  beginDescent,
  nextStrays,
  refusedOn,
  sentOn,
  shareOf,
  straysOf,
  unsure,
  type Descent,
  type StrayRefusals,
} from './strayRefusals';

/** What a worker may take from an endpoint until it expires. */
export interface Allowance {
  /** Most requests in flight at once, of this worker. */
  readonly concurrency: number;
  /** Of the endpoint, whoever asks it. */
  readonly requestsPerMinute?: number | undefined;
  /** Prompt and answer together; of the endpoint, whoever asks it. */
  readonly tokensPerMinute?: number | undefined;
  /** Milliseconds on the clock of whoever dispenses it; Infinity for one that stays. */
  readonly expiresAt: number;
  /** Left out: nobody else asks the endpoint. */
  readonly share?: Share | undefined;
}

/** A worker's part of an endpoint that others ask too, and what they were at when it was told last. */
export interface Share {
  /** Most in flight of all together, by the configuration. */
  readonly whole: number;
  /** What was divided: less than the whole where less was learned. */
  readonly divided: number;
  /** Whose time is when: see `cells`. */
  readonly cells: ReadonlySet<number>;
  /** The instant that cells are counted from while the pace is a known one: the same for all. */
  readonly epoch: number;
  readonly others: { readonly inFlight: number; readonly perSecond: number };
}

/** A request on its way. */
export interface Departure {
  readonly at: number;
  /** Requests in flight when it left, itself and those of others included. */
  readonly inFlight: number;
  readonly tokens: number;
  /** Whether it left off the beat of an even pace. */
  readonly early: boolean;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly tokens: number }
  | { readonly kind: 'failed'; readonly failure: TeacherFailure };

/** Share of a known or learned rate that is used: what is left keeps network jitter from looking like excess. */
const headroom = 0.99;
const firstBunching = 0.5;
const leastBunching = 0.01;
/** What may be made up for at once, at most: a request, or what timers are late by where requests are closer than that. */
const shortestBunchingMs = 10;
const maxBunchingMs = 50;
const measureMs = 10_000;
/** Fewer within `measureMs` say nothing against a rate that the configuration states. */
const refusalsOfJitter = 5;
/** Nor do fewer than this of what left then. */
const shareOfJitter = 0.15;
/** A learned rate that let so many through is not refuted by one that was refused. */
const provenBy = 30;
const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
const troubleShareToNarrow = 0.2;
/** What is told may be of a day, or wrong: it is asked again by then. */
const longestTold = 10 * 60_000;
const toldAgainMs = 250;
const tokenBurstMs = 5_000;
const idleMs = 1_000;
const recentMs = 3_000;
/** Until what one worker learned is known to all. */
const hearsWithinMs = 1_500;
/** How much of a cell's time a request of a shared pace may be off, whatever happens: machines don't tell time any better. */
const offBeat = 0.25;
const noCells: ReadonlySet<number> = new Set();

/**
 * Decides when a request may leave: pure, all times handed in as milliseconds that never go back.
 *
 * 1. *How fast, when the limit is known?* Evenly, by the generic cell rate algorithm, at 0.99 of it. A late request is made up
 *    for by the next ones, within `bunching`, which shrinks when the endpoint refuses nevertheless.
 * 2. *And when it is unknown?* Freely, until a refusal tells. A refused request that left with more in flight than any answered
 *    one is blamed on concurrency, which falls back to what was tolerated; any other on the rate, which falls back to what was
 *    served of late. Both then climb back to just below the level refused, hold there, and try beyond it: each time the
 *    limit turns out to be where it was, the hold is four times as long, up to two minutes. A learned rate that let many
 *    through is not lowered for one that was refused, which may have met another on the way; nor is a ceiling for what was tried
 *    beyond it. A concurrency that is found a second time is doubted once: bursts look the same. The rate is tried in its place,
 *    until something is refused at the same number again.
 * 3. *Does a burst of refusals narrow many times?* No: requests sent before the last narrowing are part of its cause.
 * 4. *And an outage?* Five failures in a row without an answer open the circuit: one request at a time, at growing intervals
 *    of at most 5 s, until one is answered; then everything is as before. Failures among answers narrow only when they are
 *    more than a fifth.
 * 5. *And when others ask the endpoint too?* What is known and learned is of the endpoint as a whole, and each applies its share: so
 *    many slots, scaled where less is learned meanwhile, and of one row of evenly paced cells those that are its own. What it sees is
 *    put together with what others were last told to be at: a refusal tells of all that was in flight.
 * 6. *And when it refuses some at any rate?* What is refused again and again clearly below the rate that was let through is no limit's doing
 *    (`strayRefusals`). So many of the requests then neither pause nor narrow anything; more than that do.
 */
export class RateControl {
  private allowance: Allowance;
  private concurrency: LearnedLimit | undefined;
  /** A concurrency that the rate is tried in place of. */
  private doubted: LearnedLimit | undefined;
  private rate: LearnedLimit | undefined;
  /** What it refuses at any rate. */
  private strays: StrayRefusals | undefined;
  private strayDoubts = 0;
  private descent: Descent | undefined;
  private stated: StatedLimits | undefined;
  private bunching: number;
  private paused: number;

  private flying = 0;
  /** Most requests in flight at the departure of one that was answered. */
  private tolerated = 0;
  /** Refusals of requests that left with more in flight than that. */
  private strikes = 0;
  private readonly departures = new RecentCount();
  private readonly refusedLately = new RecentCount();
  /** Answered since the last refusal that taught something. */
  private borne = 0;
  private lastDeparture = -Infinity;
  private nextCell = 0;
  private nextTokenCell = 0;
  private narrowedAt = -Infinity;
  private readonly startedAt: number;
  private refusals = 0;
  private meanTokens = 0;

  private troubleShare = 0;
  private readonly circuit = new Circuit();
  /** The cell that was used last, and what cells were counted by then. */
  private lastCell = -Infinity;
  private countedSince: number | undefined;

  constructor(allowance: Allowance, now: number, state?: AdaptiveState) {
    this.allowance = allowance;
    this.concurrency = state?.concurrency;
    this.doubted = state?.doubted;
    this.rate = state?.rate;
    this.strays = state?.strays;
    this.strayDoubts = state?.strayDoubts ?? 0;
    this.stated = state?.stated;
    this.narrowedAt = state?.narrowedAt ?? -Infinity;
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
      ...(this.doubted && { doubted: this.doubted }),
      ...(this.rate && { rate: this.rate }),
      ...(this.strays && { strays: this.strays }),
      ...(this.strayDoubts > 0 && { strayDoubts: this.strayDoubts }),
      ...(this.stated && { stated: this.stated }),
      bunching: this.bunching,
      pausedUntil: this.paused,
      ...(this.narrowedAt > -Infinity && { narrowedAt: this.narrowedAt }),
    };
  }

  /** Requests a second that left of late, and were not refused. */
  departuresPerSecond(now: number): number {
    return this.departures.since(now - recentMs) / (recentMs / 1000);
  }

  /** What the endpoint says of itself in the headers of an answer. Whether that is news, to be told to the other workers. */
  told(stated: StatedLimits, waitMs: number | undefined, now: number): boolean {
    const all = { ...this.stated, ...stated };
    const isNew =
      all.requestsPerMinute !== this.stated?.requestsPerMinute ||
      all.tokensPerMinute !== this.stated?.tokensPerMinute;
    if (isNew) this.stated = all;
    const until = waitMs === undefined ? -Infinity : now + Math.min(waitMs, longestTold);
    // Each answer of a burst says the same again, a little later.
    const isLater = until > Math.max(this.paused, now) + toldAgainMs;
    if (isLater) this.paused = until;
    return isNew || isLater;
  }

  /** Takes over what all workers of the endpoint learned. */
  adopt({
    concurrency,
    doubted,
    rate,
    strays,
    strayDoubts,
    stated,
    bunching,
    pausedUntil,
    narrowedAt,
  }: AdaptiveState): void {
    this.concurrency = concurrency;
    this.doubted = doubted;
    this.rate = rate;
    this.strays = strays;
    this.strayDoubts = strayDoubts ?? 0;
    this.stated = stated;
    this.bunching = bunching;
    this.paused = Math.max(this.paused, pausedUntil);
    this.narrowedAt = Math.max(this.narrowedAt, narrowedAt ?? -Infinity);
  }

  allow(allowance: Allowance): void {
    this.allowance = allowance;
  }

  /** Most requests in flight at `now`: what is allowed, or its part of what was learned if that is less. */
  concurrencyLimit(now: number): number {
    const { concurrency, share, expiresAt } = this.allowance;
    if (now >= expiresAt || concurrency === 0) return 0;
    const learned = this.learnedConcurrency(now);
    if (!share) return Math.min(concurrency, learned);
    return Math.min(concurrency, Math.max(1, Math.floor((concurrency * learned) / share.divided)));
  }

  /** Of all workers together. */
  wholeLimit(now: number): number {
    const { concurrency, share } = this.allowance;
    return Math.min(share?.whole ?? concurrency, this.learnedConcurrency(now));
  }

  private learnedConcurrency(now: number): number {
    return this.concurrency ? Math.max(1, Math.floor(levelOf(this.concurrency, now, 1))) : Infinity;
  }

  /** Requests in flight of all workers, as far as is known. */
  private get allFlying(): number {
    return this.flying + (this.allowance.share?.others.inFlight ?? 0);
  }

  /** Requests a second at `now`, of all workers together; Infinity where nothing is known or learned. */
  pace(now: number): number {
    return Math.min(this.knownPace, this.rate ? levelOf(this.rate, now) : Infinity);
  }

  private get knownPace(): number {
    const perMinute = this.allowance.requestsPerMinute ?? this.stated?.requestsPerMinute;
    return perMinute === undefined ? Infinity : (perMinute / 60) * headroom;
  }

  private get tokensPerMinute(): number | undefined {
    const whole = this.allowance.tokensPerMinute ?? this.stated?.tokensPerMinute;
    const { share } = this.allowance;
    return whole === undefined || !share ? whole : (whole * share.cells.size) / cycle;
  }

  /**
   * The earliest time at which a request of `tokens` may leave, `now` or later; Infinity where that takes an arrival, or
   * another allowance, first.
   */
  earliestDeparture(now: number, tokens?: number): number {
    if (this.flying >= this.concurrencyLimit(now)) return Infinity;
    const at = Math.max(
      now,
      this.paused,
      this.circuit.nextProbe ?? now,
      this.timeOfNextCell(now),
      this.tokenCell(now, tokens ?? this.meanTokens),
    );
    return at < this.allowance.expiresAt ? at : Infinity;
  }

  private timeOfNextCell(now: number): number {
    const pace = this.pace(now);
    const interval = 1000 / pace;
    if (!this.allowance.share || pace === Infinity) return this.nextCell - this.tolerance(interval);
    return now + (this.ownCell(now) - this.position(now)) * interval;
  }

  /** By how many milliseconds a request may leave before its time, to make up for those that left late. */
  private tolerance(interval: number): number {
    const whole = Math.min(Math.max(interval, shortestBunchingMs), maxBunchingMs);
    return Math.max(interval * (1 - headroom), whole * this.bunching);
  }

  /** The cell of this worker's own that the next request takes: one that has just gone by unused, or the next to come. */
  private ownCell(now: number): number {
    const pace = this.pace(now);
    const own = this.allowance.share?.cells ?? noCells;
    // Up to the next one of its own: a cell that is lost is lost for all.
    const lateCells = Math.max(
      (cycle / own.size) * (0.5 + this.bunching),
      (this.tolerance(1000 / pace) * pace) / 1000,
    );
    const position = this.position(now);
    // Counted otherwise since, or from another beginning: then nothing is taken yet.
    const isCounted = this.countedSince === this.countsSince(now) && this.lastCell <= position + 2;
    const last = isCounted ? this.lastCell : position - 1;
    return nextCell(Math.max(last, position - lateCells), own);
  }

  /** How many cells have gone by: counted alike by all who know the same. */
  private position(now: number): number {
    if (this.rate && this.countsSince(now) !== undefined) return amountSince(this.rate, now);
    return (this.knownPace * (now - (this.allowance.share?.epoch ?? 0))) / 1000;
  }

  /** The learned rate's beginning, where it is that which paces. */
  private countsSince(now: number): number | undefined {
    return this.rate && levelOf(this.rate, now) < this.knownPace ? this.rate.since : undefined;
  }

  private tokenCell(now: number, tokens: number): number {
    const { tokensPerMinute } = this;
    if (tokensPerMinute === undefined) return now;
    if (tokensPerMinute === 0) return Infinity;
    // A request larger than the burst leaves once nothing before it is owed.
    const owedMs = (tokens * 60_000) / (tokensPerMinute * headroom);
    return this.nextTokenCell - Math.max(0, tokenBurstMs - owedMs);
  }

  depart(now: number, tokens = this.meanTokens): Departure {
    this.flying += 1;
    this.departures.add(now, 1);
    if (this.descent) this.descent = sentOn(this.descent, this.pace(now));
    const early = this.takeCell(now);
    this.owe(now, tokens);
    this.circuit.depart(now);
    return { at: now, inFlight: this.allFlying, tokens, early };
  }

  /** Whether it left off the beat of an even pace: sooner after the one before, or later than its own cell. */
  private takeCell(now: number): boolean {
    const interval = 1000 / this.pace(now);
    const sinceLast = now - this.lastDeparture;
    this.lastDeparture = now;
    // Nothing is to be made up for at the beginning.
    const isFirst = now - this.nextCell > idleMs && interval > 0;
    this.nextCell = Math.max(this.nextCell, isFirst ? now + this.tolerance(interval) : now) + interval;
    if (!this.allowance.share || interval === 0) return sinceLast < interval * 0.995;
    const cell = this.ownCell(now);
    const isOff = this.position(now) - cell > offBeat;
    this.lastCell = cell;
    this.countedSince = this.countsSince(now);
    return isOff;
  }

  private owe(now: number, tokens: number): void {
    const { tokensPerMinute } = this;
    if (tokensPerMinute === undefined || tokensPerMinute === 0) return;
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
    if (departure.at > this.narrowedAt) this.borne += 1;
    this.countStray(departure.at, false);
    // One of a burst that was partly refused has counted those that were.
    if (departure.at > this.narrowedAt && departure.inFlight > this.tolerated) {
      this.tolerated = departure.inFlight;
      this.strikes = 0;
    }
    this.bunching = Math.min(firstBunching, this.bunching * 1.005);
    this.refusals = 0;
    this.troubleShare -= this.troubleShare / 32;
    this.circuit.answered(departure.at);
    return false;
  }

  private refused(departure: Departure, retryAfterMs: number | undefined, now: number): boolean {
    this.circuit.answered(departure.at); // Who refuses is up.
    this.departures.add(departure.at, -1);
    this.refusedLately.add(now, 1);
    // Until the others have heard of it, they go on as before: that is part of the same cause.
    const hearingMs = this.allowance.share ? hearsWithinMs : 0;
    const again = departure.at <= this.narrowedAt + hearingMs;
    if (again && this.descent) this.descent = refusedOn(this.descent, this.pace(now));
    if (!again && this.strayed(departure, now)) return true;
    if (!again) this.refusals += 1;
    const isHearsay = again && departure.at > this.narrowedAt;
    const backoff = again
      ? isHearsay
        ? firstBackoffMs / 2
        : 0
      : Math.min(firstBackoffMs * 2 ** (this.refusals - 1), longestBackoffMs);
    const resumed = this.paused;
    this.paused = Math.max(
      this.paused,
      now + (isHearsay ? Math.max(retryAfterMs ?? 0, backoff) : (retryAfterMs ?? backoff)),
    );

    // Requests that leave together arrive in any order: those that are still there count as well.
    const atOnce = Math.max(departure.inFlight, this.allFlying + 1);
    const suspects = this.suspects(departure, atOnce, again, now);
    if (again) {
      if (suspects.concurrency) this.narrow(atOnce, again);
      return true;
    }
    const { doubted } = this;
    this.doubted = undefined;
    if (doubted && isAbout(atOnce - 1, doubted.ceiling)) this.trust(doubted);
    else {
      if (suspects.isDoubtful) this.doubted = this.concurrency;
      if (suspects.concurrency) this.narrow(atOnce, again);
      // As many were borne before: what was found there was no limit.
      if (suspects.rate && !suspects.concurrency) this.concurrency = undefined;
      if (suspects.rate) this.slowDown(now, resumed);
    }
    if (departure.early) this.bunching = Math.max(leastBunching, this.bunching / 2);
    this.narrowedAt = now;
    this.borne = 0;
    return true;
  }

  /** What is tried beyond a ceiling tells nothing of them. */
  private countStray(departedAt: number, isRefused: boolean): void {
    if (this.strays && this.pace(departedAt) <= (this.rate?.ceiling ?? Infinity))
      this.strays = nextStrays(this.strays, isRefused);
  }

  /** Whether it was refused as others are at any rate. */
  private strayed(departure: Departure, now: number): boolean {
    if (!this.strays) return this.findStrays(this.pace(departure.at), now);
    this.countStray(departure.at, true);
    if (!this.strays) return false;
    const since = Math.max(now - measureMs, this.narrowedAt);
    const refused = this.refusedLately.since(since);
    if (areStray(this.strays, this.departures.since(since) + refused, refused)) return true;
    if (this.pace(departure.at) <= this.strays.from * 1.02) {
      this.strayDoubts += 1;
      this.strays = undefined;
    } else this.strays = unsure(this.strays);
    return false;
  }

  /** Whether a refusal at a pace tells that it is no limit's, nor were those before it. */
  private findStrays(pace: number, now: number): boolean {
    if (pace === Infinity) return false;
    if (!this.descent || (this.rate && pace > this.rate.ceiling)) this.descent = beginDescent(pace);
    const descent = refusedOn(this.descent, pace);
    this.strays = straysOf(descent, pace, this.strayDoubts);
    this.descent = this.strays ? undefined : descent;
    if (!this.strays) return false;
    this.concurrency = undefined;
    this.doubted = undefined;
    const { from } = this.strays;
    if (this.rate) this.rate = fallBack(undefined, from, from, now);
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
  ): { concurrency: boolean; rate: boolean; isDoubtful: boolean } {
    const pace = this.pace(at);
    const known = this.concurrency?.ceiling ?? Infinity;
    const probing = this.wholeLimit(at) > known && atOnce >= known && atOnce >= 0.9 * this.tolerated;
    const beyond = atOnce > 1 && (atOnce > this.tolerated || probing);
    if (beyond) this.strikes += 1;
    // A pace that is known is not at fault for a request that left off its beat, nor for a few: they met on the way.
    const isKnown = this.knownPace < Infinity;
    const lately = this.refusedLately.since(now - measureMs);
    const few = Math.max(refusalsOfJitter, shareOfJitter * this.departures.since(now - measureMs));
    const isJitter = isKnown
      ? early || lately < few
      : this.rate !== undefined && pace <= this.rate.ceiling && this.borne >= provenBy;
    // A limit that is not where it was is none of concurrency's.
    const moved = !again && pace === Infinity && atOnce - 1 > 1.08 * known;
    // The same number refused again may as well have left too close together: the rate is tried in its place, once.
    const isDoubtful = !again && beyond && pace === Infinity && isFirstHold(this.concurrency);
    const tooFast = this.rate !== undefined && pace > this.rate.ceiling && !isJitter;
    return {
      concurrency: beyond && !moved && !isDoubtful && (pace === Infinity || this.strikes >= 3),
      rate: tooFast || moved || isDoubtful || (!beyond && !isJitter),
      isDoubtful,
    };
  }

  /** It was the number in flight, after all, and not the rate. */
  private trust(doubted: LearnedLimit): void {
    const { ceiling } = doubted;
    this.rate = undefined;
    this.concurrency = fallBack(doubted, ceiling, ceiling, this.paused);
    this.tolerated = Math.min(this.tolerated, ceiling);
  }

  /** Too many in flight: back to one less. After a burst, back to what is left of it once its refusals are in. */
  private narrow(atOnce: number, again: boolean): void {
    if (again && this.concurrency) {
      const level = Math.min(this.concurrency.ceiling, Math.max(1, this.tolerated, this.allFlying));
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
    const borne = this.strays ? 1 - shareOf(this.strays) : 1;
    const refused = Math.min(pace, served) * borne;
    if (refused === 0) return; // Nothing was let through at all: that is for the pause to end.
    // What was tried beyond a ceiling doesn't refute it.
    const proven = this.rate && this.borne >= provenBy ? Math.min(this.rate.ceiling, refused) : 0;
    // Unpaced requests come in bursts, which tell little of the rate.
    this.rate =
      pace === Infinity
        ? firstGuess(0.9 * refused, this.paused)
        : fallBack(this.rate, Math.max(proven, 0.975 * refused), 0.95 * refused, this.paused);
  }

  /** What was let through of late, with some room for chance; `pace` where that is too short a time to tell. */
  private servedPerSecond(now: number, pausedUntil: number, pace: number): number {
    const start = Math.max(this.startedAt, this.narrowedAt, now - measureMs);
    const resumed = Math.max(start, Math.min(pausedUntil, now));
    const perSecond = (since: number) => this.departures.since(since) / Math.max(1, (now - since) / 1000);
    const { share } = this.allowance;
    if (pace === Infinity)
      return Math.max(perSecond(start), perSecond(resumed)) + (share?.others.perSecond ?? 0);
    // What others were told to be at is of before the pause: at a pace, one's own part of it tells of the whole.
    const part = share ? share.cells.size / cycle : 1;
    return now - resumed < 2_000 ? pace : (1.1 * perSecond(Math.max(resumed, now - 3_000))) / part;
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
