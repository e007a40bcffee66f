import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { TroubleStore } from '../adapters/store/troubleStore';
import { isNews, type Trouble, type Troubles } from '../core/foundations/failure/troubles';

const reportEvery = 2_000;

export interface TroubleReport {
  readonly troubles: Troubles;
  readonly store: TroubleStore;
  readonly client: Client;
  /** This process, as the store knows it. */
  readonly holder: string;
  /** What could not be reported; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Tells people what is away, until the signal: the store, from which `status` and `watch` have it, and the run itself, which shows it in
 * the Temporal UI. Either may be what is away: it is told when it is back, if there is still something to tell.
 */
export async function reportTroubles(
  { troubles, store, client, holder, onError }: TroubleReport,
  signal: AbortSignal,
): Promise<void> {
  let stored = '[]';
  const told = new Map<string, { readonly troubles: readonly Trouble[]; readonly at: number }>();

  async function tellStore(shown: ReadonlyMap<string, readonly Trouble[]>): Promise<void> {
    const notes = troubles.takeNotes();
    try {
      if (notes.length > 0) await store.note(notes);
    } catch (error) {
      troubles.handBack(notes);
      throw error;
    }
    const text = JSON.stringify([...shown]);
    if (text === stored) return;
    await store.replace(holder, shown);
    stored = text;
  }

  async function tellRun(runKey: string, shown: readonly Trouble[], now: number): Promise<void> {
    const workflowId = runKey.slice(0, runKey.lastIndexOf('@'));
    const fail = new Set(shown.map(({ what }) => what));
    const over = (told.get(runKey)?.troubles ?? []).filter(({ what }) => !fail.has(what));
    try {
      await client.workflow
        .getHandle(workflowId)
        .signal('troubles', { worker: holder, troubles: shown, over });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // the run has ended: nobody is left to be told
    }
    if (shown.length > 0) told.set(runKey, { troubles: shown, at: now });
    else told.delete(runKey);
  }

  while (!signal.aborted) {
    const now = Date.now();
    const shown = troubles.shown(now);
    const due = [...new Set([...shown.keys(), ...told.keys()])].filter((runKey) =>
      isNews(shown.get(runKey) ?? [], told.get(runKey) ?? { troubles: [], at: now }, now),
    );
    const reports = [tellStore(shown), ...due.map((runKey) => tellRun(runKey, shown.get(runKey) ?? [], now))];
    for (const result of await Promise.allSettled(reports))
      if (result.status === 'rejected') onError(result.reason);
    await delay(reportEvery, undefined, { signal }).catch(() => undefined); // told to end
  }
}
