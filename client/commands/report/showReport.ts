import { ReportStore } from '../../../adapters/store/reportStore';
import { gridOf } from '../../../core/recipe/coverage/grid';
import { strategySharesOf } from '../../../core/proposing/strategyShares';
import { runReport } from '../../../core/run/report/runReport';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { openSession, type Session } from '../../connection/session';
import type { Terminal } from '../../terminal/terminal';
import { reportView } from './reportView';

/** `seedbed report`: a run in figures, open or ended. Returns the exit code. */
export async function showReport(named: string | undefined, surroundings: Surroundings): Promise<number> {
  surroundings.interruption.end(); // it only reads: there is nothing to leave behind
  requireState(surroundings.workspace);
  const needs = { command: 'report', worker: false, teacher: false, yes: false };
  const session = await openSession(surroundings, needs);
  try {
    return await printReport(session, named, surroundings.terminal);
  } finally {
    await session.close();
  }
}

/** The same, with a session that is open. */
export async function printReport(
  session: Session,
  named: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const { runKey } = await chooseRun(session, named, 'any');
  const [status, run, counts] = await Promise.all([
    session.runs.status(runKey),
    session.runs.find(runKey),
    new ReportStore(session.database).counts(runKey),
  ]);
  if (!status || !run) throw new Error('The run vanished from the store while it was read.');
  const { recipe } = run.setup;
  const cells = gridOf(recipe)?.cells.map(({ key, weight }) => [key, weight] as const);
  const report = runReport(counts, strategySharesOf(recipe), cells && new Map(cells));
  const { outColors: colors, outColumns: columns, options } = terminal;
  if (options.json) terminal.printJson({ status, ...report });
  else terminal.print(reportView(status, report, { colors, columns, verbose: options.verbose ?? false }));
  return exitCodes.done;
}
