import type { GivenVerdict } from '../../../core/review/batch';
import type { NumberedVerdict } from '../server/messages';
import type { TextStore } from './textStore';

/** Whose verdicts on which batch. */
export interface Scope {
  readonly runKey: string;
  readonly batch: number;
  readonly reviewer: string;
}

export type Decision = Omit<GivenVerdict, 'revision'>;

/** A verdict as this browser keeps it. */
export interface JournalEntry extends Scope {
  readonly given: NumberedVerdict;
  /** What stood before, for undoing; null: nothing. */
  readonly before: Decision | null;
  /** This one takes back the verdict with that revision. */
  readonly undoes?: number;
  readonly at: number;
  /** Which tab it was given in. */
  readonly tab: string;
  readonly state: 'unsent' | 'kept' | 'refused';
  readonly why?: string;
}

const prefix = 'seedbed-review|verdict|';
const keptForMs = 7 * 86_400_000;
/** Another tab sends its own verdicts; after this long it was probably closed. */
const tabIsGoneAfterMs = 3_000;

/**
 * What reviewers decided in this browser. Every verdict is written here before anything is sent, under a name of its own, so that
 * neither a closed tab nor another tab nor a dead server can lose it; it counts as sent when the server says that it is durable.
 */
export class Journal {
  private readonly entries = new Map<string, JournalEntry>();
  /** Of all entries, newest last; made again after a change. */
  private inOrder: readonly JournalEntry[] | null = null;

  constructor(
    private readonly store: TextStore,
    readonly tab: string,
    private readonly now: () => number = Date.now,
  ) {
    this.reread();
    for (const [name, { state, at }] of this.entries)
      if (state === 'kept' && now() - at > keptForMs) this.remove(name);
  }

  /** Takes in what other tabs wrote. */
  reread(): void {
    this.entries.clear();
    this.inOrder = null;
    for (let index = 0; index < this.store.length; index++) {
      const name = this.store.key(index);
      if (name?.startsWith(prefix)) this.take(name);
    }
  }

  /** One name that another tab changed; null: all of them. */
  rereadOne(name: string | null): void {
    if (name === null) this.reread();
    else if (name.startsWith(prefix)) this.take(name);
  }

  /**
   * Keeps a verdict, with the next revision after everything that this browser and the server know.
   * @throws DOMException where the browser's storage is full: the verdict is not kept then.
   */
  add(
    scope: Scope,
    decision: Decision,
    serverRevision: number,
    before: Decision | null,
    undoes?: number,
  ): JournalEntry {
    let revision = serverRevision + 1;
    // Asked of the store itself, which all tabs share, not of what this tab remembers.
    while (this.store.getItem(nameOf(scope, decision.item, revision)) !== null) revision++;
    const entry: JournalEntry = {
      ...scopeOf(scope),
      given: { ...decision, revision },
      before,
      ...(undoes === undefined ? {} : { undoes }),
      at: this.now(),
      tab: this.tab,
      state: 'unsent',
    };
    this.write(entry);
    return entry;
  }

  settle(scope: Scope, item: number, revision: number, refused?: string): void {
    const entry = this.entries.get(nameOf(scope, item, revision));
    if (!entry || entry.state !== 'unsent') return;
    this.write({
      ...entry,
      ...(refused === undefined ? { state: 'kept' } : { state: 'refused', why: refused }),
    });
  }

  /**
   * The server has another verdict under this number, from another browser of the same person: ours gets the next one, so that
   * neither is lost.
   */
  renumber(entry: JournalEntry, serverRevision: number): void {
    this.remove(nameOf(entry, entry.given.item, entry.given.revision));
    this.add(entry, entry.given, serverRevision, entry.before, entry.undoes);
  }

  /** Newest last. */
  of(scope: Scope): JournalEntry[] {
    return this.all().filter((entry) => isIn(scope, entry));
  }

  unsent(): JournalEntry[] {
    return this.all().filter(({ state }) => state === 'unsent');
  }

  /**
   * What this tab is to send now: its own, and what a closed tab left. What is before its own on the same item goes too, whoever gave
   * it: an undo that a reload cut off would else come after what followed it, and supersede that.
   */
  toSend(): JournalEntry[] {
    const unsent = this.unsent();
    const isOurs = ({ tab, at }: JournalEntry): boolean =>
      tab === this.tab || this.now() - at > tabIsGoneAfterMs;
    const itemOf = (entry: JournalEntry): string => nameOf(entry, entry.given.item, 0);
    const newest = new Map(unsent.filter(isOurs).map((entry) => [itemOf(entry), entry.given.revision]));
    return unsent.filter((entry) => isOurs(entry) || entry.given.revision < (newest.get(itemOf(entry)) ?? 0));
  }

  /** The last verdict that was not taken back yet. */
  lastDone(scope: Scope): JournalEntry | undefined {
    const done: JournalEntry[] = [];
    for (const entry of this.of(scope)) {
      if (entry.undoes === undefined) done.push(entry);
      else {
        const undone = done.findLastIndex(
          ({ given }) => given.item === entry.given.item && given.revision === entry.undoes,
        );
        if (undone >= 0) done.splice(undone, 1);
      }
    }
    return done.filter(({ state }) => state !== 'refused').at(-1);
  }

  private all(): readonly JournalEntry[] {
    this.inOrder ??= [...this.entries.values()].sort(
      (left, right) => left.at - right.at || left.given.revision - right.given.revision,
    );
    return this.inOrder;
  }

  private write(entry: JournalEntry): void {
    const name = nameOf(entry, entry.given.item, entry.given.revision);
    try {
      this.store.setItem(name, JSON.stringify(entry));
    } catch (error) {
      const kept = [...this.entries].filter(([, { state }]) => state === 'kept');
      if (kept.length === 0) throw error;
      for (const [old] of kept) this.remove(old);
      this.store.setItem(name, JSON.stringify(entry));
    }
    this.entries.set(name, entry);
    this.inOrder = null;
  }

  private take(name: string): void {
    this.inOrder = null;
    const entry = parse(this.store.getItem(name));
    if (entry) this.entries.set(name, entry);
    else this.entries.delete(name);
  }

  private remove(name: string): void {
    this.inOrder = null;
    this.entries.delete(name);
    this.store.removeItem(name);
  }
}

function nameOf({ runKey, batch, reviewer }: Scope, item: number, revision: number): string {
  return prefix + JSON.stringify([runKey, batch, reviewer, item, revision]);
}

function scopeOf({ runKey, batch, reviewer }: Scope): Scope {
  return { runKey, batch, reviewer };
}

function isIn(scope: Scope, entry: Scope): boolean {
  return entry.runKey === scope.runKey && entry.batch === scope.batch && entry.reviewer === scope.reviewer;
}

/** Null for what is not there, or what another version of the page left. */
function parse(text: string | null): JournalEntry | null {
  try {
    const entry = JSON.parse(text ?? 'null') as JournalEntry | null;
    return typeof entry?.given.item === 'number' && typeof entry.given.revision === 'number' ? entry : null;
  } catch {
    return null;
  }
}
