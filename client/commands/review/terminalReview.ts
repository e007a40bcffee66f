import { emitKeypressEvents, type Interface, type Key } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Colors } from 'picocolors/types';
import type { BatchView, GivenVerdict, SubmitOutcome } from '../../../core/review/batch';
import { edited, editTo, namedTexts } from '../../../core/review/pairTexts';
import type { ReviewEvidence, ReviewItem } from '../../../core/review/reviewItem';
import { maxReasonCharacters, usualReasons, type Edit } from '../../../core/vocabulary/verdict';
import { reviewCard } from './reviewCard';
import { counted } from '../../view/quantities';
import { Deck, type OwnVerdict } from './deck';
import { Outbox } from './outbox';
import type { BatchSummary, ReviewDesk } from '../../review/reviewDesk';
import { Screen } from './screen';

/** Items that are asked for at once, and how few may be left before more are. */
const [held, fewLeft] = [20, 3];
/** A held key repeats every 30 ms or so; nobody decides within this many of a new card. */
const repeatMs = 120;
/** How long leaving waits for verdicts that are under way. */
const flushMs = 10_000;

export interface TerminalReviewOptions {
  readonly desk: ReviewDesk;
  readonly batch: BatchSummary;
  readonly reviewer: string;
  readonly assisted: boolean;
  /** Batches that come after this one. */
  readonly following: number;
  readonly input: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'setRawMode'>>;
  readonly output: Pick<WriteStream, 'write' | 'columns' | 'rows' | 'on' | 'off'>;
  readonly colors: Colors;
  /** Ends it from outside, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** Lets a person change the pair; undefined where nothing was changed. */
  readonly edit: (item: ReviewItem) => Promise<Edit | undefined>;
  /** Milliseconds; the time that a verdict took is measured by it. */
  readonly now?: () => number;
}

export interface TerminalReviewEnd {
  readonly how: 'finished' | 'left' | 'interrupted';
  readonly decided: number;
  readonly items: number;
  /** Not known to be durable. */
  readonly unsent: readonly GivenVerdict[];
  /** Why they are not; empty where all are. */
  readonly trouble: string;
}

/** One batch, one pair at a time, by keys. Each verdict is sent at once; the terminal is given back as it was. */
export async function reviewInTerminal(options: TerminalReviewOptions): Promise<TerminalReviewEnd> {
  const { desk, batch } = options;
  // Asked first: where nobody answers, the terminal is not touched.
  const view = await desk.view(batch);
  const offered = await desk.hold(batch, options.reviewer, held);
  return new TerminalReview(options, await desk.items(batch), view, offered.items).run();
}

class TerminalReview {
  private readonly deck: Deck;
  private readonly outbox: Outbox;
  private readonly screen: Screen;
  private readonly now: () => number;
  private readonly conflicts: Set<number>;
  private evidence: ReviewEvidence | undefined;
  private showsHelp = false;
  /** What keys mean: a verdict, which reason a rejection has, or letters of it. */
  private mode: 'card' | 'reason' | 'words' = 'card';
  private words = '';
  private message = '';
  private scrolled = 0;
  private maxScrolled = 0;
  private shownAt: number;
  private holding = false;
  private editing = false;
  private finish: (how: TerminalReviewEnd['how']) => void = () => undefined;

  constructor(
    private readonly options: TerminalReviewOptions,
    items: readonly ReviewItem[],
    view: BatchView,
    offered: readonly number[],
  ) {
    const { desk, batch, reviewer, assisted, output, now = Date.now } = options;
    this.now = now;
    this.shownAt = now() - repeatMs;
    this.screen = new Screen(output);
    this.deck = new Deck(items, view, reviewer, assisted);
    this.conflicts = new Set(view.conflicts);
    this.deck.offer(offered);
    this.outbox = new Outbox(
      reviewer,
      (verdict, updateId) => desk.submit(batch, { reviewer, verdicts: [verdict] }, updateId),
      {
        onChange: () => this.draw(),
        onCounted: (outcome) => this.counted(outcome),
        onRefused: ({ item }, why) => {
          this.deck.forget(item);
          this.message = `Item ${item}: ${why}`;
          this.draw();
        },
      },
    );
  }

  async run(): Promise<TerminalReviewEnd> {
    const { input, output, signal } = this.options;
    const onInterrupt = (): void => this.finish('interrupted');
    const redraw = (): void => this.draw();
    const left = new Promise<TerminalReviewEnd['how']>((resolve) => (this.finish = resolve));
    // Esc alone, and the beginning of an arrow key, are told apart by what follows within so many milliseconds.
    emitKeypressEvents(input, { escapeCodeTimeout: 50 } as unknown as Interface);
    this.listen();
    output.on('resize', redraw);
    signal.addEventListener('abort', onInterrupt);
    if (signal.aborted) onInterrupt();
    this.screen.open();
    if (!this.deck.advance())
      this.message = `Nothing waits for you here. Browse with ← and →. ${this.onwards}`;
    this.turned();
    try {
      const how = await left;
      if (this.outbox.unsent.length > 0) {
        this.message = 'Saving what you decided; Ctrl-C leaves at once.';
        this.draw();
        const hurry = new AbortController();
        this.finish = () => hurry.abort();
        await this.outbox.flush(AbortSignal.any([hurry.signal, AbortSignal.timeout(flushMs)]));
      }
      const { unsent, trouble } = this.outbox;
      return { how, unsent, trouble, decided: this.deck.decided, items: this.deck.items.length };
    } finally {
      this.stopListening();
      output.off('resize', redraw);
      signal.removeEventListener('abort', onInterrupt);
      this.screen.close();
    }
  }

