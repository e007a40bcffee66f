import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportDatasetFile } from '../../../adapters/exports/exportDataset';
import { exportFolder } from '../../../adapters/exports/exportFolder';
import { holdNewSpace } from '../../../adapters/stack/newSpace';
import { versionName } from '../../../adapters/exports/keepVersion';
import {
  DatasetVersions,
  type DatasetVersion,
  type VersionFile,
} from '../../../adapters/store/datasetVersions';
import type { Database } from '../../../adapters/store/database';
import { openSecondRun } from '../../../adapters/store/secondRun';
import { packageVersion } from '../../../adapters/workspace/packageRoot';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { UserError } from '../../../core/foundations/userError';
import { decideAgain, type DecidedAgain } from '../../../workers/decideAgain';
import type { Session } from '../../connection/session';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { reproductionView } from './reproductionView';

/** A file of a version, and what it came to now. */
export interface FileAgain {
  readonly path: string;
  readonly sha256: string;
  readonly again: string | null;
  readonly is: 'same' | 'other' | 'missing' | 'kept';
}

export interface Reproduction extends DecidedAgain {
  readonly version: string;
  readonly runKey: string;
  readonly same: boolean;
  readonly pairs: number;
  readonly teacherCalls: 0;
  /** Where it was left; null where it was only compared. */
  readonly out: string | null;
  readonly files: readonly FileAgain[];
}

/** `seedbed reproduce`: makes a version again without a teacher, and compares its bytes. Returns the exit code. */
export async function reproduceVersion(
  { version: named, out }: { readonly version: string; readonly out: string | undefined },
  surroundings: Surroundings,
): Promise<number> {
  holdNewSpace();
  const { terminal, workspace } = surroundings;
  if (out !== undefined && existsSync(out))
    throw new UserError(`${out} is there already: what is made again goes where nothing is.`, {
      mend: 'Name another place: --out FOLDER',
    });
  return withReadingSession('reproduce', surroundings, async (session) => {
    const version = await chooseVersion(session, named);
    const { database, addresses } = session;
    const { runKey, moment, madeAt: at } = version;
    await requireRun(database, version);
    const second = await openSecondRun(database, addresses.databaseUrl, { runKey, moment, at }).catch(refuse);
    const folder = out ?? (await mkdtemp(path.join(tmpdir(), 'seedbed-again-')));
    try {
      const decided = await decideAgain(database, second.database, {
        ...{ runKey, moment, workspace, environment: process.env },
        onIteration: (iteration) => {
          if (terminal.options.verbose) terminal.note(`Iteration ${iteration} of ${moment.iteration} again.`);
        },
      });
      const { pairs, files } = await writeAgain(second.database, version, out ?? path.join(folder, 'again'));
      const compared = version.files.map((file) => compare(file, files));
      const same = compared.every(({ is }) => is === 'same' || is === 'kept');
      const reproduction: Reproduction = {
        ...{ version: versionName(version.dataset, version.version), runKey, same, pairs, ...decided },
        ...{ teacherCalls: 0, out: out ?? null, files: compared },
      };
      if (terminal.options.json) terminal.printJson(reproduction);
      else terminal.print(reproductionView(reproduction, terminal.outColors));
      if (!same) terminal.warn(whyNot(reproduction, version));
      return same ? exitCodes.done : exitCodes.failed;
    } finally {
      if (out === undefined) await rm(folder, { recursive: true, force: true });
      await second.close();
    }
  });
}

async function chooseVersion({ database }: Session, named: string): Promise<DatasetVersion> {
  const [, dataset, number] = /^(.+)@(\d{1,9})$/.exec(named) ?? [];
  const versions = new DatasetVersions(database);
  if (dataset === undefined)
    throw new UserError(`"${named}" is no version: it is written as garden@3.`, {
      mend: 'See which there are: seedbed datasets',
    });
  const found = await versions.find(dataset, Number(number));
  if (found) return found;
  const [newest] = await versions.list(1, dataset);
  throw new UserError(
    newest
      ? `There is no version ${named}: ${dataset} has versions up to ${newest.version}.`
      : `Nothing was exported under the name ${dataset}.`,
    { mend: 'See which there are: seedbed datasets' },
  );
}

/** @throws UserError where what the version was made of is not in the store any more. */
async function requireRun(database: Database, { dataset, version, runKey }: DatasetVersion): Promise<void> {
  const { rowCount } = await database.query('select from runs where run_key = $1', [runKey]);
  if (rowCount === 0)
    throw new UserError(
      `${versionName(dataset, version)} can't be made again: its run ${runKey} is not in the store any more.`,
    );
}

/** @throws UserError where the database lets nobody make tables beside its own. */
function refuse(cause: unknown): never {
  const isForbidden = cause instanceof Error && 'code' in cause && cause.code === '42501';
  if (!isForbidden) throw cause;
  throw new UserError(
    'To make a version again, a schema of its own is made in the database, which this user may not.',
    {
      mend: 'grant create on database … to …',
      cause,
    },
  );
}

async function writeAgain(
  database: Database,
  { runKey, options, card }: DatasetVersion,
  place: string,
): Promise<{ readonly pairs: number; readonly files: readonly VersionFile[] }> {
  const formats = options.formats.map(formatNamed);
  const [first] = formats;
  if (!first) throw new Error('An export has a format.');
  if (options.isFolder)
    return exportFolder(database, runKey, place, {
      formats,
      splits: options.splits ?? undefined,
      splitSeed: options.splitSeed ?? undefined,
      rescreening: options.rescreening ?? undefined,
      card: () => Promise.resolve(card ?? ''),
    });
  const { pairs, ...written } = await exportDatasetFile(database, runKey, first, place, {
    rescreening: options.rescreening ?? undefined,
  });
  return { pairs, files: [{ path: `data.${first.extension}`, ...written }] };
}

function compare({ path: name, sha256, rows }: VersionFile, again: readonly VersionFile[]): FileAgain {
  const found = again.find((file) => file.path === name)?.sha256 ?? null;
  const isCard = rows === null && path.basename(name) === 'README.md';
  const is = found === null ? 'missing' : found !== sha256 ? 'other' : isCard ? 'kept' : 'same';
  return { path: name, sha256, again: found, is };
}

function whyNot({ missing, plans, version }: Reproduction, { seedbed }: DatasetVersion): string {
  const own = packageVersion();
  if (seedbed !== own)
    return `${version} was written by Seedbed ${seedbed}, and this is ${own}: what they decide, or write, may differ. Try it with that version.`;
  if (missing > 0)
    return `The ledger lacks ${missing} answers that ${version} was made of, and nobody is asked again: a run of the recipe would buy them anew.`;
  if (plans.other > 0)
    return `${plans.other} of ${plans.drawn} plans came out otherwise: models, modules or word lists on this machine may be other than they were.`;
  return `The store holds all that ${version} was made of, and it came out otherwise: models, modules or people's verdicts may have changed since.`;
}
