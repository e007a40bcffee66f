import { batch as together, computed, signal, type ReadonlySignal } from '@preact/signals';
import { edited, namedTexts } from '../../../core/review/pairTexts';
import type { ReviewEvidence } from '../../../core/review/reviewItem';
import type { BatchSummary } from '../reviewDesk';
import type { PageItem, ReviewerView } from '../server/messages';
import { matches, noFilters, type Filters, type ItemState } from './filters';
import type { Decision, Journal, Scope } from './journal';
import { isTooQuick, secondsEach, wordCount } from './pace';
import { server, ServerRefusal } from './server';
import { secondsWords, verdictWords } from './verdictWords';

/** Holds are renewed and widened when fewer than this many items are ahead. */
const fewestAhead = 10;
const heldAtOnce = 30;
const holdIsFreshMs = 60_000;

interface Surroundings {
  readonly journal: Journal;
  readonly assisted: boolean;
  /** Goes up with every change of the journal. */
  readonly journalVersion: ReadonlySignal<number>;
  /** The journal has something new to send. */
  changed(): void;
  staysAfterVerdict(): boolean;
}

interface Standing {
  readonly decision: Decision | undefined;
  readonly revision: number;
}

/** One batch on the page: which pair is shown, what this reviewer decided, what may be seen. */
export class Workbench {
  readonly view = signal<ReviewerView>(undefined as unknown as ReviewerView);
  readonly filters = signal<Filters>(noFilters);
  /** Settling conflicts, instead of reviewing. */
  readonly isSettling = signal(false);
  /** Number of the item on the card; null: nothing is left. */
  readonly position = signal<number | null>(null);
  readonly panel = signal<'none' | 'reasons' | 'edit'>('none');
  readonly isEvidenceOpen = signal(false);
  /** Null: there is none. */
  readonly evidence = signal<ReadonlyMap<number, ReviewEvidence | null>>(new Map());
  /** What was last done, for the eye and for screen readers. */
  readonly message = signal('');
  /** Edits that were begun and not saved: texts of an item by their names. */
  readonly drafts = new Map<number, ReadonlyMap<string, string>>();
  readonly scope: Scope;
  /** Flags on pairs that have no verdict yet: they go with it. */
  private readonly flagged = signal<ReadonlySet<number>>(new Set());
  private readonly byNumber: ReadonlyMap<number, PageItem>;
  private shownMs = 0;
  private shownSince: number | null = null;
  private isClaiming = false;
  private heldAt = -Infinity;
  private held: ReadonlySet<number> = new Set();
  /** Pairs that were at hand since this view of conflicts was opened, and whether they are settled: undoing opens one again. */
  private readonly settledHere = signal<ReadonlyMap<number, boolean>>(new Map());

  /** This reviewer's verdicts: the server's and those on their way, the newest revision of each. */
  private readonly standing = computed<ReadonlyMap<number, Standing>>(() => {
    void this.surroundings.journalVersion.value;
    const newest = new Map<number, Standing>(
      this.view.value.mine.map((verdict) => [
        verdict.item,
        { decision: decisionOf(verdict), revision: verdict.revision },
      ]),
    );
    for (const { given, state } of this.surroundings.journal.of(this.scope)) {
      // Equal revisions: the journal's, which has an edit's words.
      if (state === 'refused' || given.revision < (newest.get(given.item)?.revision ?? 0)) continue;
      newest.set(given.item, { decision: decisionOf(given), revision: given.revision });
    }
    return newest;
  });

  /** With what was taken back here and the server's view still has: that is open again. */
  private readonly openToMe = computed(() => {
    const takenBack = this.view.value.mine.filter(({ item }) => this.mine(item) === undefined);
    return new Set([...this.view.value.open, ...takenBack.map(({ item }) => item)]);
  });
  private readonly toSettle = computed(() => new Set(this.view.value.toSettle));
  private readonly revealed = computed(
    () => new Map(this.view.value.revealed.map((revealed) => [revealed.item, revealed])),
  );