  private listen(): void {
    const { input } = this.options;
    input.on('keypress', this.onKey);
    input.setRawMode?.(true);
    input.resume();
  }

  private stopListening(): void {
    const { input } = this.options;
    input.off('keypress', this.onKey);
    input.setRawMode?.(false);
    input.pause();
  }

  private readonly onKey = (text: string | undefined, key: Key): void => {
    if (key.ctrl) {
      if (key.name === 'c') this.finish('interrupted');
      return;
    }
    if (this.showsHelp) {
      this.showsHelp = false;
      return this.draw();
    }
    const name = text === '?' || text === ' ' ? text : (key.name ?? text ?? '');
    if (this.mode === 'words') this.typed(name, text ?? '');
    else if (this.mode === 'reason') this.giveReason(name);
    else this.press(name);
  };

  private giveReason(key: string): void {
    const reason = usualReasons[Number(key) - 1];
    if (reason !== undefined) this.decide({ verdict: 'reject', reason });
    else if (key === 'return' || key === 'enter') this.decide({ verdict: 'reject' });
    else if (key === 'escape') this.enter('card');
    else if (key === '7') this.enter('words');
  }

  private typed(key: string, text: string): void {
    if (key === 'escape') return this.enter('reason');
    if (key === 'return' || key === 'enter') {
      const reason = this.words.trim();
      return this.decide({ verdict: 'reject', ...(reason !== '' && { reason }) });
    }
    if (key === 'backspace') this.words = [...this.words].slice(0, -1).join('');
    else if (!/\p{Cc}/u.test(text)) this.words = (this.words + text).slice(0, maxReasonCharacters);
    this.draw();
  }

  private enter(mode: 'card' | 'reason' | 'words'): void {
    this.mode = mode;
    this.words = '';
    this.message = '';
    this.draw();
  }

  private press(key: string): void {
    switch (key) {
      case 'a':
        return this.decide({ verdict: 'approve' });
      case 'x':
        return this.mayDecide() ? this.enter('reason') : undefined;
      case ' ':
        return this.decide({ verdict: 'unsure' });
      case 'u':
      case 'backspace':
        return this.undo();
      case 'f':
        return this.flag();
      case 'e':
        return void this.edit();
      case 'i':
        return void this.toggleEvidence();
      case 'left':
      case 'right':
        this.deck.browse(key === 'left' ? -1 : 1);
        return this.turned();
      case 'up':
      case 'down':
        return this.scroll(key === 'up' ? -1 : 1);
      case '?':
        this.showsHelp = true;
        return this.draw();
      case 'return':
      case 'enter':
        return this.deck.waiting === 0 ? this.finish('finished') : undefined;
      case 'q':
      case 'escape':
        return this.finish(this.deck.waiting === 0 && this.options.following === 0 ? 'finished' : 'left');
      default:
        return undefined;
    }
  }

  /** A pair that fits the window is browsed by any arrow. */
  private scroll(by: 1 | -1): void {
    if (this.maxScrolled === 0) {
      this.deck.browse(by);
      return this.turned();
    }
    this.scrolled = Math.min(Math.max(0, this.scrolled + by), this.maxScrolled);
    this.draw();
  }

  /** False for what a held key repeats. */
  private mayDecide(): boolean {
    return this.now() - this.shownAt >= repeatMs;
  }

  private decide(verdict: OwnVerdict): void {
    if (!this.mayDecide()) return;
    this.mode = 'card';
    const { current } = this.deck;
    const given = this.deck.decide(verdict, this.seconds());
    if (given) this.outbox.add(given);
    this.message = given && current ? `${current.item}: ${wordsOf(verdict)}. u takes it back.` : '';
    this.next();
  }

  /** That the card was looked at. */
  private seconds(): number {
    return Math.round((this.now() - this.shownAt) / 100) / 10;
  }

  private undo(): void {
    if (!this.deck.canUndo) {
      this.message = 'There is nothing to take back.';
      return this.draw();
    }
    const given = this.deck.undo();
    if (given) this.outbox.add(given);
    this.message = given?.verdict === 'withdrawn' ? 'Taken back: it is open again.' : 'Taken back.';
    this.turned();
  }

  private flag(): void {
    const { current } = this.deck;
    if (!current) return;
    const given = this.deck.flag();
    if (given) this.outbox.add(given);
    this.message = this.deck.isFlagged(current.item) ? 'Flagged.' : 'No longer flagged.';
    this.draw();
  }

