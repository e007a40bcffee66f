import { dirname } from 'node:path';
import { access, constants } from 'node:fs/promises';
import { exportDataset, exportDatasetFile } from '../adapters/store/exportDataset';
import { UserError } from '../core/errors/userError';
import { exportFormats, type ExportFormatName } from '../core/export/datasetText';
import { chooseRun, requireState } from './chooseRun';
import type { Surroundings } from './command';
import { exitCodes } from './exitCodes';
import { openSession } from './session';
import { counted } from './view/quantities';

export interface ExportRequest {
  readonly run: string;
  readonly format: string;
  /** A file, or "-" for stdout. Left out: stdout, unless that is a terminal. */
  readonly out: string | undefined;
}

/** `seedbed export`: writes the accepted pairs of a run, whole or not at all. Returns the exit code. */
export async function exportRun(
  { run, format, out }: ExportRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // a file appears whole or not at all, so Ctrl-C may end it anywhere
  const formats = Object.keys(exportFormats);
  if (!isFormat(format)) {
    throw new UserError(`"${format}" is not a format: there are ${formats.join(' and ')}.`, {
      mend: `--format ${formats[0]}`,
    });
  }
  if (out === undefined && terminal.outIsTerminal) {
    throw new UserError('A dataset is not for a terminal.', {
      mend: `Name a file: --out ${run}.${format === 'jsonl' ? 'jsonl' : 'json'}, or --out - all the same`,
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
    if (out === undefined || out === '-') {
      const pairs = await exportDataset(session.database, runKey, format, process.stdout);
      terminal.note(`Exported ${counted(pairs, 'pair')} of ${name} as ${format}.`);
    } else {
      const pairs = await exportDatasetFile(session.database, runKey, format, out);
      if (terminal.options.json) terminal.printJson({ run: name, runKey, format, pairs, out });
      else terminal.print(`Exported ${counted(pairs, 'pair')} of ${name} as ${format} to ${out}`);
    }
    return exitCodes.done;
  } finally {
    await session.close();
  }
}

function isFormat(format: string): format is ExportFormatName {
  return Object.hasOwn(exportFormats, format);
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
