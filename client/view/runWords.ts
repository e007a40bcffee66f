import { candidateStates, type CandidateState, type Funnel } from '../../core/vocabulary/funnel';
import type { RunStatus, TeacherActivity } from '../../core/run/status';
import { count, duration } from './quantities';
import { printable } from '../terminal/displayWidth';

/** States as people read them. */
const stateWords: Record<CandidateState, string> = {
  accepted: 'accepted',
  rejected: 'rejected',
  quarantined: 'quarantined',
  declined: 'declined',
  abandoned: 'abandoned',
  awaitingReview: 'awaiting review',
  open: 'open',
};
const funnelOrder: readonly CandidateState[] = [
  'accepted',
  'rejected',
  'quarantined',
  'declined',
  'abandoned',
  'awaitingReview',
  'open',
];

/** "64 proposed = 12 accepted + 31 rejected + 21 open": the parts that are there, and that they add up. */
export function funnelWords(funnel: Funnel): string {
  const parts = funnelOrder
    .filter((state) => funnel[state] > 0)
    .map((state) => `${count(funnel[state])} ${stateWords[state]}`);
  if (parts.length === 0) return `${count(funnel.proposed)} proposed`;
  const sum = candidateStates.reduce((total, state) => total + funnel[state], 0);
  return `${count(funnel.proposed)} proposed ${sum === funnel.proposed ? '=' : '≠'} ${parts.join(' + ')}`;
}

/** "novelty 20, repetition 8", the most frequent first. */
export function rejectionWords(rejectedBy: RunStatus['rejectedBy']): string {
  return Object.entries(rejectedBy)
    .sort(([, left], [, right]) => right - left)
    .map(([filter, times]) => `${filter} ${count(times)}`)
    .join(', ');
}

/** "by judge 53, teacher 12", beside the label "quarantined". */
export function quarantineWords(quarantinedBy: RunStatus['quarantinedBy']): string {
  const words = rejectionWords(quarantinedBy);
  return words && `by ${words}`;
}

/** "iteration 3 respond, 4 propose": what is open, each with its stage. */
export function stageWords({ iterations }: RunStatus): string {
  if (iterations.open.length === 0) return '';
  return `iteration ${iterations.open.map(({ iteration, stage }) => `${iteration} ${stage}`).join(', ')}`;
}

/** "iteration 3, fluency: 37 of 84 responses read", one for each screening that takes a while. */
export function screeningWords({ iterations }: Pick<RunStatus, 'iterations'>): string[] {
  return iterations.open.flatMap(({ iteration, screening }) => {
    if (!screening) return [];
    const { filter, reads, done, of } = screening;
    const what = `${reads === 'pair' ? 'response' : 'instruction'}${of === 1 ? '' : 's'}`;
    return [`iteration ${iteration}, ${printable(filter)}: ${count(done)} of ${count(of)} ${what} read`];
  });
}

/** "12 of 20 accepted" */
export function acceptedWords({ funnel, target }: RunStatus): string {
  return `${count(funnel.accepted)} of ${count(target)} accepted`;
}

/** "local smollm2: 4 of 4 in flight, 12 waiting" */
export function teacherWords({
  endpoint,
  model,
  inFlight,
  waiting,
  concurrencyLimit,
}: TeacherActivity): string {
  return `${endpoint} ${printable(model)}: ${count(inFlight)} of ${count(concurrencyLimit)} in flight, ${count(waiting)} waiting`;
}

/** "openai asked us to wait 12 s", one for each endpoint that did. */
export function waitWords({ teacher }: RunStatus, now: number): string[] {
  return teacher.now
    .filter(({ pausedUntil }) => pausedUntil - now >= 500) // what rounds to no second is over before it is read
    .map(({ endpoint, pausedUntil }) => `${endpoint} asked us to wait ${duration(pausedUntil - now)}`);
}

/** 'endpoint "openai" failed 48 times in 4 min: …', one for each thing that is away and tried again. */
export function troubleWords({ troubles }: RunStatus, now: number): string[] {
  return troubles.map(({ what, message, times, since }) => {
    const often = times === 1 ? 'once' : `${count(times)} times`;
    return `${printable(what)} failed ${often} in ${duration(now - Date.parse(since))}: ${printable(message)}`;
  });
}

/** '… (48 times, last 12 min ago, and no longer)': what failed last, where that is not being told of already. The reason first: lines are cut at their end. */
export function lastFailureWords({ lastFailures, troubles, state, detail }: RunStatus, now: number): string {
  const [last] = lastFailures;
  if (!last || troubles.some(({ what }) => what === last.what)) return '';
  if (state === 'paused' && detail === last.message) return '';
  const often = last.times === 1 ? 'once' : `${count(last.times)} times`;
  const when = `${duration(Math.max(0, now - Date.parse(last.lastAt)))} ago`;
  const how = `(${often}, last ${when}${last.overAt === null ? '' : ', and no longer'})`;
  return `${printable(last.message).replace(/\.$/u, '')} ${how}`;
}

/**
 * "31,204 in, 8,812 out; 212 of 216 requests answered, 2 asked twice, 1 paid twice": the rest is in flight, or was sent again after a failure.
 */
export function tokenWords({ teacher }: RunStatus): string {
  const { promptTokens, completionTokens, answered, sent, askedTwice, paidTwice } = teacher;
  const tokens = `${count(promptTokens)} in, ${count(completionTokens)} out`;
  const requests = `${count(answered)} of ${count(sent)} requests answered`;
  const twice = askedTwice === 0 ? '' : `, ${count(askedTwice)} asked twice, ${count(paidTwice)} paid twice`;
  return `${tokens}; ${requests}${twice}`;
}
