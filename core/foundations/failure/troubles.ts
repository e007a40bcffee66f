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

/** From when on people are told of it, in milliseconds: what passes sooner is no news. */
export const shownAfter = 30_000;

/** How long a failure counts that nobody heard of again, on top of the time until it was to be tried again, in milliseconds. */
const forgottenAfter = 60_000;

interface Failing {
  readonly since: number;
  readonly lastAt: number;
  readonly times: number;
  readonly message: string;
  readonly until: number;
}

/** One thing of several that fail alike: a shard of a stage. */
export interface TroubleAddress {
  readonly runKey: string;
  readonly what: string;
  readonly part: string;
}

export interface TroubleNews {
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When it failed first, where that is known from elsewhere. */
  readonly since?: number;
  /** In how many milliseconds it is tried again. */
  readonly againIn?: number;
}

/**
 * What one process sees fail and pass by itself.
 *
 * 1. When does a trouble begin? With its first failure. It is shown once it is half a minute old.
 * 2. When is it over? When all of its parts succeeded, or ended otherwise; and a minute after it should have been tried again, since
 *    another process may have done it.
 */
export class Troubles {
  private readonly failing = new Map<string, Map<string, Map<string, Failing>>>();

  failed({ runKey, what, part }: TroubleAddress, { message, now, since, againIn = 0 }: TroubleNews): void {
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
    });
  }

  over({ runKey, what, part }: TroubleAddress): void {
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
        for (const [part, { until }] of parts) if (until <= now) this.over({ runKey, what, part });
        const lasting = [...parts.values()];
        const last = lasting.reduce<Failing | undefined>(
          (latest, one) => (latest && latest.lastAt > one.lastAt ? latest : one),
          undefined,
        );
        const since = Math.min(...lasting.map((one) => one.since));
        if (!last || now - since < shownAfter) return [];
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

/** Troubles as they come by a signal, which can be anything. */
export function readTroubles(payload: unknown): { readonly worker: string; readonly troubles: Trouble[] } {
  const { worker, troubles } = record(payload);
  return {
    worker: typeof worker === 'string' ? worker : '',
    troubles: (Array.isArray(troubles) ? troubles : []).flatMap((one: unknown) => {
      const { what, message, times, since, lastAt } = record(one);
      const words = [what, message, since, lastAt];
      if (!words.every((word) => typeof word === 'string') || typeof times !== 'number') return [];
      return [{ what, message, times, since, lastAt } as Trouble];
    }),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
