/** Unusable answers in a row, and nothing usable before them, after which an endpoint is given up. */
const firstTrial = 5;
/** The same for one that was given up before: enough that a good one is not given up for an accident. */
const laterTrial = 3;
/** How many of the latest answers are looked at, and how many of them may be unusable. */
const looksAt = 40;
const tooMany = looksAt / 2;
/** How many of them in a row. */
const tooManyInARow = 10;
/** Until something usable came, a few are out at once: of every so many slots one, and no more than so many, since each may be paid for nothing. */
const slotsOfOne = 16;
const mostAtFirst = 8;
/** When they take long, so many others join them one after the other, since those may be some that hang. */
const joining = 3;
const patienceMs = 10_000;

/** Of how many answers how many were none: too many. */
export interface Uselessness {
  readonly unusable: number;
  readonly of: number;
}

/**
 * Whether what an endpoint's model answers is of any use to a run. Each answer was paid for, so one that gives none is not asked for ever:
 *
 * 1. Nothing usable so far: few requests are out at once, and five unusable answers in a row are enough.
 * 2. Usable before: half of the last 40, or ten in a row; of these only what came of requests that were asked for the first time. Those that have
 *    no answer are asked again, and say the same again.
 *
 * Then a new period begins, from nothing: whoever goes on after somebody mended it. What was sent in an earlier period says nothing of it.
 */
export class Usability {
  private lately: boolean[] = [];
  private proven = false;
  private trial = firstTrial;
  private now = 0;
  private readonly atFirst: number;

  /** @param slots Requests that the endpoint takes at once: the more, the longer they would idle for one answer. */
  constructor(slots = 1) {
    this.atFirst = Math.max(1, Math.min(mostAtFirst, Math.floor(slots / slotsOfOne)));
  }

  /** Whether something usable came in this period. */
  get isProven(): boolean {
    return this.proven;
  }

  /** To be handed back with what comes of a request that is sent now. */
  get period(): number {
    return this.now;
  }

  /** @param lastLeft how long ago the last of those that are out was let out. */
  maySend(out: number, lastLeft: number): boolean {
    return this.proven || out < this.atFirst || (out < this.atFirst + joining && lastLeft >= patienceMs);
  }

  /** In how many milliseconds of patience the next request may join those that are out; undefined where one of them has to come back first. */
  sendsNextIn(out: number, lastLeft: number): number | undefined {
    if (this.maySend(out, lastLeft)) return 0;
    return out < this.atFirst + joining ? patienceMs - lastLeft : undefined;
  }

  usable(period: number): void {
    if (period !== this.now) return;
    this.proven = true;
    this.note(true);
  }

  /**
   * What there is to say where this was one too many; a new period begins then.
   *
   * @param purchases how often the request was bought, this time included.
   */
  unusable(period: number, purchases: number): Uselessness | undefined {
    if (period !== this.now || (this.proven && purchases > 1)) return undefined;
    this.note(false);
    const { unusable } = this.counts();
    const inARow = this.lately.length - 1 - this.lately.lastIndexOf(true);
    const isTooMuch = this.proven ? unusable >= tooMany || inARow >= tooManyInARow : unusable >= this.trial;
    return isTooMuch ? this.giveUp() : undefined;
  }

  /**
   * An answer in which nothing is said, or a refusal of the request itself: of one that was usable before it says nothing, since tasks differ.
   */
  silent(period: number): Uselessness | undefined {
    return this.proven ? undefined : this.unusable(period, 1);
  }

  /** For what tells otherwise that it is of no use. */
  giveUp(): Uselessness {
    const found = this.counts();
    this.lately = [];
    this.proven = false;
    this.trial = laterTrial;
    this.now += 1;
    return found;
  }

  private counts(): Uselessness {
    const unusable = this.lately.filter((isUsable) => !isUsable).length;
    return { unusable, of: this.lately.length };
  }

  private note(isUsable: boolean): void {
    this.lately.push(isUsable);
    if (this.lately.length > looksAt) this.lately.shift();
  }
}
