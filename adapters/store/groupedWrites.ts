import { DatabaseError } from 'pg';

/** Most items in one statement: one that is too large holds up the others. */
const atOnce = 128;

interface Waiting<Item, Done> {
  readonly item: Item;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes that arrive together, by one statement and so by one commit: each costs a system call, a wakeup and a wait for the disk, however
 * much it writes. Those of one turn of the event loop go at once; while `inFlight` statements are under way, or the last one went out a moment
 * ago, those that come gather, and go with the next. Resolves once its own is committed.
 *
 * What the store refuses of one must not be told to the others: a group that it refuses is written again, one by one. A group whose
 * connection broke fails whole, and nobody knows whether it was committed: so items must be safe to be written again.
 *
 * @param write Writes all or nothing, and resolves with what became of each, in their order.
 * @param apartMs At least so long after a statement the next one goes, unless it is full.
 */
export function groupedWrites<Item, Done>(
  write: (items: readonly Item[]) => Promise<readonly Done[]>,
  { inFlight = 2, apartMs = 0 }: { readonly inFlight?: number; readonly apartMs?: number } = {},
): (item: Item) => Promise<Done> {
  let waiting: Waiting<Item, Done>[] = [];
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = 0;
  let lastAt = -Infinity;

  const flush = (): void => {
    isDue = false;
    while (waiting.length > 0 && underWay < inFlight) {
      const early = lastAt + apartMs - performance.now();
      if (early > 0 && waiting.length < atOnce) {
        timer ??= setTimeout(flushInTime, early);
        return;
      }
      const group = waiting.slice(0, atOnce);
      waiting = waiting.slice(atOnce);
      underWay++;
      lastAt = performance.now();
      void writeGroup(write, group).then(() => {
        underWay--;
        flush();
      });
    }
    if (waiting.length > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };

  const flushInTime = (): void => {
    timer = undefined;
    flush();
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isDue || (timer && waiting.length < atOnce)) return;
      isDue = true;
      setImmediate(flush);
    });
}

/** Settles every one of them. */
async function writeGroup<Item, Done>(
  write: (items: readonly Item[]) => Promise<readonly Done[]>,
  group: readonly Waiting<Item, Done>[],
): Promise<void> {
  try {
    const done = await write(group.map(({ item }) => item));
    group.forEach(({ resolve }, index) => resolve(done[index]!));
  } catch (error) {
    if (group.length === 1 || !(error instanceof DatabaseError)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const one of group) await writeGroup(write, [one]);
  }
}
