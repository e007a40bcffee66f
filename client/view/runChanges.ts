import { openStates, type RunStatus } from '../../core/run/status';
import { printable } from '../terminal/displayWidth';
import { acceptedWords, funnelWords, screeningWords, stageWords, troubleWords, waitWords } from './runWords';

/** One line about where a run is, for pipes and logs. */
export function runLine(status: RunStatus): string {
  const parts = [
    `${printable(status.name)}: ${status.state}`,
    acceptedWords(status),
    funnelWords(status.funnel),
    stageWords(status),
    ...screeningWords(status),
  ];
  const detail = status.detail === '' ? '' : ` (${printable(status.detail)})`;
  return parts.filter((part) => part !== '').join(', ') + detail;
}

/** What a reader of a pipe is told when a status follows another: a commit, another state, a wait. Empty when nothing of it changed. */
export function runChanges(before: RunStatus | undefined, after: RunStatus, now: number): string[] {
  if (!before) return [runLine(after)];
  const name = printable(after.name);
  const lines: string[] = [];
  const committed = after.iterations.committed - before.iterations.committed;
  if (committed > 0) {
    const last = after.iterations.committed - 1;
    const which = committed === 1 ? `iteration ${last}` : `iterations ${last - committed + 1} to ${last}`;
    lines.push(`${name}: ${which} committed, ${acceptedWords(after)}, ${funnelWords(after.funnel)}`);
  }
  const waits = waitWords(after, now);
  if (waits.length > 0 && waitWords(before, now).length === 0)
    lines.push(...waits.map((wait) => `${name}: ${wait}`));
  const whatFailed = ({ troubles }: RunStatus): readonly string[] => troubles.map(({ what }) => what);
  const known = whatFailed(before);
  after.troubles.forEach(({ what }, index) => {
    if (!known.includes(what)) lines.push(`${name}: ${troubleWords(after, now)[index]}`);
  });
  for (const what of known)
    if (!whatFailed(after).includes(what) && openStates.includes(after.state))
      lines.push(`${name}: ${printable(what)} no longer fails`);
  if (before.state !== after.state || before.detail !== after.detail) {
    lines.push(`${name}: ${after.state}${after.detail === '' ? '' : `: ${printable(after.detail)}`}`);
  }
  return lines;
}
