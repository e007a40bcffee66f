import { ReportStore } from '../../../adapters/store/reportStore';
import { gridOf } from '../../../core/recipe/coverage/grid';
import { strategySharesOf } from '../../../core/proposing/strategyShares';
import { packageVersion } from '../../../adapters/workspace/packageRoot';
import { runReport, type RunReport } from '../../../core/run/report/runReport';
import type { RunStatus } from '../../../core/run/status';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { openSession, type Session } from '../../connection/session';
import type { Terminal } from '../../terminal/terminal';
import { printable } from '../../terminal/displayWidth';
import { bytes } from '../../view/quantities';
import { reportView } from './reportView';

/** A page that is asked for, instead of lines in the terminal. */
export interface PageRequest {
  /** Where it goes: a file, or "-" for stdout. Left out: into the workspace. */
  readonly file?: string;
  readonly open: boolean;
}

/** `seedbed report`: a run in figures, open or ended. Returns the exit code. */
export async function showReport(
  named: string | undefined,
  surroundings: Surroundings,
  page?: PageRequest,
): Promise<number> {
  surroundings.interruption.end(); // it only reads: there is nothing to leave behind
  requireState(surroundings.workspace);
  const needs = { command: 'report', worker: false, teacher: false, yes: false };
  const session = await openSession(surroundings, needs);
  try {
    return await printReport(session, named, surroundings.terminal, page);
  } finally {
    await session.close();
  }
}

/** The same, with a session that is open. */
export async function printReport(
  session: Session,
  named: string | undefined,
  terminal: Terminal,
  page?: PageRequest,
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
  if (page) return showPage(session, { status, report }, page, terminal);
  const { outColors: colors, outColumns: columns, options } = terminal;
  if (options.json) terminal.printJson({ status, ...report });
  else terminal.print(reportView(status, report, { colors, columns, verbose: options.verbose ?? false }));
  return exitCodes.done;
}

async function showPage(
  session: Session,
  figures: { readonly status: RunStatus; readonly report: RunReport },
  { file: named, open }: PageRequest,
  terminal: Terminal,
): Promise<number> {
  // Drawing takes a library that nothing else needs.
  const { pageOfRun, usualPagePath, writePage } = await import('./writePage.js');
  const { status } = figures;
  const html = await pageOfRun(session, { ...figures, by: packageVersion() });
  if (named === '-') {
    terminal.printRaw(html);
    return exitCodes.done;
  }
  const file = named ?? usualPagePath(status.runKey, session.workspace);
  await writePage(file, html, named === undefined);
  const size = Buffer.byteLength(html);
  const { name: run, runKey } = status;
  if (terminal.options.json) terminal.printJson({ run, runKey, file, bytes: size });
  else terminal.print(`Wrote the report of ${printable(run)} to ${file} (${bytes(size)})`);
  if (open) {
    const { openInBrowser } = await import('./openInBrowser.js');
    if (!(await openInBrowser(file)))
      terminal.warn(`Nothing here opens a page by itself. Open it in a browser: ${file}`);
  }
  return exitCodes.done;
}