  /** Items that are browsed, in the batch's order. */
  readonly browsed = computed<readonly PageItem[]>(() =>
    this.items.filter((item) =>
      this.isSettling.value
        ? this.toSettle.value.has(item.item) || this.settledHere.value.has(item.item)
        : matches(this.filters.value, item, this.stateOf(item.item)),
    ),
  );
  readonly doneCount = computed(() => this.browsed.value.filter(({ item }) => !this.isToDo(item)).length);
  readonly current = computed(() => this.byNumber.get(this.position.value ?? -1) ?? null);
  readonly pace = computed(() => {
    void this.surroundings.journalVersion.value;
    const decided = this.surroundings.journal.of(this.scope).filter(({ undoes }) => undoes === undefined);
    return secondsEach(decided.map(({ at }) => at));
  });

  constructor(
    readonly batch: BatchSummary,
    readonly items: readonly PageItem[],
    view: ReviewerView,
    reviewer: string,
    private readonly surroundings: Surroundings,
  ) {
    this.scope = { runKey: batch.runKey, batch: batch.batch, reviewer };
    this.byNumber = new Map(items.map((item) => [item.item, item]));
    this.view.value = view;
    this.isEvidenceOpen.value = surroundings.assisted;
    this.go(this.nextToDo(0));
  }

  get assisted(): boolean {
    return this.surroundings.assisted;
  }

  mine(item: number): Decision | undefined {
    return this.standing.value.get(item)?.decision;
  }

  stateOf(item: number): ItemState {
    const mine = this.mine(item);
    return {
      mine,
      isOpen: this.openToMe.value.has(item),
      isFlagged: mine?.flagged ?? this.flagged.value.has(item),
      revealed: this.revealed.value.get(item),
      failed: this.mayShowEvidence(item) ? failedFilters(this.evidence.value.get(item)) : [],
    };
  }

  /** Others' verdicts, once there is one of this reviewer's. */
  others(item: number): ReviewerView['revealed'][number]['others'] {
    return this.mine(item) ? (this.revealed.value.get(item)?.others ?? []) : [];
  }

  mayShowEvidence(item: number): boolean {
    return this.assisted || this.standing.value.get(item)?.decision !== undefined;
  }

  /** The pair with this reviewer's edit in it. */
  shownTexts(item: PageItem): PageItem {
    return edited(item, this.mine(item.item)?.edit);
  }

  /** A verdict on the pair that is shown: kept at once, sent, and the next pair comes. */
  decide(decision: Pick<Decision, 'verdict' | 'reason' | 'edit'>): void {
    const item = this.current.value;
    if (!item || !this.mayDecide(item.item)) return;
    const seconds = this.secondsShown();
    const isFlagged = this.stateOf(item.item).isFlagged;
    const isKept = this.keep({
      item: item.item,
      ...decision,
      ...(isFlagged ? { flagged: true } : {}),
      seconds,
      ...(this.assisted || this.wasRevealed(item.item) ? { assisted: true } : {}),
    });
    if (!isKept) return;
    const words = wordCount(...namedTexts(item).values());
    const quick = isTooQuick(words, seconds)
      ? ` That was ${words} words in ${secondsWords(seconds)}: marked "not read".`
      : '';
    together(() => {
      this.message.value = `Pair ${item.item} ${verdictWords(decision)}.${quick}`;
      this.panel.value = 'none';
      this.drafts.delete(item.item);
      if (this.isSettling.value) this.markSettled(item.item, decision.verdict !== 'unsure');
      if (this.surroundings.staysAfterVerdict() || this.isSettling.value) void this.showEvidence();
      else this.go(this.nextToDo(item.item));
    });
  }

  /** Another revision says what stood before, or that nothing does. */
  undo(): void {
    const last = this.surroundings.journal.lastDone(this.scope);
    if (!last) {
      this.message.value = 'There is nothing to undo.';
      return;
    }
    const { item, revision } = last.given;
    const before: Decision = last.before ?? { item, verdict: 'withdrawn' };
    const isKept = this.keep({ ...before, ...(this.wasRevealed(item) ? { assisted: true } : {}) }, revision);
    if (!isKept) return;
    together(() => {
      if (this.isSettling.value) this.markSettled(item, false);
      this.panel.value = 'none';
      this.isEvidenceOpen.value = this.assisted;
      if (!this.browsed.value.some((browsed) => browsed.item === item)) this.filters.value = noFilters;
      this.go(item);
      this.message.value = `Undone: pair ${item} is ${verdictWords(before)}.`;
    });
  }

