import { Durations, type AnswerClass } from './durations';
import { usualHedgeShare, type HedgePolicy } from './hedging';

/** The deadline is a multiple of what so many answers came within. */
const high = 0.99;
const multiple = 3;
/** From fewer answers nothing is said. */
const fewestAnswers = 8;
/** As if so many answers were missing among few: a deadline from 10 answers is twice as long as one from a thousand. */
const doubt = 10;
/** A deadline that was too early widens all of them; answers in time narrow them again. In balance one answer in 220 is late. */
const widenedBy = 1.25;
const narrowedBy = 0.999;
const mostWidened = 64;
/** Of the answers that are counted, and of the slots: when more are late, it is the endpoint that is slow, and not they that hang. */
const lateShareOfAnswers = 0.02;
const lateShareOfSlots = 1 / 4;
const fewLate = 2;
/** With fewer answers a slot, long ones that are sound may take all slots before the first of them is seen. */
const answersASlot = 8;
const enoughAnswers = 1_000;
/** Second requests that may be sent before any share allows one. */
const firstHedges = 4;
/** Of the slots, for what is answered already and may still be answered again. */
const leftoverShare = 1 / 16;

export interface Patience {
  readonly hedge: HedgePolicy;
  /** Nothing is late before. */
  readonly floorMs: number;
  /** When a request is given up whatever the others did. */
  readonly ceilingMs: number;
}

/** A request that is out, once or twice. */
export interface Out {
  readonly kind: AnswerClass;
  readonly departedAt: number;
  /** How often this request was given up before: each time it may take twice as long. */
  readonly givenUpBefore: number;
  /** From here on `Outstanding`'s own. Whether it is asked a second time, or about to be. */
  isHedged: boolean;
  /** Whether its second request was answered. */
  isLeftover: boolean;
  /** Its deadline when it was found to be late. */
  lateSince: number | undefined;
}

/** What an endpoint's slots are like when it is decided. */
export interface Slots {
  /** Most requests in flight. */
  readonly limit: number;
  readonly inFlight: number;
  readonly waiting: number;
}

export interface Decision {
  /** To be asked a second time. */
  readonly hedge: readonly Out[];
  /** Answered by their second request, and still out: they keep others from being asked. */
  readonly leftovers: readonly Out[];
  /** To be given up unanswered, and asked again. */
  readonly lost: readonly Out[];
}

/**
 * The requests to an endpoint's model that are out, and which of them take too long. Pure: all times are handed in.
 *
 * 1. *When is a request late?* After a multiple of the 0.99 quantile of the durations of its class, between a floor and a ceiling; sooner by no means.
 *    It is looked up anew each time, so that it counts what came meanwhile. While few answers are known: after the ceiling.
 * 2. *What if the deadline was too early?* A late one that is answered after all widens all deadlines at once, by its duration and by a factor.
 *    What was given up says nothing of how long answers take: it is not counted, so it can't make them look shorter.
 * 3. *Who is asked a second time?* Who is late, and was overtaken by a request that left later, as long as late ones are few. When many are
 *    late it is the endpoint: they wait. At most a share of all requests is ever asked twice.
 * 4. *Who keeps a slot?* Everybody who isn't answered, until the ceiling. One whose second request was answered is left alone as well, but
 *    when others wait such leftovers keep a sixteenth of the slots.
 * 5. *And when all slots are taken by late ones?* Then nobody can overtake. The one that left first is given up and asked again, the next one
 *    only after twice as long: one request tells whether the endpoint still answers. If it does, so does each that follows it, and for each
 *    answer two more of those that left before are given up: their connections are dead.
 */
export class Outstanding {
  private readonly out = new Set<Out>();
  private readonly durations = new Map<AnswerClass, Durations>();
  private widened = 1;
  private hedgesLeft = firstHedges;
  /** When the one that left last left, of those that were answered. */
  private overtaker = -Infinity;
  /** Since all slots were taken by late ones, for as long as some of those are out. */
  private stuck: { at: number; mayGiveUp: number; lastAt: number; interval: number } | undefined;

  constructor(private readonly patience: Patience) {}

  /** Requests that are out. */
  get size(): number {
    return this.out.size;
  }

  depart(kind: AnswerClass, now: number, givenUpBefore = 0): Out {
    const one: Out = {
      kind,
      departedAt: now,
      givenUpBefore,
      isHedged: false,
      isLeftover: false,
      lateSince: undefined,
    };
    this.out.add(one);
    const { hedge } = this.patience;
    const share = typeof hedge === 'object' ? hedge.share : usualHedgeShare;
    this.hedgesLeft = Math.min(this.hedgesLeft + share, Math.max(firstHedges, this.out.size));
    return one;
  }

  /** It was answered, by the request that left at `departedAt`: the first, or the second. */
  answered(one: Out, departedAt: number, now: number): void {
    this.durationsOf(one.kind).note(now - departedAt);
    const isLate = departedAt === one.departedAt && one.lateSince !== undefined;
    this.widened = isLate
      ? Math.min(mostWidened, this.widened * widenedBy)
      : Math.max(1, this.widened * narrowedBy);
    this.overtaker = Math.max(this.overtaker, departedAt);
    if (this.stuck && departedAt >= this.stuck.at) this.stuck.mayGiveUp += 2;
  }

  /** Its second request was answered, and the first is still out. */
  becomesLeftover(one: Out): void {
    one.isLeftover = true;
  }

