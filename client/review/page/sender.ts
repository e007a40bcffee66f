import type { PostedVerdicts, VerdictsAnswer } from '../server/messages';
import type { Journal, JournalEntry, Scope } from './journal';

const maxInMessage = 100;
const firstWaitMs = 400;
const longestWaitMs = 15_000;

export type Connection =
  | { readonly state: 'connected' }
  /** No answer: tried again by itself. */
  | { readonly state: 'away' }
  /** The server was started anew and wants its link. */
  | { readonly state: 'locked' };

interface Surroundings {
  submit(batch: Scope, posted: PostedVerdicts): Promise<VerdictsAnswer>;
  /** HTTP status of an answer that was not a success; undefined where no answer came. */
  statusOf(error: unknown): number | undefined;
  setTimer(callback: () => void, milliseconds: number): unknown;
  clearTimer(timer: unknown): void;
  changed(connection: Connection): void;
}

/** Brings the journal's verdicts to the server: at once, together, and again until each of them is durable or refused. */
export class Sender {
  private isSending = false;
  private waitMs = firstWaitMs;
  private timer: unknown;

  constructor(
    private readonly journal: Journal,
    private readonly surroundings: Surroundings,
  ) {}

  /** Sends what is there. A verdict that is given meanwhile goes with the next message. */
  async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.surroundings.clearTimer(this.timer);
    try {
      for (let group = this.nextGroup(); group.length > 0; group = this.nextGroup()) {
        await this.sendGroup(group);
        this.waitMs = firstWaitMs;
        this.surroundings.changed({ state: 'connected' });
      }
    } catch (error) {
      this.surroundings.changed({
        state: this.surroundings.statusOf(error) === 401 ? 'locked' : 'away',
      });
    } finally {
      this.isSending = false;
    }
    if (this.journal.unsent().length > 0) this.sendLater();
  }

  private sendLater(): void {
    this.timer = this.surroundings.setTimer(() => void this.send(), this.waitMs);
    this.waitMs = Math.min(longestWaitMs, this.waitMs * 2);
  }

  /** Of one batch and one reviewer; never two revisions of an item. */
  private nextGroup(): JournalEntry[] {
    const waiting = this.journal.toSend();
    const [first] = waiting;
    if (!first) return [];
    const items = new Set<number>();
    return waiting
      .filter((entry) => {
        const isSame =
          entry.runKey === first.runKey && entry.batch === first.batch && entry.reviewer === first.reviewer;
        if (!isSame || items.has(entry.given.item)) return false;
        items.add(entry.given.item);
        return true;
      })
      .slice(0, maxInMessage);
  }

  private async sendGroup(group: readonly JournalEntry[]): Promise<void> {
    const scope = group[0] as Scope;
    const verdicts = group.map(({ given }) => given);
    try {
      const { kept, refused } = await this.surroundings.submit(scope, { reviewer: scope.reviewer, verdicts });
      for (const { item, revision } of kept) this.journal.settle(scope, item, revision);
      for (const { item, revision, why } of refused) this.journal.settle(scope, item, revision, why);
    } catch (error) {
      const status = this.surroundings.statusOf(error);
      // 400 and the like: this message will never be taken. Alone, one bad verdict stops no other.
      if (status === undefined || status === 401 || status === 403 || status >= 500) throw error;
      if (group.length > 1) for (const entry of group) await this.sendGroup([entry]);
      else
        for (const { item, revision } of verdicts)
          this.journal.settle(scope, item, revision, error instanceof Error ? error.message : String(error));
    }
  }
}
