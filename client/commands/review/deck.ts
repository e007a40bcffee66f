import type { BatchView, GivenVerdict } from '../../../core/review/batch';
import type { ReviewItem } from '../../../core/review/reviewItem';
import type { Edit, VerdictKind } from '../../../core/vocabulary/verdict';

/** What one reviewer said of one item. */
export interface OwnVerdict {
  readonly verdict: VerdictKind;
  readonly reason?: string;
  readonly edit?: Edit;
}

interface Step {
  readonly item: number;
  readonly before: OwnVerdict | undefined;
  readonly wasFlagged: boolean;
}

/** The pairs of a batch in one reviewer's hands: which is on top, what was said of each, and what undo takes back. */
export class Deck {
  private readonly own = new Map<number, OwnVerdict>();
  private readonly flagged = new Set<number>();
  /** Items that were decided once: what the machine thought of them is no secret any more. */
  private readonly revealed = new Set<number>();
  private readonly offered = new Set<number>();
  private readonly steps: Step[] = [];
  private index = 0;

  constructor(
    readonly items: readonly ReviewItem[],
    view: Pick<BatchView, 'verdicts'>,
    readonly reviewer: string,
    /** Whether the machine's scores are shown before the verdict. */
    readonly assisted: boolean,
  ) {
    for (const { item, reviewer: whose, verdict, reason, edit, flagged } of view.verdicts) {
      if (whose !== reviewer || verdict === 'withdrawn') continue;
      this.own.set(item, { verdict, ...(reason !== undefined && { reason }), ...(edit && { edit }) });
      this.revealed.add(item);
      if (flagged) this.flagged.add(item);
    }
  }

  /** The item on top; undefined in an empty batch. */
  get current(): ReviewItem | undefined {
    return this.items[this.index];
  }

  /** From 1. */
  get position(): number {
    return this.index + 1;
  }

  get decided(): number {
    return this.own.size;
  }

  /** How many that were offered wait for this reviewer yet. */
  get waiting(): number {
    return [...this.offered].filter((item) => !this.own.has(item)).length;
  }

  /** Items for this reviewer to decide. */
  offer(items: readonly number[]): void {
    for (const item of items) this.offered.add(item);
  }

  verdictOf(item: number): OwnVerdict | undefined {
    return this.own.get(item);
  }

  isFlagged(item: number): boolean {
    return this.flagged.has(item);
  }

  maySeeEvidence(item: number): boolean {
    return this.assisted || this.revealed.has(item);
  }

  /** To the next item that waits, the first one again after the last. False where none does. */
  advance(): boolean {
    const { length } = this.items;
    for (let step = 0; step < length; step++) {
      const at = (this.index + step) % length;
      const item = this.items[at]?.item ?? 0;
      if (this.offered.has(item) && !this.own.has(item)) {
        this.index = at;
        return true;
      }
    }
    return false;
  }

  /** To the neighbour, decided or not. */
  browse(by: 1 | -1): void {
    this.index = Math.min(Math.max(0, this.index + by), Math.max(0, this.items.length - 1));
  }

  /** What is to be sent, of the item on top. Undefined where nothing would change. */
  decide(verdict: OwnVerdict, seconds?: number): GivenVerdict | undefined {
    const item = this.current?.item;
    if (item === undefined) return undefined;
    const before = this.own.get(item);
    if (JSON.stringify(before) === JSON.stringify(verdict)) return undefined;
    this.steps.push({ item, before, wasFlagged: this.flagged.has(item) });
    this.own.set(item, verdict);
    this.revealed.add(item);
    return { ...this.given(item), ...(seconds !== undefined && { seconds }) };
  }

  /** Marks the item on top, or takes the mark away. What was decided is sent anew; else the mark goes with the verdict. */
  flag(): GivenVerdict | undefined {
    const item = this.current?.item;
    if (item === undefined) return undefined;
    this.steps.push({ item, before: this.own.get(item), wasFlagged: this.flagged.has(item) });
    if (!this.flagged.delete(item)) this.flagged.add(item);
    return this.own.has(item) ? this.given(item) : undefined;
  }

  /** Takes the latest step back, and puts its item on top. Undefined where there is none, or where nothing had been sent. */
  undo(): GivenVerdict | undefined {
    const step = this.steps.pop();
    if (!step) return undefined;
    const { item, before, wasFlagged } = step;
    const wasSent = this.own.has(item);
    if (before) this.own.set(item, before);
    else this.own.delete(item);
    if (wasFlagged) this.flagged.add(item);
    else this.flagged.delete(item);
    this.index = Math.max(
      0,
      this.items.findIndex((one) => one.item === item),
    );
    return wasSent ? this.given(item) : undefined;
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  /** A verdict that was refused counts as not given. */
  forget(item: number): void {
    this.own.delete(item);
  }

  private given(item: number): GivenVerdict {
    const own = this.own.get(item);
    if (!own) return { item, verdict: 'withdrawn' };
    return { item, ...own, flagged: this.flagged.has(item), ...(this.assisted && { assisted: true }) };
  }
}
