import { dirname } from 'node:path';
import { access, constants } from 'node:fs/promises';
import { exportDataset, exportDatasetFile } from '../../../adapters/store/exportDataset';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import { UserError } from '../../../core/foundations/userError';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { openSession, type Session } from '../../connection/session';
import { counted } from '../../view/quantities';

export interface ExportRequest {
  readonly run: string;
  readonly format: string;
  /** A file, or "-" for stdout. Left out: stdout, unless that is a terminal. */
  readonly out: string | undefined;
  /** A rescreening of the run, by its number; left out, the run itself. */
  readonly rescreening?: number | undefined;
}

/** `seedbed export`: writes the accepted pairs of a run, whole or not at all. Returns the exit code. */
export async function exportRun(
  { run, format: named, out, rescreening }: ExportRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // a file appears whole or not at all, so Ctrl-C may end it anywhere
  const format = formatNamed(named);
  if (out === undefined && terminal.outIsTerminal) {
    throw new UserError('A dataset is not for a terminal.', {
      mend: `Name a file: --out ${run}.${format.extension}, or --out - all the same`,
    });
  }
  if (out !== undefined && out !== '-') await requireFolder(out);
  requireState(workspace);
  const session = await openSession(surroundings, {
    command: 'export',
    worker: false,
    teacher: false,
    yes: false,
  });
  try {
    const { runKey, name } = await chooseRun(session, run, 'any');
    if (rescreening !== undefined) await requireRescreening(session, runKey, name, rescreening);
    if (out === undefined || out === '-') {
      const pairs = await exportDataset(session.database, runKey, format, process.stdout, {
        ...(rescreening !== undefined && { rescreening }),
      });
      terminal.note(`Exported ${counted(pairs, 'pair')} of ${name} as ${format.name}.`);
    } else {
      const pairs = await exportDatasetFile(session.database, runKey, format, out, {
        ...(rescreening !== undefined && { rescreening }),
      });
      if (terminal.options.json) terminal.printJson({ run: name, runKey, format: format.name, pairs, out });
      else terminal.print(`Exported ${counted(pairs, 'pair')} of ${name} as ${format.name} to ${out}`);
    }
    return exitCodes.done;
  } finally {
    await session.close();
  }
}

async function requireRescreening(
  { database }: Session,
  runKey: string,
  name: string,
  rescreening: number,
): Promise<void> {
  const known = await new RescreeningStore(database).list(runKey);
  if (known.some((one) => one.rescreening === rescreening)) return;
  const numbers = known.map((one) => one.rescreening).join(', ');
  throw new UserError(
    `Run ${name} has no rescreening ${rescreening}: ${known.length === 0 ? 'it was never rescreened' : `it has ${numbers}`}.`,
    { mend: known.length === 0 ? `seedbed rescreen ${name} --set FIELD=VALUE` : 'Name one of them.' },
  );
}

async function requireFolder(file: string): Promise<void> {
  const folder = dirname(file);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new UserError(`${file} can't be written: the folder ${folder} is not there, or not writable.`, {
      mend: `mkdir -p ${folder}`,
      cause,
    });
  });
}
