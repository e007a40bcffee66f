import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { datasetCard } from '../../../adapters/exports/datasetCard';
import { exportDataset, exportDatasetFile, singleFile } from '../../../adapters/exports/exportDataset';
import { exportFolder, folderMade, type FolderExport } from '../../../adapters/exports/exportFolder';
import { keepVersion, type ExportMade, type KeptVersion } from '../../../adapters/exports/keepVersion';
import { holdNewSpace } from '../../../adapters/stack/newSpace';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import { ReviewReads } from '../../../adapters/store/reviewReads';
import { listRuns, type ListedRun } from '../../../adapters/store/runList';
import { UserError } from '../../../core/foundations/userError';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import type { ExportFormat } from '../../../core/dataset/formats/exportFormat';
import { parseSplits, type SplitSize } from '../../../core/dataset/splits/splitSizes';
import { openStates } from '../../../core/run/status';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import type { Terminal } from '../../terminal/terminal';
import { requireWritableFile } from '../../terminal/requireWritableFile';
import { exitCodes } from '../../terminal/exitCodes';
import { openSession, type Session } from '../../connection/session';
import { stillInWords } from '../../review/reviewWords';
import { count, counted } from '../../view/quantities';

export interface ExportRequest {
  readonly run: string;
  /** Names with commas. */
  readonly format: string;
  /** A file or a folder, or "-" for stdout. Left out: stdout, unless that is a terminal. */
  readonly out?: string | undefined;
  readonly split?: string | undefined;
  readonly splitSeed?: number | undefined;
  /** A rescreening of the run, by its number; left out, the run itself. */
  readonly rescreening?: number | undefined;
}

/** Says what is taken where that is not plain: a run that grows yet, and the newest of several with one name. */
async function noteWhich(
  { database, runs }: Session,
  { runKey, name, state }: ListedRun,
  named: string,
  terminal: Terminal,
): Promise<void> {
  if (named !== runKey) {
    const alike = (await listRuns(database, 'all', 1_000)).filter((one) => one.name === name);
    if (alike.length > 1)
      terminal.note(
        `${alike.length} runs are called ${name}: this is the newest, ${runKey}. The others: ${alike
          .filter((one) => one.runKey !== runKey)
          .slice(0, 3)
          .map((one) => one.runKey)
          .join(', ')}${alike.length > 4 ? ', …' : ''}`,
      );
  }
  if (!openStates.includes(state)) return;
  const status = await runs.status(runKey);
  if (status)
    terminal.note(
      `Run ${name} is still going (${status.state}): ${counted(status.funnel.accepted, 'pair')} of ${count(status.target)} so far.`,
    );
}

