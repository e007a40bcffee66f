import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { BatchSummary } from '../reviewDesk';
import type { PageSession } from '../server/messages';
import './main.css';
import { NameForm } from './nameForm';
import {
  connection,
  journal,
  journalVersion,
  listenToSurroundings,
  openBench,
  verdictKept,
} from './pageState';
import { preferences } from './preferences';
import { QueueView } from './queueView';
import { ReviewView } from './reviewView';
import { server, ServerRefusal } from './server';
import { Workbench } from './workbench';

const pollMs = 5_000;

interface Route {
  readonly runKey: string;
  readonly batch: number;
  readonly isSettling: boolean;
}

function Page() {
  const session = useSignal<PageSession | null>(null);
  const batches = useSignal<readonly BatchSummary[] | null>(null);
  const problem = useSignal<string | null>(null);
  const { reviewer } = preferences.value;

  useEffect(() => {
    const attempt = async (): Promise<void> => {
      try {
        session.value ??= await server.session();
        if (openBench.value === null) batches.value = await server.batches();
        else {
          await openBench.value.refresh();
          await openBench.value.holdAhead();
        }
        if (connection.value.state === 'away' && navigator.onLine && journal.unsent().length === 0)
          connection.value = { state: 'connected' };
        problem.value = null;
      } catch (error) {
        if (error instanceof ServerRefusal && error.status === 401) connection.value = { state: 'locked' };
        else if (!(error instanceof ServerRefusal)) connection.value = { state: 'away' };
        problem.value = sentenceOf(error);
      }
    };
    const openRoute = async (): Promise<void> => {
      const route = routeOf(location.hash);
      openBench.value = null;
      await attempt();
      const batch = batches.value?.find(
        (known) => known.runKey === route?.runKey && known.batch === route.batch,
      );
      if (!route || !batch || !session.value || reviewer === '') return;
      try {
        const [items, view] = await Promise.all([server.items(batch), server.view(batch, reviewer)]);
        const bench = new Workbench(batch, items, view, reviewer, {
          journal,
          journalVersion,
          assisted: session.value.assisted,
          changed: verdictKept,
          staysAfterVerdict: () => preferences.value.revealAfterVerdict,
        });
        if (route.isSettling) bench.settle(true);
        openBench.value = bench;
      } catch (error) {
        problem.value = sentenceOf(error);
      }
    };
    const onHashChange = (): void => void openRoute();
    const timer = setInterval(() => {
      if (!document.hidden) void attempt();
    }, pollMs);
    window.addEventListener('hashchange', onHashChange);
    void openRoute();
    return () => {
      clearInterval(timer);
      window.removeEventListener('hashchange', onHashChange);
    };
  }, [reviewer]);

  const bench = openBench.value;
  if (session.value === null || batches.value === null)
    return (
      <main class="narrow">
        <h1>Review</h1>
        <p role="status">{problem.value ?? 'Fetching the batches.'}</p>
      </main>
    );
  if (reviewer === '') return <NameForm offered={session.value.reviewer ?? ''} />;
  if (bench) return <ReviewView key={`${bench.batch.workflowId}`} bench={bench} />;
  return <QueueView batches={batches.value} />;
}

/** `#/<run key>/<batch>` or `#/<run key>/<batch>/conflicts`; anything else is the queue. */
function routeOf(hash: string): Route | null {
  const [, runKey, batch, view] = hash.split('/');
  return runKey && /^\d+$/.test(batch ?? '')
    ? { runKey: decodeURIComponent(runKey), batch: Number(batch), isSettling: view === 'conflicts' }
    : null;
}

function sentenceOf(error: unknown): string {
  return error instanceof ServerRefusal
    ? error.message
    : 'The server does not answer. This page tries again by itself.';
}

listenToSurroundings();
render(<Page />, document.getElementById('page') as HTMLElement);
