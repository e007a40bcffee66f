import type { LastFailure, Trouble } from '../foundations/failure/troubles';
import type { BudgetLine } from '../teacher/budget/budgetState';
import type { Funnel } from '../vocabulary/funnel';
import type { ScreeningProgress } from '../vocabulary/screeningProgress';
import type { RunCost } from './cost/runCost';
import type { Cause } from './pause';

/** What a run is, as people ask for it: `running` until it ends; `paused` by a person, or because somebody must mend something. */
export const runStates = [
  'running',
  'paused',
  'stopping',
  'completed',
  'exhausted',
  'stopped',
  'cancelled',
  'failed',
] as const;
export type RunState = (typeof runStates)[number];

/** States from which a run goes on. */
export const openStates: readonly RunState[] = ['running', 'paused', 'stopping'];

/** What is said of a run that reached its target, with what is accepted now: people's verdicts count after its end, too. */
export function completedInWords(accepted: number, target: number): string {
  const surplus = accepted - target;
  return `${accepted} pairs of ${target} accepted${surplus > 0 ? `, ${surplus} more than asked for` : ''}`;
}

/** The same words with what is accepted now; others, such as a preview's, stay. */
export function asOfNow(detail: string, accepted: number): string {
  const target = /^\d+ pairs of (\d+) accepted/.exec(detail)?.[1];
  return target === undefined ? detail : completedInWords(accepted, Number(target));
}

/** One endpoint and model at this moment. */
export interface TeacherActivity {
  readonly endpoint: string;
  readonly model: string;
  readonly inFlight: number;
  readonly waiting: number;
  readonly concurrencyLimit: number;
  /** Milliseconds since the epoch until which the endpoint asked us to wait; 0 when it did not. */
  readonly pausedUntil: number;
}

/** An iteration that is open, and what it is at. */
export interface OpenIteration {
  readonly iteration: number;
  readonly stage: string;
  /** How far what came of the stage is screened, where that takes a while. */
  readonly screening?: ScreeningProgress;
}

/** An end of a run after which it was given more pairs. */
export interface EarlierEnd {
  /** How it had ended; that of an open run where nobody was left to note it. */
  readonly state: RunState;
  readonly accepted: number;
  readonly target: number;
  readonly endedAt: string | null;
  readonly extendedAt: string;
}

/** All that is shown of a run. Times are ISO 8601, tokens as counted by the endpoints. */
export interface RunStatus {
  readonly name: string;
  readonly runKey: string;
  readonly recipe: string;
  readonly state: RunState;
  /** What it waits for or why it ended, in words; empty when there is nothing to say. */
  readonly detail: string;
  /** Who or what a run waits for that is paused, and what one failed of where that is known; null for every other state. */
  readonly cause: Cause | null;
  /** What is away, or refuses, and has for half a minute, or since the start: it is tried again. */
  readonly troubles: readonly Trouble[];
  /** What failed last of each endpoint and model that did, the latest first; also when it is over. */
  readonly lastFailures: readonly LastFailure[];
  readonly target: number;
  readonly funnel: Funnel;
  /** Candidates rejected, by the filter that rejected them. */
  readonly rejectedBy: Readonly<Record<string, number>>;
  /** Candidates quarantined, by what could not decide: a filter, or the parser or the teacher, whose answer could not be used; a refusal, where it refused. */
  readonly quarantinedBy: Readonly<Record<string, number>>;
  readonly iterations: { readonly committed: number; readonly open: readonly OpenIteration[] };
  readonly teacher: {
    /** Requests that were answered, and all that were sent, repeats after failures among them. */
    readonly answered: number;
    readonly sent: number;
    /** Of these, the ones that were sent while the first was still out; and how many of them were answered as well, and so paid for twice. */
    readonly askedTwice: number;
    readonly paidTwice: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly now: readonly TeacherActivity[];
  };
  readonly cost: RunCost;
  /** What may be spent and what is left of it, one line for each limit; empty where there is none. */
  readonly budget: readonly BudgetLine[];
  readonly startedAt: string;
  /** Ends after which it was extended, the first one first. */
  readonly earlierEnds: readonly EarlierEnd[];
  readonly updatedAt: string;
  readonly endedAt: string | null;
}

/** How long it has grown, in milliseconds: the time between an end and the extension after it is left out. @param now The same, since 1970. */
export function growingTime(
  { startedAt, endedAt, earlierEnds }: Pick<RunStatus, 'startedAt' | 'endedAt' | 'earlierEnds'>,
  now: number,
): number {
  const between = earlierEnds.reduce(
    (sum, end) => sum + (end.endedAt === null ? 0 : Date.parse(end.extendedAt) - Date.parse(end.endedAt)),
    0,
  );
  return (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt) - between;
}
