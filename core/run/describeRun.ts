import type { Trouble } from '../foundations/failure/troubles';
import { gatheredInWords, namesOfBatches } from '../review/batchName';
import { candidateStates } from '../vocabulary/funnel';
import { namesOfIterations } from './namesOfIterations';
import type { RunProgress } from './runProgress';

const words: Record<(typeof candidateStates)[number], string> = {
  open: 'open',
  awaitingReview: 'awaiting review',
  accepted: 'accepted',
  rejected: 'rejected',
  quarantined: 'quarantined',
  declined: 'declined',
  abandoned: 'abandoned',
};

/** What is away, and else what was last, as Markdown; empty where nothing is or was. */
export function describeTroubles(troubles: readonly Trouble[], lastOver?: Trouble): string {
  const again = troubles.map((trouble) => `**Tried again:** ${failedWords(trouble)}`);
  return again.length > 0 || !lastOver
    ? again.join('\n\n')
    : `**Failed before, no longer:** ${failedWords(lastOver)}`;
}

function failedWords({ what, message, times, since, lastAt }: Trouble): string {
  const often = times === 1 ? 'once' : `${times} times`;
  return `${what} failed ${often} since ${since}, last at ${lastAt}. ${message}`;
}

/** A run's details in the Temporal UI, as Markdown: how far, what it waits for, where the candidates went. */
export function describeRun(progress: RunProgress, troubles = ''): string {
  const { funnel, prepared, pause, open } = progress;
  const share = Math.min(100, Math.floor((100 * funnel.accepted) / prepared.target));
  const doing = pause
    ? `**Paused.** ${pause.reason} Send the signal \`resume\` to go on.`
    : progress.stopRequested
      ? 'Stopping: what is in flight settles, then the dataset is written.'
      : progress.isWithPeople
        ? '**Waits for people.**'
        : open.length > 0
          ? `At work on ${namesOfIterations(open.map(({ iteration }) => iteration))}: see the child workflows.`
          : '';
  const { gathering } = progress;
  const { open: batches } = progress.reviews;
  const people =
    batches.length > 0 ? `People look at ${namesOfBatches(batches)}: see the workflows of these names.` : '';
  const states = candidateStates
    .filter((state) => funnel[state] > 0)
    .map((state) => `${funnel[state]} ${words[state]}`);
  return [
    `**${funnel.accepted} of ${prepared.target}** pairs accepted (${share} %), ${progress.committed} iterations committed.`,
    doing,
    troubles,
    progress.measures,
    people,
    gathering ? `${gatheredInWords(gathering.items)}.` : '',
    `${funnel.proposed} candidates${states.length > 0 ? `: ${states.join(', ')}` : ''}.`,
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}
