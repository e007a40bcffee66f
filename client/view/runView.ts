import type { Colors } from 'picocolors/types';
import { growingTime, openStates, type RunState, type RunStatus } from '../../core/run/status';
import { displayWidth, printable, truncate } from '../terminal/displayWidth';
import { budgetWords, runCostWords } from './money';
import { duration } from './quantities';
import {
  acceptedWords,
  funnelWords,
  lastFailureWords,
  quarantineWords,
  rejectionWords,
  screeningWords,
  stageWords,
  teacherWords,
  tokenWords,
  troubleWords,
  waitWords,
} from './runWords';

/** What the live view shows besides the status, and where. */
export interface RunViewOptions {
  readonly columns: number;
  readonly colors: Colors;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Pairs a minute, and milliseconds until the target; undefined until they can be told. */
  readonly perMinute: number | undefined;
  readonly timeLeft: number | undefined;
  /** Instruction of the pair accepted last. */
  readonly newest: string | undefined;
}

const labelWidth = 12;

/** The live view of a run: lines of at most `columns` columns. Pure, and the same for the same status. */
export function runView(status: RunStatus, options: RunViewOptions): string[] {
  const { columns, colors, now, newest } = options;
  const isNarrow = columns < 60;
  const line = (label: string, text: string, paint: (text: string) => string = String): string[] => {
    if (text === '') return [];
    const shown = isNarrow ? `${label} ` : label.padEnd(labelWidth);
    return [colors.dim(shown) + paint(truncate(text, columns - shown.length))];
  };
  return [
    headline(status, options),
    ...progress(status, options),
    ...line('candidates', funnelWords(status.funnel)),
    ...line('rejected by', rejectionWords(status.rejectedBy)),
    ...line('quarantined', quarantineWords(status.quarantinedBy)),
    ...screeningWords(status).flatMap((screening) => line('screening', screening)),
    ...status.teacher.now.flatMap((activity) => line('teacher', teacherWords(activity))),
    ...line('tokens', tokenWords(status)),
    ...line('cost', runCostWords(status.cost)),
    ...status.budget.flatMap((limit) =>
      line('budget', budgetWords(limit), limit.isLow ? colors.yellow : String),
    ),
    ...waitWords(status, now).flatMap((wait) => line('waiting', wait, colors.yellow)),
    ...troubleWords(status, now).flatMap((trouble) => line('trying', trouble, colors.yellow)),
    ...line('failed', lastFailureWords(status, now), colors.dim),
    ...line(isOpen(status) ? 'note' : 'ended', printable(status.detail), colors.yellow),
    ...line('newest', newest === undefined ? '' : `“${printable(newest)}”`, colors.cyan),
  ];
}

function headline(status: RunStatus, { columns, colors, now }: RunViewOptions): string {
  const since = duration(growingTime(status, now));
  const name = printable(status.name);
  const rest = [status.state, stageWords(status), since].filter((part) => part !== '').join(' · ');
  const shownName = truncate(name, Math.max(8, columns - displayWidth(rest) - 3));
  const shownRest = truncate(` · ${rest}`, columns - displayWidth(shownName));
  return colors.bold(shownName) + shownRest.replace(status.state, paintOf(status.state, colors));
}

function progress(status: RunStatus, { columns, colors, perMinute, timeLeft }: RunViewOptions): string[] {
  const accepted = acceptedWords(status);
  const pace = [
    ...(perMinute === undefined ? [] : [`${perMinute.toFixed(perMinute < 10 ? 1 : 0)} a minute`]),
    ...(timeLeft === undefined || !isOpen(status) ? [] : [`${duration(timeLeft)} left`]),
  ].join(', ');
  const room = Math.min(30, columns - displayWidth(accepted) - 2);
  const words = pace === '' ? accepted : `${accepted} · ${pace}`;
  const fits = room + 2 + displayWidth(words) <= columns;
  const share = Math.min(1, status.funnel.accepted / status.target);
  const filled = room <= 0 ? 0 : Math.floor(share * room);
  const bar =
    room <= 3 ? '' : `${colors.green('█'.repeat(filled))}${colors.dim('░'.repeat(room - filled))}  `;
  if (fits) return [bar + words];
  return [bar + truncate(accepted, columns), ...(pace === '' ? [] : [truncate(pace, columns)])];
}

function isOpen({ state }: RunStatus): boolean {
  return openStates.includes(state);
}

/** The state's own word, coloured; the word alone says it. */
export function paintOf(state: RunState, colors: Colors): string {
  switch (state) {
    case 'running':
    case 'completed':
      return colors.green(state);
    case 'paused':
    case 'stopping':
    case 'exhausted':
    case 'stopped':
    case 'cancelled':
      return colors.yellow(state);
    case 'failed':
      return colors.red(state);
  }
}
