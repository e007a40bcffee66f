/** What fails and passes by itself, for as long as it does. Times are ISO 8601. */
export interface Trouble {
  /** Which step, or which endpoint. */
  readonly what: string;
  /** What happened last, in words. */
  readonly message: string;
  /** How often it failed. */
  readonly times: number;
  readonly since: string;
  readonly lastAt: string;
}

/** What failed last, also when it no longer does. */
export interface LastFailure extends Trouble {
  /** The model that was asked. */
  readonly model: string;
  /** When it no longer failed; null while it does, or nobody tries it. */
  readonly overAt: string | null;
}

/** Failures to be added to what is remembered of them. */
export interface FailureNote {
  readonly runKey: string;
  readonly what: string;
  readonly model: string;
  readonly message: string;
  /** How often since the last note. 0: only that it is over. */
  readonly times: number;
  readonly since: string;
  readonly lastAt: string;
  /** Whether it was over in between, so that these are counted anew. */
  readonly isNew: boolean;
  readonly isOver: boolean;
}

/** From when on people are told of it, in milliseconds: what passes sooner is no news. */
export const shownAfter = 30_000;
/** The same, where nothing else came of what is asked: there is nothing else to tell. */
export const shownSoonAfter = 2_000;

/** How long a failure counts that nobody heard of again, on top of the time until it was to be tried again, in milliseconds. */
const forgottenAfter = 60_000;

/** Of how many things it is known that they don't fail. */
const mostFine = 256;

interface Failing {
  readonly since: number;
  readonly lastAt: number;
  readonly times: number;
  readonly message: string;
  readonly until: number;
  readonly shownAfter: number;
}

/** One thing of several that fail alike: a shard of a stage. */
export interface TroubleAddress {
  readonly runKey: string;
  readonly what: string;
  readonly part: string;
  /** Whether what failed last is kept when it is over. For what there is little of, by names that last: an endpoint and its models. */
  readonly isRemembered?: boolean;
}

export interface TroubleNews {
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When it failed first, where that is known from elsewhere. */
  readonly since?: number;
  /** In how many milliseconds it is tried again. */
  readonly againIn?: number;
  /** Whether nothing but failures came of it so far. */
  readonly isAllThereIs?: boolean;
}

/**
 * What one process sees fail and pass by itself.
 *
 * 1. When does a trouble begin? With its first failure. It is shown once it is half a minute old, or two seconds where nothing else came.
 * 2. When is it over? When all of its parts succeeded, or ended otherwise; and a minute after it should have been tried again, since
 *    another process may have done it.
 * 3. What is left of it then? Of an endpoint: what failed last, how often, from when to when. `takeNotes` hands that on.
 */
export class Troubles {
  private readonly failing = new Map<string, Map<string, Map<string, Failing>>>();
  private notes = new Map<string, FailureNote>();
  /** What is remembered, and known not to fail: the latest of it, since for one that is missing here a note too many is all that happens. */
  private readonly fine = new Set<string>();

  failed(address: TroubleAddress, news: TroubleNews): void {
    const { runKey, what, part } = address;
    const { message, now, since, againIn = 0, isAllThereIs = false } = news;
    this.note(address, news);
    const ofRun = this.failing.get(runKey) ?? new Map<string, Map<string, Failing>>();
    const parts = ofRun.get(what) ?? new Map<string, Failing>();
    const known = parts.get(part);
    this.failing.set(runKey, ofRun.set(what, parts));
    parts.set(part, {
      since: known?.since ?? Math.min(since ?? now, now),
      lastAt: now,
      times: (known?.times ?? 0) + 1,
      message,
      until: now + againIn + forgottenAfter,
      shownAfter: isAllThereIs ? shownSoonAfter : shownAfter,
    });
  }

  over(address: TroubleAddress): void {
    if (address.isRemembered && !this.fine.has(keyOf(address))) {
      this.fine.add(keyOf(address));
      const [oldest] = this.fine;
      if (this.fine.size > mostFine && oldest !== undefined) this.fine.delete(oldest);
      this.add({ ...noteOf(address, { message: '', now: 0 }), times: 0, isOver: true });
    }
    this.forget(address);
  }

  /** It failed in a way that does not pass: whoever asked stops, and says so itself. */
  stopped(address: TroubleAddress, news: Pick<TroubleNews, 'message' | 'now'>): void {
    this.note(address, news);
    this.forget(address);
  }

