import type { AnswerClass } from '../../core/teacher/durations';
import type { TeacherFailure } from '../../core/teacher/failure';
import type { Out } from '../../core/teacher/outstanding';
import type { AnsweredBy } from '../store/hedges';
import { TeacherError, type Limiter, type ReceivedAnswer, type Slot } from '../teacher';
import type { Watch } from './watch';

/** A slot that was given back without a request, or whose request was withdrawn. */
export const unused = { kind: 'failed', failure: { kind: 'cancelled', message: 'not sent' } } as const;

/** What came of a request, by the first time that it was asked or by the second. */
export type Came = { readonly by: AnsweredBy } & (
  | { readonly received: ReceivedAnswer; readonly error?: undefined }
  /** `failure` is undefined for an error that is not the endpoint's. */
  | { readonly received?: undefined; readonly failure: TeacherFailure | undefined; readonly error: unknown }
);

export interface Asking {
  readonly kind: AnswerClass;
  /** How often this request was given up before. */
  readonly givenUpBefore: number;
  readonly watch: Watch;
  readonly limiter: Limiter;
  /** Sends it. */
  send(by: AnsweredBy, signal: AbortSignal): Promise<ReceivedAnswer>;
  /** Waits for a slot to ask it a second time. */
  acquireAgain(signal: AbortSignal): Promise<Slot>;
  /** Writes down that it is asked a second time, before it is. */
  beginAgain(): Promise<void>;
  /** It was not asked after all. */
  withdrawAgain(): Promise<void>;
  /** Why it comes to nothing when it is given up unanswered. */
  lost(): TeacherFailure;
  /** Aborts when nothing more is to be sent: then nothing is asked a second time, and nobody waits for what is answered already. */
  readonly stop: AbortSignal;
}

/**
 * A request that is out: once, and a second time when it takes too long. The first answer counts. What is paid for and is no answer counts only
 * when the other came to nothing either; then the request has failed, and no part of it is out any more.
 */
export class AskedRequest {
  /** What counts. Never rejects. */
  readonly first: Promise<Came>;
  /** Once nothing of it is out any more: what was paid for and does not count, if anything. */
  readonly other: Promise<Came | undefined>;

  private readonly out: Out;
  private readonly flying = new Map<AnsweredBy, AbortController>();
  private readonly failed: Came[] = [];
  private again: 'never' | 'waiting' | 'asked' = 'never';
  /** While it waits to be asked a second time. */
  private callOffAgain: AbortController | undefined;
  private counting: Came | undefined;
  private isOver = false;
  private surplus: Came | undefined;
  private isLost = false;
  private count!: (came: Came) => void;
  private end!: (other: Came | undefined) => void;

  constructor(
    private readonly asking: Asking,
    slot: Slot,
  ) {
    this.first = new Promise((resolve) => (this.count = resolve));
    this.other = new Promise((resolve) => (this.end = resolve));
    this.out = asking.watch.depart(asking.kind, asking.givenUpBefore, asking.limiter, {
      askAgain: () => void this.askAgain(),
      giveUp: (why) => {
        if (why === 'leftover') return this.giveUpLeftover();
        this.isLost = true;
        (this.flying.get('first') ?? this.flying.get('second'))?.abort();
      },
    });
    void this.fly('first', slot);
    asking.stop.addEventListener('abort', this.giveUpLeftover);
  }

  get isAskedTwice(): boolean {
    return this.again === 'asked';
  }

  private async fly(by: AnsweredBy, slot: Slot): Promise<void> {
    const controller = new AbortController();
    this.flying.set(by, controller);
    const departedAt = by === 'first' ? this.out.departedAt : performance.now();
    const came = await this.asking.send(by, controller.signal).then(
      (received): Came => ({ by, received }),
      (error: unknown): Came => ({ by, error, failure: this.failureOf(error) }),
    );
    this.flying.delete(by);
    if (came.received) {
      this.asking.watch.answered(this.out, departedAt);
      const { promptTokens, completionTokens } = came.received;
      slot.release({ kind: 'answered', tokens: promptTokens + completionTokens });
    } else slot.release(came.failure ? { kind: 'failed', failure: came.failure } : unused);
    this.land(came);
  }

  private failureOf(error: unknown): TeacherFailure | undefined {
    if (!(error instanceof TeacherError)) return undefined;
    return error.failure.kind === 'cancelled' && this.isLost && !this.counting
      ? this.asking.lost()
      : error.failure;
  }

  private land(came: Came): void {
    if (this.counting) this.keepSurplus(came);
    else if (came.received) {
      this.counting = came;
      for (const earlier of this.failed) this.keepSurplus(earlier);
      this.callOff();
      if (this.flying.size > 0) this.asking.watch.becomesLeftover(this.out);
      if (this.asking.stop.aborted) this.giveUpLeftover();
      this.count(came);
    } else {
      this.failed.push(came);
      // What waits for a slot is called off: whoever asks again does so on the terms of a failure.
      if (this.flying.size === 0) this.callOff();
    }
    this.endIfOver();
  }

  private keepSurplus(came: Came): void {
    if (came.received ?? came.failure?.kind === 'malformed') this.surplus ??= came;
  }

  private endIfOver(): void {
    if (this.flying.size > 0 || this.again === 'waiting' || this.isOver) return;
    this.isOver = true;
    this.asking.watch.arrive(this.out);
    this.asking.stop.removeEventListener('abort', this.giveUpLeftover);
    if (!this.counting) {
      // What was paid for comes first.
      const paid = this.failed.find((came) => !came.received && came.failure?.kind === 'malformed');
      const counts = paid ?? this.failed.at(-1);
      for (const came of this.failed) if (came !== counts) this.keepSurplus(came);
      if (counts) this.count(counts);
    }
    this.end(this.surplus);
  }

  private readonly giveUpLeftover = (): void => {
    if (!this.counting) return;
    for (const controller of this.flying.values()) controller.abort();
  };

  /** Few are asked a second time: nothing is made, and no error, for those that are not. */
  private callOff(): void {
    this.callOffAgain?.abort();
  }

  private async askAgain(): Promise<void> {
    if (this.counting || this.flying.size === 0 || this.asking.stop.aborted) {
      this.asking.watch.notHedged(this.out);
      return;
    }
    this.again = 'waiting';
    this.callOffAgain = new AbortController();
    const signal = AbortSignal.any([this.callOffAgain.signal, this.asking.stop]);
    let slot: Slot | undefined;
    try {
      slot = await this.asking.acquireAgain(signal);
      signal.throwIfAborted();
      await this.asking.beginAgain();
      if (signal.aborted) await this.asking.withdrawAgain();
      signal.throwIfAborted();
      this.again = 'asked';
    } catch {
      // It was answered meanwhile, or nothing may be sent or stored just now: then the first is waited for as before.
      slot?.release(unused);
      this.again = 'never';
      this.asking.watch.notHedged(this.out);
      this.endIfOver();
      return;
    }
    void this.fly('second', slot);
  }
}