  flag(): void {
    const item = this.position.value;
    if (item === null) return;
    const { mine, isFlagged } = this.stateOf(item);
    if (mine && !this.keep({ ...mine, flagged: !isFlagged })) return;
    const flags = new Set(this.flagged.value);
    if (isFlagged) flags.delete(item);
    else flags.add(item);
    together(() => {
      this.flagged.value = flags;
      this.message.value = `Pair ${item} ${isFlagged ? 'is no longer flagged' : 'is flagged'}.`;
    });
  }

  browse(step: 1 | -1): void {
    const numbers = this.browsed.value.map(({ item }) => item);
    const here = this.position.value;
    const target =
      here === null
        ? step < 0
          ? numbers.at(-1)
          : undefined
        : step < 0
          ? numbers.findLast((item) => item < here)
          : numbers.find((item) => item > here);
    if (target === undefined) {
      this.message.value = step < 0 ? 'This is the first pair.' : 'This is the last pair.';
      return;
    }
    this.go(target);
    this.message.value = `Pair ${target}.`;
  }

  go(item: number | null): void {
    together(() => {
      this.position.value = item;
      this.panel.value = 'none';
      if (item === null || !this.mayShowEvidence(item)) this.isEvidenceOpen.value = false;
    });
    this.shownMs = 0;
    this.shownSince = performance.now();
    if (item !== null && this.isEvidenceOpen.value) void this.showEvidence();
    void this.holdAhead();
  }

  /** Whether it waits for this reviewer: for a first verdict, or, among conflicts, for the one that settles it. */
  isToDo(item: number): boolean {
    if (!this.isSettling.value) return this.mine(item) === undefined;
    return !(this.settledHere.value.get(item) ?? !this.toSettle.value.has(item));
  }

  /** First pair after this one that is to do, from the beginning again at the end. */
  nextToDo(after: number): number | null {
    const todo = this.browsed.value.filter(({ item }) => this.isToDo(item));
    return (todo.find(({ item }) => item > after) ?? todo[0])?.item ?? null;
  }

  settle(isSettling: boolean): void {
    together(() => {
      this.settledHere.value = new Map();
      this.isSettling.value = isSettling;
      this.filters.value = noFilters;
      this.isEvidenceOpen.value = false;
      this.message.value = '';
      this.go(this.nextToDo(0));
    });
  }

  /** Reading time doesn't run while the page is hidden. */
  setVisible(isVisible: boolean): void {
    if (!isVisible && this.shownSince !== null) this.shownMs += performance.now() - this.shownSince;
    this.shownSince = isVisible ? performance.now() : null;
  }

  toggleEvidence(): void {
    if (this.isEvidenceOpen.value) this.isEvidenceOpen.value = false;
    else void this.showEvidence();
  }

  async showEvidence(): Promise<void> {
    const item = this.position.value;
    if (item === null) return;
    if (!this.mayShowEvidence(item)) {
      this.message.value = 'Decide first: the evidence is shown after your verdict.';
      return;
    }
    this.isEvidenceOpen.value = true;
    if (this.evidence.value.has(item)) return this.markRevealed(item);
    try {
      await this.whenKept(item);
      const evidence = await server.evidence(this.scope, item, this.scope.reviewer);
      this.evidence.value = new Map(this.evidence.value).set(item, evidence);
      this.markRevealed(item);
      await this.refresh();
    } catch (error) {
      if (error instanceof ServerRefusal && error.status === 422) {
        this.evidence.value = new Map(this.evidence.value).set(item, null);
        return this.markRevealed(item);
      }
      this.message.value =
        error instanceof ServerRefusal
          ? error.message
          : 'The evidence is not here: the server does not answer. Your verdict is kept.';
    }
  }

  /** What others did, and what the server knows of ours. */
  async refresh(): Promise<void> {
    const view = await server.view(this.scope, this.scope.reviewer);
    const known = new Map(view.mine.map((verdict) => [verdict.item, verdict]));
    for (const entry of this.surroundings.journal.of(this.scope)) {
      const theirs = known.get(entry.given.item);
      const isTaken =
        entry.state === 'kept' &&
        theirs?.revision === entry.given.revision &&
        theirs.verdict !== entry.given.verdict;
      if (isTaken) {
        this.surroundings.journal.renumber(entry, theirs.revision);
        this.surroundings.changed();
      }
    }
    this.view.value = view;
    // Pairs that came back to everybody, since somebody's hold ran out.
    if (this.position.value === null) {
      const next = this.nextToDo(0);
      if (next !== null) this.go(next);
    }
  }