  /** What came since they were taken last. Whoever can't pass them on hands them back. */
  takeNotes(): readonly FailureNote[] {
    const notes = [...this.notes.values()];
    this.notes = new Map();
    return notes;
  }

  handBack(notes: readonly FailureNote[]): void {
    const later = this.takeNotes();
    for (const note of [...notes, ...later]) this.add(note);
  }

  private note(address: TroubleAddress, news: TroubleNews): void {
    if (!address.isRemembered) return;
    this.fine.delete(keyOf(address));
    this.add(noteOf(address, news));
  }

  private add(note: FailureNote): void {
    const key = keyOf({ ...note, part: note.model });
    const before = this.notes.get(key);
    this.notes.set(key, before ? together(before, note) : note);
  }

  private forget({ runKey, what, part }: TroubleAddress): void {
    const ofRun = this.failing.get(runKey);
    const parts = ofRun?.get(what);
    if (!parts?.delete(part)) return;
    if (parts.size === 0) ofRun?.delete(what);
    if (ofRun?.size === 0) this.failing.delete(runKey);
  }

  /** What people are to know now, by run. */
  shown(now: number): ReadonlyMap<string, readonly Trouble[]> {
    const shown = new Map<string, readonly Trouble[]>();
    for (const [runKey, ofRun] of this.failing) {
      const troubles = [...ofRun].flatMap(([what, parts]) => {
        for (const [part, { until }] of parts) if (until <= now) this.forget({ runKey, what, part });
        const lasting = [...parts.values()];
        const last = lasting.reduce<Failing | undefined>(
          (latest, one) => (latest && latest.lastAt > one.lastAt ? latest : one),
          undefined,
        );
        const since = Math.min(...lasting.map((one) => one.since));
        if (!last || now - since < Math.min(...lasting.map((one) => one.shownAfter))) return [];
        const times = lasting.reduce((sum, one) => sum + one.times, 0);
        return [{ what, message: last.message, times, since: iso(since), lastAt: iso(last.lastAt) }];
      });
      if (troubles.length > 0) shown.set(runKey, troubles);
    }
    return shown;
  }
}

/**
 * Whether a run is to hear of its troubles anew: of one that is new or over, else ever more seldom, when it lasts twice as long as when
 * it was told last. A history holds what it is told, so it is told little.
 */
export function isNews(
  troubles: readonly Trouble[],
  told: { readonly troubles: readonly Trouble[]; readonly at: number },
  now: number,
): boolean {
  const before = new Set(told.troubles.map(({ what }) => what));
  if (before.size !== troubles.length || troubles.some(({ what }) => !before.has(what))) return true;
  return troubles.some(({ since }) => now - Date.parse(since) >= 2 * (told.at - Date.parse(since)));
}

/** What a worker tells a run. */
export interface TroubleReport {
  readonly worker: string;
  /** What is away, all of it. */
  readonly troubles: readonly Trouble[];
  /** What it told of before, and is over. */
  readonly over: readonly Trouble[];
}

/** A report as it comes by a signal, which can be anything. */
export function readTroubles(payload: unknown): TroubleReport {
  const { worker, troubles, over } = record(payload);
  return {
    worker: typeof worker === 'string' ? worker : '',
    troubles: readAll(troubles),
    over: readAll(over),
  };
}

function readAll(troubles: unknown): Trouble[] {
  return (Array.isArray(troubles) ? troubles : []).flatMap((one: unknown) => {
    const { what, message, times, since, lastAt } = record(one);
    const words = [what, message, since, lastAt];
    if (!words.every((word) => typeof word === 'string') || typeof times !== 'number') return [];
    return [{ what, message, times, since, lastAt } as Trouble];
  });
}

function keyOf({ runKey, what, part }: TroubleAddress): string {
  return JSON.stringify([runKey, what, part]);
}

function noteOf(
  { runKey, what, part }: TroubleAddress,
  { message, now }: Pick<TroubleNews, 'message' | 'now'>,
): FailureNote {
  const at = iso(now);
  return { runKey, what, model: part, message, times: 1, since: at, lastAt: at, isNew: false, isOver: false };
}

/** One note of two that follow each other. */
function together(before: FailureNote, after: FailureNote): FailureNote {
  if (after.times === 0) return { ...before, isOver: after.isOver };
  if (before.isOver) return { ...after, isNew: true };
  const { isNew, since, times } = before;
  return { ...after, isNew, since: times === 0 ? after.since : since, times: times + after.times };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