/** `seedbed export`: writes the accepted pairs of a run, whole or not at all. Returns the exit code. */
export async function exportRun(request: ExportRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  holdNewSpace();
  interruption.end(); // a file appears whole or not at all, so Ctrl-C may end it anywhere
  const { run, out, rescreening } = request;
  const formats = [...new Set(request.format.split(','))].map((name) => formatNamed(name.trim()));
  const [first] = formats;
  if (!first) throw new Error('A list has a first element.');
  const splits = request.split === undefined ? undefined : parseSplits(request.split);
  const isFolder = await mustBeFolder(formats, splits, out);
  if (out === undefined && (isFolder || terminal.outIsTerminal)) {
    const file = isFolder ? `${run}/` : `${run}.${first.extension}`;
    throw new UserError(
      isFolder ? 'What was asked for is several files.' : 'A dataset is not for a terminal.',
      {
        mend: isFolder
          ? `Name a folder: --out ${file}`
          : `Name a file: --out ${file}, or --out - all the same`,
      },
    );
  }
  if (out !== undefined && out !== '-' && !isFolder) await requireWritableFile(out);
  requireState(workspace);
  const session = await openSession(surroundings, {
    command: 'export',
    worker: false,
    teacher: false,
    yes: false,
  });
  try {
    const chosen = await chooseRun(session, run, 'any');
    const { runKey, name } = chosen;
    await noteWhich(session, chosen, run, terminal);
    if (rescreening !== undefined) await requireRescreening(session, runKey, name, rescreening);
    const what = formats.map((format) => format.name);
    const keep = (made: ExportMade): Promise<KeptVersion> => keepVersion(session.database, runKey, made);
    const report = (
      made: ExportMade,
      version: KeptVersion,
      files: readonly WrittenPath[],
      place: string,
    ): void => {
      const { pairs } = made;
      if (terminal.options.json)
        terminal.printJson({
          ...{ run: name, runKey, formats: what, pairs, out: place, files },
          ...{ version: version.name, isNewVersion: version.isNew },
        });
      else {
        terminal.print(`Exported ${counted(pairs, 'pair')} of ${name} as ${what.join(', ')} to ${place}`);
        terminal.note(versionNote(version));
      }
      for (const { path, rows } of files)
        if (rows === 0) terminal.note(`${path} has no row: no pair has what it is made of.`);
    };
    if (out === undefined || out === '-') {
      const written = await exportDataset(session.database, runKey, first, process.stdout, { rescreening });
      const version = await keep(singleFile(first, written, rescreening));
      terminal.note(
        `Exported ${counted(written.pairs, 'pair')} of ${name} as ${first.name}. ${versionNote(version)}`,
      );
    } else if (isFolder) {
      const wanted: FolderExport = {
        ...{ formats, splits, rescreening, splitSeed: request.splitSeed },
        card: (written) => datasetCard(session.database, runKey, written, rescreening),
      };
      const exported = await exportFolder(session.database, runKey, out, wanted);
      const made = folderMade(wanted, exported);
      report(made, await keep(made), exported.files, out);
      if (splits) {
        const sizes = exported.splits.map((split) => `${split.name} ${count(split.pairs)}`).join(', ');
        terminal.note(
          `Divided into ${sizes}. The most pairs that had to stay together: ${count(exported.largestGroup)}.`,
        );
      }
    } else {
      const { moment, ...file } = await exportDatasetFile(session.database, runKey, first, out, {
        rescreening,
      });
      const made = singleFile(first, { ...file, moment }, rescreening);
      const { rows, bytes, sha256 } = file;
      report(made, await keep(made), [{ path: out, rows, bytes, sha256 }], out);
      if (first.beside)
        terminal.note(`What ${first.name} has beside its data is written into a folder: --out ${run}/`);
    }
    if (rescreening === undefined) {
      const open = await new ReviewReads(session.database).batches(runKey, undefined, 'open');
      const words = stillInWords(name, open);
      if (words !== '') terminal.note(words);
    }
    return exitCodes.done;
  } finally {
    await session.close();
  }
}

function versionNote({ name, isNew }: KeptVersion): string {
  return isNew ? `This is version ${name}.` : `The same bytes as version ${name}.`;
}

interface WrittenPath {
  readonly path: string;
  readonly rows: number | null;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whether there is more than one file to write, or the path is a folder's. @throws UserError where a file was named for several. */
async function mustBeFolder(
  formats: readonly ExportFormat[],
  splits: readonly SplitSize[] | undefined,
  out: string | undefined,
): Promise<boolean> {
  const isSeveral = formats.length > 1 || splits !== undefined || formats.some(({ isFolder }) => isFolder);
  if (out === undefined) return isSeveral;
  const isThere = await stat(out).then(
    (found) => found.isDirectory(),
    () => false, // not there yet, or nothing that can be looked at: writing says which
  );
  const looksLikeFile = formats.some(({ extension }) => extname(out) === `.${extension}`);
  if (isSeveral && (out === '-' || (looksLikeFile && !isThere))) {
    throw new UserError(`What was asked for is several files, and ${out === '-' ? 'stdout' : out} is one.`, {
      mend: `Name a folder: --out ${out === '-' ? 'FOLDER' : out.slice(0, -extname(out).length)}/`,
    });
  }
  return isSeveral || isThere || /[/\\]$/.test(out);
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
