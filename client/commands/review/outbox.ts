import { randomUUID } from 'node:crypto';
import { UserError } from '../../../core/foundations/userError';
import type { GivenVerdict, SubmitOutcome } from '../../../core/review/batch';

/** Milliseconds before a verdict is sent again, the longer the oftener it failed. */
const pauses = [250, 1_000, 3_000] as const;

export interface OutboxEvents {
  /** Something changed: `unsent` or `trouble`. */
  readonly onChange: () => void;
  readonly onCounted: (outcome: SubmitOutcome) => void;
  /** The batch's workflow has a reason not to take it. */
  readonly onRefused: (verdict: GivenVerdict, why: string) => void;
}

/**
 * Verdicts on their way, one after the other in the order in which they were given. Each is sent under one id until somebody has it,
 * so that a verdict whose answer was lost counts once.
 */
export class Outbox {
  private readonly waiting: { readonly verdict: GivenVerdict; readonly updateId: string }[] = [];
  private sending: Promise<void> | undefined;
  private readonly ended = new AbortController();
  /** Why the oldest is not saved yet; empty where nothing is wrong. */
  trouble = '';

  constructor(
    private readonly reviewer: string,
    private readonly submit: (verdict: GivenVerdict, updateId: string) => Promise<SubmitOutcome>,
    private readonly events: OutboxEvents,
  ) {}

  /** Not known to be durable, the oldest first. */
  get unsent(): readonly GivenVerdict[] {
    return this.waiting.map(({ verdict }) => verdict);
  }

  add(verdict: GivenVerdict): void {
    this.waiting.push({ verdict, updateId: `${this.reviewer}/${verdict.item}/${randomUUID()}` });
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
  }

  /** Resolves when everything is durable, or the signal says that enough was waited. */
  async flush(signal: AbortSignal): Promise<void> {
    const enough = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.sending, enough]);
    this.ended.abort();
  }

  private async sendAll(): Promise<void> {
    for (let failures = 0; ;) {
      const [next] = this.waiting;
      if (!next || this.ended.signal.aborted) return;
      try {
        const outcome = await this.submit(next.verdict, next.updateId);
        this.waiting.shift();
        [failures, this.trouble] = [0, ''];
        this.events.onCounted(outcome);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (error instanceof UserError) {
          this.waiting.shift();
          this.events.onRefused(next.verdict, message);
        } else {
          this.trouble = message;
          this.events.onChange();
          await pause(pauses[Math.min(failures++, pauses.length - 1)] ?? 0, this.ended.signal);
        }
      }
    }
  }
}

/** Ends early, without an error, when the signal says so. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
