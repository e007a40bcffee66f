import type { AnswerClass } from '../../core/teacher/durations';
import type { Endpoint } from '../../core/teacher/endpoint';
import { Outstanding, type Out } from '../../core/teacher/outstanding';
import type { Limiter } from '../teacher';

/** How often those that are out are looked at, in milliseconds. */
const mostOften = 100;
const mostSeldom = 1_000;

/** One who has a request out, and is told what to do about it. */
export interface Watched {
  /** Ask it a second time. */
  askAgain(): void;
  /** Give it up: `leftover`, since it is answered already; `lost`, to find out whether the endpoint answers at all. */
  giveUp(why: 'leftover' | 'lost'): void;
}

/** Looks after what one model of an endpoint has been asked and has not answered. */
export class Watch {
  private readonly outstanding: Outstanding;
  private readonly watched = new Map<Out, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    {
      hedge,
      patienceSeconds,
      timeoutSeconds,
    }: Pick<Endpoint, 'hedge' | 'patienceSeconds' | 'timeoutSeconds'>,
    private limiter: Pick<Limiter, 'state'>,
  ) {
    this.outstanding = new Outstanding({
      hedge,
      floorMs: Math.min(patienceSeconds, timeoutSeconds) * 1_000,
      ceilingMs: timeoutSeconds * 1_000,
    });
  }

  get isIdle(): boolean {
    return this.watched.size === 0;
  }

  /** @param limiter the one that gave the slot: the process may have lost the endpoint meanwhile, and come by it again. */
  depart(kind: AnswerClass, givenUpBefore: number, limiter: Pick<Limiter, 'state'>, watched: Watched): Out {
    this.limiter = limiter;
    const out = this.outstanding.depart(kind, performance.now(), givenUpBefore);
    this.watched.set(out, watched);
    this.lookLater();
    return out;
  }

  /** @param departedAt when the request left whose answer this is, by `performance.now()`. */
  answered(out: Out, departedAt: number): void {
    this.outstanding.answered(out, departedAt, performance.now());
  }

  becomesLeftover(out: Out): void {
    this.outstanding.becomesLeftover(out);
  }

  notHedged(out: Out): void {
    this.outstanding.notHedged(out);
  }

  arrive(out: Out): void {
    this.outstanding.arrive(out);
    this.watched.delete(out);
    if (this.isIdle) clearTimeout(this.timer);
    if (this.isIdle) this.timer = undefined;
  }

  private lookLater(): void {
    if (this.timer || this.isIdle) return;
    const next = this.outstanding.looksAgainIn(performance.now()) ?? mostSeldom;
    const delay = Math.min(mostSeldom, Math.max(mostOften, next));
    const due = performance.now() + delay;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      // Where this process was busy with something else, answers wait to be read: nobody is late for that.
      if (performance.now() - due < mostOften) this.look();
      this.lookLater();
    }, delay);
    this.timer.unref();
  }

  private look(): void {
    const { concurrencyLimit: limit, inFlight, waiting } = this.limiter.state;
    const { hedge, leftovers, lost } = this.outstanding.decide(performance.now(), {
      limit,
      inFlight,
      waiting,
    });
    for (const out of hedge) this.watched.get(out)?.askAgain();
    for (const out of leftovers) this.watched.get(out)?.giveUp('leftover');
    for (const out of lost) this.watched.get(out)?.giveUp('lost');
  }
}
