import type { BatchSummary } from '../reviewDesk';
import { ConnectionNote } from './connectionNote';
import { preferences, prefer } from './preferences';
import { itemsWords } from './verdictWords';

/** Batches that there are, those that wait first. */
export function QueueView({ batches }: { readonly batches: readonly BatchSummary[] }) {
  const open = batches.filter(({ state }) => state === 'open');
  const closed = batches.filter(({ state }) => state === 'closed');
  return (
    <>
      <header class="bar">
        <div class="bar-row">
          <h1>Review</h1>
          <p class="count quiet">as {preferences.value.reviewer}</p>
          <span class="bar-buttons">
            <button type="button" onClick={() => prefer({ reviewer: '' })}>
              Change name
            </button>
          </span>
        </div>
        <ConnectionNote />
      </header>
      <main class="narrow">
        <h2>Waiting</h2>
        {open.length === 0 ? (
          <p class="quiet">No batch waits. This list follows the runs; the next batch appears here.</p>
        ) : (
          <BatchList batches={open} />
        )}
        {closed.length > 0 && (
          <>
            <h2>Closed</h2>
            <BatchList batches={closed} />
          </>
        )}
      </main>
    </>
  );
}

function BatchList({ batches }: { readonly batches: readonly BatchSummary[] }) {
  return (
    <ul class="batches">
      {batches.map((batch) => (
        <li key={batch.workflowId}>
          <a class="batch" href={addressOf(batch)}>
            <strong>{batch.run}</strong>
            <span class="quiet">
              batch {batch.batch}, {batch.decided} of {itemsWords(batch.items, 'pair')} decided
              {batch.state === 'open' && batch.dueAt && `, due ${dayOf(batch.dueAt)}`}
            </span>
            <progress
              max={Math.max(1, batch.items)}
              value={batch.decided}
              aria-label={`${batch.decided} of ${batch.items} decided`}
            />
          </a>
          {batch.conflicts > 0 && (
            <a class="button" href={`${addressOf(batch)}/conflicts`}>
              {itemsWords(batch.conflicts, 'conflict')}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

export function addressOf({ runKey, batch }: Pick<BatchSummary, 'runKey' | 'batch'>): string {
  return `#/${encodeURIComponent(runKey)}/${batch}`;
}

function dayOf(iso: string): string {
  return new Date(iso).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
}
