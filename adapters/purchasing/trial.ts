import { Usability, type Uselessness } from '../../core/teacher/usability';

/** Leave to ask, until it ends. */
export interface Turn {
  readonly period: number;
  /** Aborts when the endpoint is given up, with the reason. */
  readonly givenUp: AbortSignal;
  end(): void;
}

interface Waiter {
  readonly grant: (turn: Turn) => void;
}

/**
 * What one model of an endpoint is worth to a run. Until something usable came of it, few requests are out at once: the others wait here for
 * their turn. When it is given up, all that wait are sent away, wherever they do.
 */
export class Trial {
  private readonly usability: Usability;
  private stopped = new AbortController();
  private readonly waiting: Waiter[] = [];
  private out = 0;
  private lastLeft = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  /** @param slots Requests that the endpoint takes at once. */
  constructor(slots: number) {
    this.usability = new Usability(slots);
  }

  get isProven(): boolean {
    return this.usability.isProven;
  }

  /** Whether nobody is out, and nobody waits. */
  get isIdle(): boolean {
    return this.out === 0 && this.waiting.length === 0;
  }

  /** Rejects with the signal's reason, or with what the endpoint was given up for. */
  async enter(signal: AbortSignal): Promise<Turn> {
    signal.throwIfAborted();
    if (this.isProven) return this.letOut();
    const stop = AbortSignal.any([signal, this.stopped.signal]);
    return new Promise<Turn>((resolve, reject) => {
      const leave = (): void => {
        const place = this.waiting.indexOf(waiter);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(stop.reason as Error);
      };
      const waiter: Waiter = {
        grant: (turn) => {
          stop.removeEventListener('abort', leave);
          resolve(turn);
        },
      };
      stop.addEventListener('abort', leave, { once: true });
      this.waiting.push(waiter);
      this.admit();
    });
  }

  usable(period: number): void {
    this.usability.usable(period);
    this.admit();
  }

  unusable(period: number, purchases: number): Uselessness | undefined {
    return this.usability.unusable(period, purchases);
  }

  silent(period: number): Uselessness | undefined {
    return this.usability.silent(period);
  }

  /** For what tells otherwise that the endpoint is of no use. */
  findUseless(): Uselessness {
    return this.usability.giveUp();
  }

  /** Sends away whoever waits: those who ask from now on try it anew. */
  giveUp(reason: Error): void {
    const { stopped } = this;
    this.stopped = new AbortController();
    this.out = 0; // those that are out were let out on other terms
    stopped.abort(reason);
  }

  private admit(): void {
    clearTimeout(this.timer);
    while (this.waiting.length > 0) {
      const wait = this.usability.sendsNextIn(this.out, performance.now() - this.lastLeft);
      if (wait === undefined) return;
      if (wait > 0) {
        this.timer = setTimeout(() => this.admit(), wait);
        this.timer.unref();
        return;
      }
      this.waiting.shift()?.grant(this.letOut());
    }
  }

  private letOut(): Turn {
    this.out += 1;
    this.lastLeft = performance.now();
    let isOut = true;
    const { signal } = this.stopped;
    return {
      period: this.usability.period,
      givenUp: signal,
      end: () => {
        if (!isOut || signal.aborted) return;
        isOut = false;
        this.out -= 1;
        this.admit();
      },
    };
  }
}
