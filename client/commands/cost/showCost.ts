import { budgetLinesOf } from '../../../adapters/store/budgets';
import { CostStore } from '../../../adapters/store/costStore';
import { costReport, workspaceCost } from '../../../core/run/cost/costReport';
import { UserError } from '../../../core/foundations/userError';
import type { Session } from '../../connection/session';
import { chooseRun } from '../../runs/chooseRun';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import type { Terminal } from '../../terminal/terminal';
import { runCostView, workspaceCostView } from './costView';

/** `seedbed cost`: what a run cost, or all of the workspace's. Returns the exit code. */
export async function showCost(
  named: string | undefined,
  month: string | undefined,
  surroundings: Surroundings,
): Promise<number> {
  if (month !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
    throw new UserError(`"${month}" is no month.`, { mend: 'Write it like 2026-11.' });
  if (month !== undefined && named !== undefined)
    throw new UserError('A month is of the whole workspace.', { mend: 'Leave the run out, or --month.' });
  return withReadingSession('cost', surroundings, (session) =>
    named === undefined
      ? printWorkspace(session, month, surroundings.terminal)
      : printRun(session, named, surroundings.terminal),
  );
}

/** The same of one run, with a session that is open. */
export async function printRun(session: Session, named: string, terminal: Terminal): Promise<number> {
  const { runKey, name } = await chooseRun(session, named, 'any');
  const report = costReport(await new CostStore(session.database).counts(runKey));
  const budget = await budgetLinesOf(session.database, runKey);
  if (terminal.options.json) terminal.printJson({ run: name, runKey, ...report, budget });
  else
    terminal.print(
      runCostView(name, { ...report, budget }, terminal.outColors, terminal.options.verbose ?? false),
    );
  return exitCodes.done;
}

async function printWorkspace(
  session: Session,
  month: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const all = await new CostStore(session.database).workspace();
  const cost = workspaceCost(month === undefined ? all : all.filter((spent) => spent.month === month));
  if (terminal.options.json) terminal.printJson({ month: month ?? null, ...cost });
  else terminal.print(workspaceCostView(cost, month, terminal.outColors));
  return exitCodes.done;
}
