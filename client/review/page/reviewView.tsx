import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { EditForm } from './editForm';
import { EvidencePanel } from './evidencePanel';
import { FilterBar } from './filterBar';
import { noFilters } from './filters';
import { HelpDialog } from './helpDialog';
import { actionWords, keyLabel, type Action } from './keys';
import { PairCard } from './pairCard';
import { prefer, preferences } from './preferences';
import { focusCard, listenToKeys } from './pressKeys';
import { ReasonChooser } from './reasonChooser';
import { ConnectionNote } from './connectionNote';
import { itemsWords, secondsWords } from './verdictWords';
import type { Workbench } from './workbench';

/** One batch: head with the progress, the pair, and the buttons that every key has too. */
export function ReviewView({ bench }: { readonly bench: Workbench }) {
  const isHelpOpen = useSignal(false);
  const isFilterOpen = useSignal(false);
  const act = (action: Action): void => {
    const item = bench.current.value;
    switch (action) {
      case 'accept':
        return bench.decide({ verdict: 'approve' });
      case 'reject':
        if (item) bench.panel.value = 'reasons';
        return;
      case 'unsure':
        return bench.decide({ verdict: 'unsure' });
      case 'undo':
        return bench.undo();
      case 'flag':
        return bench.flag();
      case 'edit':
        if (item) bench.panel.value = 'edit';
        return;
      case 'previous':
        return bench.browse(-1);
      case 'next':
        return bench.browse(1);
      case 'evidence':
        return bench.toggleEvidence();
      case 'raw':
        return prefer({ raw: !preferences.value.raw });
      case 'help':
        isHelpOpen.value = true;
    }
  };
  useLayoutEffect(
    () =>
      listenToKeys(act, () => {
        if (bench.panel.value === 'none') bench.isEvidenceOpen.value = false;
        bench.panel.value = 'none';
        focusCard();
      }),
    [bench],
  );
  const item = bench.current.value;
  const [done, all] = [bench.doneCount.value, bench.browsed.value.length];
  const pace = bench.pace.value;
  const press = (action: Action) => (
    <ActionButton
      action={action}
      act={act}
      isOff={item === null && action !== 'undo' && action !== 'previous'}
    />
  );
  return (
    <div class={bench.isEvidenceOpen.value && item ? 'review with-evidence' : 'review'}>
      <header class="bar">
        <div class="bar-row">
          <a class="button" href="#/">
            Batches
          </a>
          <h1>
            {bench.batch.run}
            <span class="quiet">
              {' '}
              batch {bench.batch.batch}
              {bench.isSettling.value && ', conflicts'}
            </span>
          </h1>
          <p class="count">
            <strong>
              {done} of {all}
            </strong>
            {pace !== null && <span class="quiet pace"> {secondsWords(pace)} each</span>}
          </p>
          <span class="bar-buttons">
            {!bench.isSettling.value && (
              <button
                type="button"
                aria-expanded={isFilterOpen.value}
                onClick={() => (isFilterOpen.value = !isFilterOpen.value)}
              >
                Filter
              </button>
            )}
            <button type="button" onClick={() => act('help')}>
              Keys <Key action="help" />
            </button>
          </span>
        </div>
        <progress max={Math.max(1, all)} value={done} aria-label={`${done} of ${all} pairs decided`} />
        <ConnectionNote />
        {isFilterOpen.value && !bench.isSettling.value && <FilterBar bench={bench} />}
      </header>
      <main>
        {bench.assisted && (
          <p class="note">Scores are shown before your verdict, and every verdict says so.</p>
        )}
        {bench.isSettling.value && item && bench.isToDo(item.item) && (
          <p class="note">
            {bench.mine(item.item)
              ? 'Others differ from you on this pair. Your next verdict settles it, whether it is the same or not.'
              : 'Reviewers differ on this pair. What they said is shown after your verdict, which settles it.'}
          </p>
        )}
        <div class="columns">
          {item === null ? (
            <Finished bench={bench} />
          ) : bench.panel.value === 'edit' ? (
            <EditForm key={item.item} bench={bench} item={item} />
          ) : (
            <PairCard bench={bench} item={item} />
          )}
          {item && bench.isEvidenceOpen.value && bench.mayShowEvidence(item.item) && (
            <EvidencePanel bench={bench} item={item} />
          )}
        </div>
      </main>
      <footer class="bar">
        <p class="message" role="status" aria-live="polite">
          {bench.message.value}
        </p>
        {bench.panel.value === 'reasons' && <ReasonChooser bench={bench} />}
        {bench.panel.value === 'none' && (
          <>
            <div class="verdicts">
              {press('accept')}
              {press('reject')}
              {press('unsure')}
            </div>
            <div class="others">
              {press('undo')}
              {press('flag')}
              {press('edit')}
              {press('evidence')}
              {press('raw')}
              {press('previous')}
              {press('next')}
            </div>
          </>
        )}
      </footer>
      {isHelpOpen.value && (
        <HelpDialog
          onClose={() => {
            isHelpOpen.value = false;
            focusCard();
          }}
        />
      )}
    </div>
  );
}

