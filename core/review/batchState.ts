import { agreementOf, type Ratings } from './agreement';
import type {
  Agreement,
  BatchItem,
  BatchPolicy,
  BatchView,
  HeldItems,
  HoldItems,
  GivenVerdict,
  ItemOutcome,
  KnownVerdict,
  LoadedBatch,
  SubmitOutcome,
  SubmitVerdicts,
} from './batch';
import { decideItem, outcomeOf, type ItemDecision, type Vote } from './decideItem';
import type { SignalledVerdict } from './readMessages';
import { remembered, sayingOf } from './saying';
import type { Verdict } from '../vocabulary/verdict';

/** Reviewers of one item beside the adjudicator: what a batch remembers has to fit into one message. */
const maxReviewersOfItem = 4;
/** Earlier messages on one item by one reviewer that are known when they arrive again. */
const maxSeen = 6;
const maxMalformedShown = 10;
/** A batch that was reopened ends when nothing more came for so long. */
const idleMs = 60_000;

/** All that a batch is, to go on with when it continues as new. Texts are the store's. */
export interface CarriedBatch {
  readonly batch: number;
  readonly policy: BatchPolicy;
  readonly items: readonly BatchItem[];
  readonly excerpt: string;
  readonly reopened: boolean;
  /** In the order in which each item's reviewers first came. What was taken back is among them. */
  readonly verdicts: readonly KnownVerdict[];
  readonly holds: BatchView['holds'];
  readonly malformed: BatchView['malformed'];
  readonly late: number;
  /** Milliseconds since the epoch, all of them. */
  readonly openedAt: number;
  readonly dueAt: number;
  readonly remindAt: number;
  readonly changedAt: number;
  readonly reminders: number;
  /** Why the last reminder reached nobody; empty where it did. */
  readonly reminderProblem: string;
  /** Verdicts that changed something, and how many of them were in the outcomes last applied; -1: nothing was applied yet. */
  readonly changes: number;
  readonly applied: number;
  readonly finishing: boolean;
}

/** A batch that has just been loaded. */
export function openBatch(
  { policy, items, verdicts, excerpt }: LoadedBatch,
  { batch, reopened, at }: { batch: number; reopened: boolean; at: number },
): CarriedBatch {
  return {
    ...{ batch, policy, items, excerpt, reopened, verdicts, holds: [] },
    malformed: { count: 0, newest: [] },
    late: 0,
    openedAt: at,
    dueAt: at + policy.timeoutMs,
    remindAt: at + policy.remindMs,
    changedAt: at,
    ...{ reminders: 0, reminderProblem: '', changes: 0, applied: reopened ? 0 : -1, finishing: false },
  };
}

/** What a message changed: what to answer, and what to record. */
export interface Submitted {
  readonly outcome: SubmitOutcome;
  readonly verdicts: readonly Verdict[];
}

interface ItemState extends BatchItem {
  /** Each reviewer's newest, in the order in which they first came; one that was taken back loses its place. */
  readonly known: Map<string, KnownVerdict>;
  decision: ItemDecision;
}

interface Hold {
  readonly reviewer: string;
  readonly until: number;
}

/**
 * A batch: who said what, who holds what, what is decided, when something is due. It reads no clock and does nothing: times are
 * handed in, in milliseconds since the epoch, and what it says is to be recorded is its caller's to record.
 */
export class BatchState {
  private readonly items = new Map<number, ItemState>();
  private readonly holds = new Map<number, Hold[]>();
  private malformed: { count: number; newest: readonly string[] };
  private late: number;
  private due: number;
  private remind: number;
  private changedAt: number;
  private reminders: number;
  private reminderProblem: string;
  private changes: number;
  private applied: number;
  private finishing: boolean;
  private measured: { changes: number; agreement: Agreement | null } | undefined;