  private keep(decision: Decision, undoes?: number): boolean {
    const standing = this.standing.value.get(decision.item);
    try {
      this.surroundings.journal.add(
        this.scope,
        decision,
        standing?.revision ?? 0,
        standing?.decision ?? null,
        undoes,
      );
    } catch {
      // Storage refuses only for want of room: people have to see to that.
      this.message.value =
        'The verdict was not kept: this browser has no room for it. Free some in its settings for this page.';
      return false;
    }
    this.surroundings.changed();
    return true;
  }

  private markSettled(item: number, isSettled: boolean): void {
    this.settledHere.value = new Map(this.settledHere.value).set(item, isSettled);
  }

  /** After the reveal one change is allowed, and settling a conflict; both verdicts are kept. Undoing is always possible. */
  private mayDecide(item: number): boolean {
    if (this.isSettling.value && this.isToDo(item)) return true;
    if (this.assisted || !this.wasRevealed(item) || this.mine(item) === undefined) return true;
    const entries = this.surroundings.journal.of(this.scope).filter(({ given }) => given.item === item);
    const undone = new Set(entries.map(({ undoes }) => undoes));
    const hasChanged = entries.some(
      ({ given, undoes }) => given.assisted && undoes === undefined && !undone.has(given.revision),
    );
    if (hasChanged)
      this.message.value =
        'You changed this verdict after seeing the evidence. One change is allowed; undo takes it back.';
    return !hasChanged;
  }

  private get revealedName(): string {
    return `seedbed-review|revealed|${JSON.stringify(Object.values(this.scope))}`;
  }

  private wasRevealed(item: number): boolean {
    return (JSON.parse(localStorage.getItem(this.revealedName) ?? '[]') as number[]).includes(item);
  }

  private markRevealed(item: number): void {
    if (this.wasRevealed(item)) return;
    const known = JSON.parse(localStorage.getItem(this.revealedName) ?? '[]') as number[];
    localStorage.setItem(this.revealedName, JSON.stringify([...known, item]));
  }

  private secondsShown(): number {
    const running = this.shownSince === null ? 0 : performance.now() - this.shownSince;
    return Math.min(86_400, Math.round((this.shownMs + running) / 100) / 10);
  }

  /** The server shows evidence once the verdict has reached it. */
  private async whenKept(item: number): Promise<void> {
    const isOnItsWay = (): boolean =>
      this.surroundings.journal
        .of(this.scope)
        .some(({ given, state }) => given.item === item && state === 'unsent');
    for (let wait = 0; isOnItsWay() && wait < 100; wait++)
      await new Promise((resolve) => setTimeout(resolve, 30));
  }

  /** Tells the others which pairs come next here. What is held is renewed with it. */
  async holdAhead(): Promise<void> {
    const isFresh = performance.now() - this.heldAt < holdIsFreshMs;
    const ahead = this.browsed.value.filter(
      ({ item }) => this.held.has(item) && this.mine(item) === undefined,
    ).length;
    const isEnough = isFresh && (ahead >= fewestAhead || this.held.size < heldAtOnce);
    if (this.isClaiming || this.isSettling.value || this.view.value.state === 'closed' || isEnough) return;
    this.isClaiming = true;
    this.heldAt = performance.now();
    try {
      const { items } = await server.hold(this.scope, this.scope.reviewer, heldAtOnce);
      this.held = new Set(items);
      await this.refresh();
    } catch {
      // Without a hold two people may do the same pair, which harms nothing. It is tried again later.
    } finally {
      this.isClaiming = false;
    }
  }
}

export function failedFilters(evidence: ReviewEvidence | null | undefined): string[] {
  return (evidence?.scores ?? []).filter(({ passed }) => !passed).map(({ filter }) => filter);
}

/** A verdict that was taken back is none. */
function decisionOf(given: Decision): Decision | undefined {
  if (given.verdict === 'withdrawn') return undefined;
  const { item, verdict, reason, edit, flagged, seconds, assisted } = given;
  return {
    item,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(edit === undefined ? {} : { edit }),
    ...(flagged === undefined ? {} : { flagged }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(assisted === undefined ? {} : { assisted }),
  };
}