  private async edit(): Promise<void> {
    const { current } = this.deck;
    if (!current || this.editing) return;
    this.editing = true;
    this.stopListening();
    this.screen.close();
    try {
      const own = this.deck.verdictOf(current.item)?.edit;
      const texts = edited(current, own);
      const changed = await this.options.edit(texts);
      if (changed) {
        const edit = editTo(current, namedTexts(edited(texts, changed))) ?? changed;
        const given = this.deck.decide({ verdict: 'edit', edit }, this.seconds());
        if (given) this.outbox.add(given);
        this.message = `${current.item}: edited. u takes it back.`;
      } else this.message = 'Nothing was changed.';
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
    } finally {
      this.editing = false;
      this.screen.open();
      this.listen();
    }
    if (this.deck.verdictOf(current.item)?.verdict === 'edit') this.next();
    else this.draw();
  }

  private async toggleEvidence(): Promise<void> {
    const { current } = this.deck;
    if (!current) return;
    if (this.evidence) {
      this.evidence = undefined;
      return this.draw();
    }
    if (!this.deck.maySeeEvidence(current.item)) {
      this.message = 'Decide first: what the machine thought of it is shown after your verdict.';
      return this.draw();
    }
    await this.showEvidence(current);
  }

  private async showEvidence(item: ReviewItem): Promise<void> {
    try {
      const evidence = await this.options.desk.evidence(this.options.batch, item.item);
      if (this.deck.current === item) this.evidence = evidence;
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
    }
    this.draw();
  }

  private get allDecided(): string {
    return `All that waits for you in batch ${this.options.batch.batch} is decided. ${this.onwards}`;
  }

  /** How to go from here, where nothing is left to decide. */
  private get onwards(): string {
    const { following } = this.options;
    return following === 0 ? 'u takes back, q leaves.' : `q leaves, Enter: ${following} more.`;
  }

  private next(): void {
    if (!this.deck.advance()) this.message = this.allDecided;
    this.turned();
    if (this.deck.waiting <= fewLeft) void this.holdMore();
  }

  /** What others have meanwhile is not offered; where nobody answers, what is there already can be decided on. */
  private async holdMore(): Promise<void> {
    if (this.holding) return;
    this.holding = true;
    const { desk, batch, reviewer } = this.options;
    const wasEmpty = this.deck.waiting === 0;
    try {
      this.deck.offer((await desk.hold(batch, reviewer, held)).items);
      if (wasEmpty && this.deck.advance()) {
        if (this.message === this.allDecided) this.message = '';
        this.turned();
      }
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
      this.draw();
    } finally {
      this.holding = false;
    }
  }

  /** What the answer says of conflicts is about the items that were sent. */
  private counted({ counted: sent, repeated, conflicts }: SubmitOutcome): void {
    for (const item of [...sent.map((one) => one.item), ...repeated]) this.conflicts.delete(item);
    for (const item of conflicts) this.conflicts.add(item);
    this.draw();
  }

  /** Another card is on top. */
  private turned(): void {
    this.evidence = undefined;
    this.scrolled = 0;
    this.shownAt = this.now();
    this.draw();
    const { current } = this.deck;
    if (this.options.assisted && current) void this.showEvidence(current);
  }

  private asks(): string {
    if (this.mode === 'card') return '';
    if (this.mode === 'words') return `Rejected, because: ${this.words}▏`;
    const reasons = usualReasons.map((reason, index) => `${index + 1} ${reason}`);
    return `Why? ${reasons.join('  ')}  7 own words  Enter none  Esc cancel`;
  }

  private draw(): void {
    if (this.editing) return;
    const { batch, reviewer, colors } = this.options;
    const { current } = this.deck;
    const { columns, rows } = this.screen;
    const { unsent, trouble } = this.outbox;
    const { lines, max } = reviewCard(
      {
        ...{ run: batch.run, batch: batch.batch, reviewer, item: current },
        ...{ position: this.deck.position, items: this.deck.items.length, decided: this.deck.decided },
        own: current && this.deck.verdictOf(current.item),
        isFlagged: current !== undefined && this.deck.isFlagged(current.item),
        isConflict: current !== undefined && this.conflicts.has(current.item),
        ...{
          evidence: this.evidence,
          showsHelp: this.showsHelp,
          unsent: unsent.length,
          asks: this.asks(),
          scrolled: this.scrolled,
        },
        message:
          trouble === '' ? this.message : `${counted(unsent.length, 'verdict')} not saved yet: ${trouble}`,
      },
      { columns, rows, colors },
    );
    this.maxScrolled = max;
    this.screen.draw(lines);
  }
}

function wordsOf({ verdict, reason }: OwnVerdict): string {
  const words = { approve: 'approved', reject: 'rejected', edit: 'edited', unsure: 'unsure' }[verdict];
  return reason === undefined ? words : `${words}, ${reason}`;
}