  constructor(private readonly from: CarriedBatch) {
    for (const item of from.items)
      this.items.set(item.item, { ...item, known: new Map(), decision: this.decide(item, []) });
    for (const verdict of from.verdicts) {
      const item = this.items.get(verdict.item);
      if (item) this.know(item, verdict);
    }
    for (const { item, ...hold } of from.holds) this.holds.set(item, [...this.holdsOf(item), hold]);
    this.malformed = from.malformed;
    this.late = from.late;
    this.due = from.dueAt;
    this.remind = from.remindAt;
    this.changedAt = from.changedAt;
    this.reminders = from.reminders;
    this.reminderProblem = from.reminderProblem;
    this.changes = from.changes;
    this.applied = from.applied;
    this.finishing = from.finishing;
  }

  get policy(): BatchPolicy {
    return this.from.policy;
  }

  get excerpt(): string {
    return this.from.excerpt;
  }

  /** What is wrong with verdicts that were read well, in one sentence that names the field; undefined where nothing is. */
  problemOf({ reviewer, verdicts }: SubmitVerdicts): string | undefined {
    for (const [index, given] of verdicts.entries()) {
      const problem =
        this.problemWith(reviewer, given.item, `verdicts[${index}].item`) ??
        this.problemWithEdit(given, `verdicts[${index}].edit`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** A signal as verdicts on this batch's items, or what is wrong with it. */
  verdictsOf({ reviewer, items, given }: SignalledVerdict): SubmitVerdicts | string {
    const numbers = items === 'all' ? this.pendingFor(reviewer) : items;
    for (const [index, item] of numbers.entries()) {
      const problem =
        this.problemWith(reviewer, item, `items[${index}]`) ??
        this.problemWithEdit({ item, ...given }, 'edit');
      if (problem !== undefined) return problem;
    }
    return { reviewer, verdicts: numbers.map((item) => ({ item, ...given })) };
  }

  /**
   * Takes verdicts in, all of them. To be asked `problemOf` first.
   *
   * A verdict that says what the reviewer's last one said changes nothing, nor does a message that was seen before under the same
   * revision. Any other supersedes what the reviewer said before.
   */
  submit({ reviewer, verdicts }: SubmitVerdicts, at: number): Submitted {
    const counted: { item: number; revision: number }[] = [];
    const repeated: number[] = [];
    const record: Verdict[] = [];
    for (const given of verdicts) {
      const item = this.items.get(given.item);
      if (!item) continue;
      const verdict = this.isNew(item, reviewer, given, at);
      if (!verdict) {
        repeated.push(given.item);
        continue;
      }
      counted.push({ item: given.item, revision: verdict.revision });
      record.push(verdict);
      this.release(given.item, reviewer);
    }
    if (record.length > 0) {
      this.changes += record.length;
      this.changedAt = at;
    }
    const touched = new Set(verdicts.map(({ item }) => item));
    const conflicts = this.conflicts().filter((item) => touched.has(item));
    return { outcome: { counted, repeated, conflicts, pending: this.pending().length }, verdicts: record };
  }

  /**
   * Hands out items in the order of their numbers, up to `count` with those that the reviewer holds already, which are renewed. An
   * item goes to as many people as are to look at it yet; one that was meant for somebody, to others only once half of the time is over;
   * one on which reviewers differ, to the adjudicator alone.
   */
  hold({ reviewer, count }: HoldItems, at: number): HeldItems {
    const until = at + this.policy.holdMs;
    const items: number[] = [];
    const open = this.pendingFor(reviewer);
    const isHeld = (item: number) => this.holdsOf(item, at).some((hold) => hold.reviewer === reviewer);
    const held = open.filter(isHeld);
    const free = open.filter((item) => !isHeld(item) && this.isFree(item, reviewer, at));
    for (const item of [...held, ...free].slice(0, Math.max(count, held.length))) {
      const others = this.holdsOf(item, at).filter((hold) => hold.reviewer !== reviewer);
      this.holds.set(item, [...others, { reviewer, until }]);
      items.push(item);
    }
    return { items: items.sort((one, other) => one - other), until };
  }

  /** Ends the batch: what nobody decided goes as at its timeout. */
  finish(): void {
    this.finishing = true;
  }

  noteMalformed(problem: string): void {
    const { count, newest } = this.malformed;
    this.malformed = { count: count + 1, newest: [...newest, problem].slice(-maxMalformedShown) };
  }

  noteLate(): void {
    this.late++;
  }

  /** When there is something to do next, if nobody says anything: a reminder, the timeout, the end of a correction. */
  nextAt(): number {
    if (this.from.reopened) return this.changedAt + idleMs;
    return Math.min(this.due, this.remind);
  }

  /** Whether people are to be reminded now; counts it. */
  takeReminder(at: number): boolean {
    if (this.from.reopened || at < this.remind) return false;
    while (this.remind <= at) this.remind += this.policy.remindMs;
    this.reminders++;
    return true;
  }

  noteReminder(problem: string | null): void {
    this.reminderProblem = problem ?? '';
  }

  /** At its timeout the batch waits as long again, or ends. Returns whether it does so now. */
  takeTimeout(at: number): 'extended' | 'ended' | undefined {
    if (this.from.reopened || at < this.due) return undefined;
    if (this.policy.atTimeout === 'extend') {
      while (this.due <= at) this.due += this.policy.timeoutMs;
      return 'extended';
    }
    this.finish();
    return 'ended';
  }

  get dueAt(): number {
    return this.due;
  }

  /** Whether it is to be closed: everything is decided, somebody finished it, or nothing more is corrected. */
  isOver(at: number): boolean {
    if (this.finishing) return true;
    return this.from.reopened ? at >= this.changedAt + idleMs : this.pending().length === 0;
  }

  /** Whether there is anything that the outcomes last applied don't have. */
  get isToApply(): boolean {
    return this.changes > this.applied;
  }

  /** What it decides now of each item, in their order; `markApplied` once that is where it belongs. */
  outcomes(): { readonly outcomes: ItemOutcome[]; readonly changes: number } {
    const outcomes = [...this.items.values()].map(({ item, decision }) =>
      outcomeOf(item, decision, this.policy),
    );
    return { outcomes, changes: this.changes };
  }

  markApplied(changes: number): void {
    this.applied = changes;
  }

  pending(): number[] {
    return this.numbersOf(({ decision }) => decision.waits);
  }

  conflicts(): number[] {
    return this.numbersOf(({ decision }) => decision.conflict);
  }

  /** Items that wait for this reviewer, among others. */
  pendingFor(reviewer: string): number[] {
    const adjudicates = reviewer === this.policy.adjudicator;
    return this.numbersOf(({ decision, known }) => {
      if (!decision.waits) return false;
      if (decision.conflict && this.policy.adjudicator !== null) return adjudicates;
      return !stands(known.get(reviewer));
    });
  }

  view(at: number, state: BatchView['state']): BatchView {
    return {
      batch: this.from.batch,
      state,
      items: this.items.size,
      pending: this.pending(),
      conflicts: this.conflicts(),
      verdicts: this.known().filter(stands).map(shown),
      holds: this.openHolds(at),
      malformed: this.malformed,
      late: this.late,
      openedAt: this.from.openedAt,
      dueAt: this.due,
      adjudicator: this.policy.adjudicator,
      agreement: this.agreement(),
    };
  }

  /** How far those who saw the same items agree. What settled a conflict was not said independently, and is not in it. */
  agreement(): Agreement | null {
    if (this.measured?.changes !== this.changes) {
      const ratings = [...this.items.values()].map(
        ({ known }): Ratings =>
          new Map(
            [...known.values()]
              .filter((verdict) => stands(verdict) && !verdict.settles)
              .map(({ reviewer, verdict }) => [reviewer, verdict === 'edit' ? 'approve' : verdict]),
          ),
      );
      this.measured = { changes: this.changes, agreement: agreementOf(ratings) };
    }
    return this.measured.agreement;
  }

  /** Where the batch is, in a few lines of Markdown for the Temporal UI. */
  describe(): string {
    const [pending, conflicts] = [this.pending().length, this.conflicts().length];
    const { size } = this.items;
    const { count, newest } = this.malformed;
    return [
      `**${size - pending} of ${size} decided**, ${pending} ${pending === 1 ? 'waits' : 'wait'} for somebody.`,
      ...(conflicts > 0 ? [`Reviewers differ on ${conflicts}: ${listed(this.conflicts())}.`] : []),
      ...(count > 0
        ? [`Messages that could not be used: ${count}. The newest: ${inline(newest.at(-1) ?? '')}`]
        : []),
      ...(this.late > 0 ? [`Messages that came after it had been closed: ${this.late}.`] : []),
      ...(this.reminders > 0
        ? [`People were reminded ${this.reminders === 1 ? 'once' : `${this.reminders} times`}.`]
        : []),
      ...(this.reminderProblem === ''
        ? []
        : [`The last reminder reached nobody: ${inline(this.reminderProblem)}`]),
    ].join('\n\n');
  }

  carry(at: number): CarriedBatch {
    return {
      ...this.from,
      verdicts: this.known(),
      holds: this.openHolds(at),
      malformed: this.malformed,
      late: this.late,
      dueAt: this.due,
      remindAt: this.remind,
      changedAt: this.changedAt,
      reminders: this.reminders,
      reminderProblem: this.reminderProblem,
      changes: this.changes,
      applied: this.applied,
      finishing: this.finishing,
    };
  }

  /** The verdict as it counts; undefined where it is one that is known. */
  private isNew(item: ItemState, reviewer: string, given: GivenVerdict, at: number): Verdict | undefined {
    const last = item.known.get(reviewer);
    const settles = this.wouldSettle(item, reviewer, given);
    const says = sayingOf(given);
    const asked = given.revision;
    if (!last && given.verdict === 'withdrawn') return undefined;
    if (last) {
      const seen = (revision: number, what: string): boolean =>
        (last.revision === revision && last.says === what) ||
        (last.seen?.includes(`${revision}:${what}`) ?? false);
      const isSame = last.says === says && (last.settles ?? false) === settles;
      if (asked === undefined ? isSame : asked <= last.revision && seen(asked, says)) return undefined;
      // Nothing new, under a further number: the number counts, so that what comes again under it is known.
      if (asked !== undefined && asked > last.revision && isSame) {
        item.known.set(reviewer, { ...last, seen: seenAfter(last, [`${asked}:${says}`]) });
        return undefined;
      }
    }
    const known = last?.revision ?? 0;
    const revision = asked !== undefined && asked > known ? asked : known + 1;
    const { item: number, verdict, reason, edit, flagged, seconds, assisted } = given;
    const counted: Verdict = {
      ...{ item: number, reviewer, revision, verdict, at },
      ...(reason !== undefined && { reason }),
      ...(edit !== undefined && { edit }),
      ...(flagged && { flagged }),
      ...(seconds !== undefined && { seconds }),
      ...(assisted && { assisted }),
      ...(settles && { settles }),
    };
    const renumbered = asked !== undefined && asked !== revision ? [`${asked}:${says}`] : [];
    const seen = last ? seenAfter(last, [`${last.revision}:${last.says}`, ...renumbered]) : renumbered;
    this.know(item, { ...remembered(counted), ...(seen.length > 0 && { seen }) });
    return counted;
  }

  private wouldSettle(item: ItemState, reviewer: string, { verdict }: GivenVerdict): boolean {
    if (reviewer !== this.policy.adjudicator || verdict === 'unsure' || verdict === 'withdrawn') return false;
    return item.decision.conflict || (item.known.get(reviewer)?.settles ?? false);
  }

  private know(item: ItemState, verdict: KnownVerdict): void {
    const last = item.known.get(verdict.reviewer);
    if (last && !stands(last)) item.known.delete(verdict.reviewer); // taken back: whoever came meanwhile comes before
    item.known.set(verdict.reviewer, verdict);
    item.decision = this.decide(item, [...item.known.values()]);
  }

  private decide({ needed }: BatchItem, known: readonly KnownVerdict[]): ItemDecision {
    return decideItem(
      known.flatMap(({ verdict, ...rest }): Vote[] =>
        verdict === 'withdrawn' ? [] : [{ ...rest, verdict }],
      ),
      needed,
      this.policy.adjudicator,
    );
  }

  /** An edit names exchanges that its item has. */
  private problemWithEdit(
    { item, edit }: Pick<GivenVerdict, 'item' | 'edit'>,
    field: string,
  ): string | undefined {
    const exchanges = this.from.items.find((one) => one.item === item)?.exchanges ?? 1;
    const beyond = edit?.turns?.find(({ exchange }) => exchange > exchanges);
    return beyond === undefined
      ? undefined
      : `"${field}.turns" names exchange ${beyond.exchange}, and item ${item} has ${exchanges}: turns can't be added.`;
  }

  private problemWith(reviewer: string, number: number, field: string): string | undefined {
    const item = this.items.get(number);
    if (!item)
      return `"${field}" is ${number}, which is no item of this batch: it has ${this.items.size}, numbered from 1.`;
    if (item.known.has(reviewer) || reviewer === this.policy.adjudicator) return undefined;
    const others = [...item.known.keys()].filter((name) => name !== this.policy.adjudicator).length;
    return others < maxReviewersOfItem
      ? undefined
      : `"${field}" is ${number}, on which ${others} reviewers have decided already, the most there may be.`;
  }

  private isFree(number: number, reviewer: string, at: number): boolean {
    const item = this.items.get(number);
    if (!item) return false;
    const holds = this.holdsOf(number, at).length;
    if (item.decision.conflict) return holds === 0;
    const isMeantForOthers = item.assigned.length > 0 && !item.assigned.includes(reviewer);
    const half = this.due - this.policy.timeoutMs / 2;
    if (isMeantForOthers && at < half) return false;
    return holds < item.needed - [...item.known.values()].filter(stands).length;
  }

  private release(item: number, reviewer: string): void {
    const rest = this.holdsOf(item).filter((hold) => hold.reviewer !== reviewer);
    if (rest.length > 0) this.holds.set(item, rest);
    else this.holds.delete(item);
  }

  private holdsOf(item: number, at = 0): Hold[] {
    return (this.holds.get(item) ?? []).filter(({ until }) => until > at);
  }

  private openHolds(at: number): BatchView['holds'] {
    return [...this.holds.keys()]
      .sort((one, other) => one - other)
      .flatMap((item) => this.holdsOf(item, at).map((hold) => ({ item, ...hold })));
  }

  private known(): KnownVerdict[] {
    return [...this.items.values()].flatMap(({ known }) => [...known.values()]);
  }

  private numbersOf(isOne: (item: ItemState) => boolean): number[] {
    return [...this.items.values()].filter(isOne).map(({ item }) => item);
  }
}

function stands(verdict: KnownVerdict | undefined): boolean {
  return verdict !== undefined && verdict.verdict !== 'withdrawn';
}

function seenAfter(last: KnownVerdict, further: readonly string[]): string[] {
  return [...(last.seen ?? []), ...further].slice(-maxSeen);
}

/** A verdict without what only the batch itself needs. */
function shown({ says: _, seen: __, ...verdict }: KnownVerdict): Verdict {
  return verdict;
}

function listed(numbers: readonly number[]): string {
  return numbers.length <= 10 ? numbers.join(', ') : `${numbers.slice(0, 10).join(', ')} and more`;
}

/** Text of a stranger's within a line of Markdown. */
function inline(text: string): string {
  return text.replace(/[`\r\n]/g, ' ').replace(/[\\*_[\]<>|#]/g, '\\$&');
}