  /** Nothing of it is out any more. */
  arrive(one: Out): void {
    this.out.delete(one);
  }

  /** A second request that was decided on and not sent. */
  notHedged(one: Out): void {
    one.isHedged = false;
    this.hedgesLeft += 1;
  }

  /** How long a request may take before it is late; from the ceiling on it is given up by whoever sent it. */
  deadlineOf({ kind, givenUpBefore }: Pick<Out, 'kind' | 'givenUpBefore'>): number {
    const { floorMs, ceilingMs } = this.patience;
    const durations = this.durationsOf(kind);
    const usual = durations.count < fewestAnswers ? undefined : durations.quantile(high);
    if (usual === undefined) return ceilingMs;
    const expected = multiple * usual * (1 + doubt / durations.count) * this.widened;
    return Math.min(ceilingMs, Math.max(floorMs, expected) * 2 ** givenUpBefore);
  }

  decide(now: number, slots: Slots): Decision {
    if (this.patience.hedge === 'off') return { hedge: [], leftovers: [], lost: [] };
    const oldestFirst = [...this.out].sort((one, other) => one.departedAt - other.departedAt);
    for (const one of oldestFirst) {
      const deadline = one.departedAt + this.deadlineOf(one);
      if (deadline <= now) one.lateSince ??= deadline;
    }
    return {
      hedge: [...this.late(oldestFirst, slots), ...this.slow(oldestFirst, now, slots)].filter((one) =>
        this.mayHedge(one),
      ),
      leftovers: this.leftoversToGiveUp(oldestFirst, slots),
      lost: this.lost(oldestFirst, now, slots),
    };
  }

  /** How long until something may have to be decided; undefined while nothing is out. */
  looksAgainIn(now: number): number | undefined {
    let next: number | undefined;
    for (const one of this.out) {
      const at = one.lateSince === undefined ? one.departedAt + this.lookAfter(one) - now : 0;
      next = Math.min(next ?? Infinity, at);
    }
    return next;
  }

  private lookAfter(one: Out): number {
    return Math.min(this.deadlineOf(one), this.slowAfter(one) ?? Infinity);
  }

  private late(oldestFirst: readonly Out[], { limit }: Slots): readonly Out[] {
    const late = oldestFirst.filter(({ lateSince, isLeftover }) => lateSince !== undefined && !isLeftover);
    const few = Math.max(fewLate, Math.min(lateShareOfAnswers * this.counted, lateShareOfSlots * limit));
    return late.length > few ? [] : late;
  }

  private slow(
    oldestFirst: readonly Out[],
    now: number,
    { limit, inFlight, waiting }: Slots,
  ): readonly Out[] {
    const free = waiting > 0 ? 0 : Math.max(0, limit - inFlight);
    return oldestFirst
      .filter(
        (one) => one.lateSince === undefined && now - one.departedAt >= (this.slowAfter(one) ?? Infinity),
      )
      .slice(0, free);
  }

  private slowAfter({ kind }: Out): number | undefined {
    const { hedge } = this.patience;
    const durations = this.durationsOf(kind);
    if (typeof hedge !== 'object' || durations.count < 2 / (1 - hedge.quantile)) return undefined;
    return durations.quantile(hedge.quantile);
  }

  private mayHedge(one: Out): boolean {
    if (one.isHedged || one.departedAt >= this.overtaker || this.hedgesLeft < 1) return false;
    one.isHedged = true;
    this.hedgesLeft -= 1;
    return true;
  }

  private leftoversToGiveUp(oldestFirst: readonly Out[], { limit, waiting }: Slots): readonly Out[] {
    const leftovers = oldestFirst.filter(({ isLeftover }) => isLeftover);
    const most = Math.max(1, Math.floor(limit * leftoverShare));
    return leftovers.slice(0, Math.min(waiting, Math.max(0, leftovers.length - most)));
  }

  private lost(
    oldestFirst: readonly Out[],
    now: number,
    { limit, inFlight, waiting }: Slots,
  ): readonly Out[] {
    const late = oldestFirst.filter(({ lateSince, isLeftover }) => lateSince !== undefined && !isLeftover);
    const [first] = late;
    if (!first || first.departedAt >= (this.stuck?.at ?? Infinity)) this.stuck = undefined;
    if (!first || waiting === 0 || this.counted < Math.min(answersASlot * limit, enoughAnswers)) return [];
    if (inFlight >= limit && late.length === oldestFirst.length) {
      this.stuck ??= { at: now, mayGiveUp: 1, lastAt: now, interval: this.deadlineOf(first) };
      const { stuck } = this;
      if (now - stuck.lastAt >= stuck.interval)
        Object.assign(stuck, { mayGiveUp: 1, lastAt: now, interval: 2 * stuck.interval });
    }
    const { stuck } = this;
    if (!stuck) return [];
    const lost = late
      .filter(({ departedAt }) => departedAt < stuck.at)
      .slice(0, Math.min(waiting, Math.floor(stuck.mayGiveUp)));
    stuck.mayGiveUp -= lost.length;
    return lost;
  }

  /** Answers that it speaks of, of all classes. */
  private get counted(): number {
    return [...this.durations.values()].reduce((sum, { count }) => sum + count, 0);
  }

  private durationsOf(kind: AnswerClass): Durations {
    let durations = this.durations.get(kind);
    if (!durations) this.durations.set(kind, (durations = new Durations()));
    return durations;
  }
}
