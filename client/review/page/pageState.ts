import { computed, signal } from '@preact/signals';
import { Journal, type JournalEntry } from './journal';
import { rereadPreferences } from './preferences';
import { Sender, type Connection } from './sender';
import { server, ServerRefusal } from './server';
import type { Workbench } from './workbench';

/** What every part of the page shares: the journal, its sender, and how the server is doing. */
export const journal = new Journal(localStorage, Math.random().toString(36).slice(2));
export const journalVersion = signal(0);
export const connection = signal<Connection>({ state: 'connected' });
export const openBench = signal<Workbench | null>(null);

const shownRefusals = 3;

export const unsentCount = computed(() => {
  void journalVersion.value;
  return journal.unsent().length;
});

export const refusedVerdicts = computed<readonly JournalEntry[]>(() => {
  void journalVersion.value;
  const bench = openBench.value;
  return bench === null
    ? []
    : journal
        .of(bench.scope)
        .filter(({ state }) => state === 'refused')
        .slice(-shownRefusals);
});

export const sender = new Sender(journal, {
  submit: (scope, posted) => server.submit(scope, posted).finally(() => queueMicrotask(journalChanged)),
  statusOf: (error) => (error instanceof ServerRefusal ? error.status : undefined),
  setTimer: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  changed: (now) => {
    connection.value = now;
    journalChanged();
  },
});

export function journalChanged(): void {
  journalVersion.value++;
}

/** A verdict was written: show it, send it. */
export function verdictKept(): void {
  journalChanged();
  void sender.send();
}

/** Other tabs, the network, and the page's being looked at. */
export function listenToSurroundings(): void {
  window.addEventListener('storage', ({ key }) => {
    journal.rereadOne(key);
    rereadPreferences(key);
    journalChanged();
  });
  window.addEventListener('online', () => void sender.send());
  window.addEventListener('offline', () => {
    connection.value = { state: 'away' };
  });
  document.addEventListener('visibilitychange', () => {
    openBench.value?.setVisible(!document.hidden);
  });
  void sender.send();
}
