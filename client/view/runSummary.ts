import type { Colors } from 'picocolors/types';
import { growingTime, openStates, type RunStatus } from '../../core/run/status';
import { printable } from '../terminal/displayWidth';
import { budgetWords, runCostWords } from './money';
import { count, duration } from './quantities';
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
import { paintOf } from './runView';

/** Everything there is to say of a run, for `status` and for the end of `run`. Lines are not cut. */
export function runSummary(status: RunStatus, colors: Colors, now: number): string[] {
  const rows: [string, string][] = [
    [isOpen(status) ? 'detail' : 'ended', printable(status.detail)],
    ['candidates', funnelWords(status.funnel)],
    ['rejected by', rejectionWords(status.rejectedBy)],
    ['quarantined', quarantineWords(status.quarantinedBy)],
    [
      'iterations',
      `${count(status.iterations.committed)} committed${stageWords(status) && `; open: ${stageWords(status)}`}`,
    ],
    ...screeningWords(status).map((screening): [string, string] => ['screening', screening]),
    ...status.teacher.now.map((activity): [string, string] => ['teacher', teacherWords(activity)]),
    ['tokens', tokenWords(status)],
    ['cost', runCostWords(status.cost)],
    ...status.budget.map((limit): [string, string] => ['budget', budgetWords(limit)]),
    ...waitWords(status, now).map((wait): [string, string] => ['waiting', wait]),
    ...troubleWords(status, now).map((trouble): [string, string] => ['trying', trouble]),
    ['failed', lastFailureWords(status, now)],
    ...status.earlierEnds.map(({ accepted, target, extendedAt }): [string, string] => [
      'extended',
      `${extendedAt}, after ${count(accepted)} of ${count(target)} pairs`,
    ]),
    ['time', `${duration(growingTime(status, now))}, since ${status.startedAt}`],
  ];
  return [
    `${colors.bold(printable(status.name))} · ${paintOf(status.state, colors)} · ${acceptedWords(status)}`,
    ...rows.filter(([, text]) => text !== '').map(([label, text]) => colors.dim(label.padEnd(12)) + text),
  ];
}

function isOpen({ state }: RunStatus): boolean {
  return openStates.includes(state);
}