function ActionButton(props: {
  readonly action: Action;
  readonly act: (action: Action) => void;
  readonly isOff: boolean;
}) {
  return (
    <button
      type="button"
      class={`act ${props.action}`}
      disabled={props.isOff}
      onClick={(event) => {
        props.act(props.action);
        // After a click (detail > 0) keys go on deciding, instead of pressing this button again.
        if (event.detail > 0 && document.activeElement === event.currentTarget) focusCard();
      }}
    >
      {shortWords[props.action] ?? actionWords[props.action]} <Key action={props.action} />
    </button>
  );
}

const shortWords: Partial<Record<Action, string>> = { previous: 'Back', next: 'Next', raw: 'Raw' };

function Key({ action }: { readonly action: Action }) {
  const { shortcuts, keys } = preferences.value;
  const [first] = keys[action];
  return shortcuts && first !== undefined ? <kbd>{keyLabel(first)}</kbd> : null;
}

function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** Where no pair is left. */
function Finished({ bench }: { readonly bench: Workbench }) {
  const card = useRef<HTMLElement>(null);
  useLayoutEffect(() => card.current?.focus(), []);
  const { agreement, toSettle, conflicts, adjudicator, state, elsewhere } = bench.view.value;
  const decided = bench.items.filter(({ item }) => bench.mine(item) !== undefined);
  const count = (verdict: string): number =>
    decided.filter(({ item }) => bench.mine(item)?.verdict === verdict).length;
  return (
    <section class="card finished" ref={card} tabIndex={-1}>
      <h2>
        {state === 'closed'
          ? 'This batch is closed'
          : bench.filters.value !== noFilters
            ? 'No pair is left that matches the filters'
            : bench.isSettling.value
              ? 'No conflict is left for you'
              : elsewhere
                ? 'What is left is with somebody else'
                : decided.length === 0
                  ? 'Nothing here waits for you'
                  : 'Nothing is left for you in this batch'}
      </h2>
      <p>
        You decided on {itemsWords(decided.length, 'pair')}: {count('approve')} accepted, {count('reject')}{' '}
        rejected, {count('edit')} edited, {count('unsure')} unsure.
      </p>
      {elsewhere && (
        <p>
          {itemsWords(elsewhere.items, 'pair')} of this batch {elsewhere.items === 1 ? 'is' : 'are'} kept for
          others, the first until {timeOfDay(elsewhere.until)}. What they don't decide comes here by itself.
        </p>
      )}
      {conflicts > 0 && toSettle.length === 0 && (
        <p>
          Reviewers differ on {itemsWords(conflicts, 'pair')}.{' '}
          {adjudicator === null
            ? 'The recipe names nobody to settle that: the first verdict stands.'
            : `${adjudicator} settles that.`}
        </p>
      )}
      {agreement && (
        <p>
          Agreement between reviewers:{' '}
          {agreement.items < 30
            ? `too few pairs seen by two (${agreement.items}) to say.`
            : `${agreement.measure === 'cohenKappa' ? "Cohen's kappa" : "Krippendorff's alpha"} ${agreement.value.toFixed(2)} (95 %: ${agreement.interval.map((bound) => bound.toFixed(2)).join(' to ')}) on ${itemsWords(agreement.items, 'pair')}.`}
        </p>
      )}
      <p class="buttons">
        {!bench.isSettling.value && toSettle.length > 0 && (
          <button type="button" class="primary" onClick={() => bench.settle(true)}>
            Settle {itemsWords(toSettle.length, 'conflict')}
          </button>
        )}
        {bench.isSettling.value && (
          <button type="button" onClick={() => bench.settle(false)}>
            Back to the batch
          </button>
        )}
        {bench.filters.value !== noFilters && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              bench.filters.value = noFilters;
              bench.go(bench.nextToDo(0));
            }}
          >
            Show all pairs
          </button>
        )}
        <a class="button" href="#/">
          Batches
        </a>
      </p>
    </section>
  );
}
