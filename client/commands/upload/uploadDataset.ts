import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { datasetCard } from '../../../adapters/exports/datasetCard';
import { exportedFiles, exportedPaths, type ExportedFiles } from '../../../adapters/exports/exportedFiles';
import { exportFolder, folderMade, type FolderExport } from '../../../adapters/exports/exportFolder';
import { holdNewSpace } from '../../../adapters/stack/newSpace';
import { keepVersion } from '../../../adapters/exports/keepVersion';
import { HubAway } from '../../../adapters/hub/explained';
import { HubDataset, type RemoteDataset } from '../../../adapters/hub/hubDataset';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { parseSplits } from '../../../core/dataset/splits/splitSizes';
import { uploadPlan, type PlannedFile } from '../../../core/dataset/upload/uploadPlan';
import { sum } from '../../../core/foundations/statistics/mean';
import { UserError } from '../../../core/foundations/userError';
import { openSession } from '../../connection/session';
import { chooseRun, requireState } from '../../runs/chooseRun';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { alignedRows } from '../../view/alignedRows';
import { bytes, counted } from '../../view/quantities';

export interface UploadRequest {
  /** A run, or a folder. */
  readonly named: string;
  readonly to: string;
  readonly isPublic: boolean;
  readonly isDryRun: boolean;
  readonly withProvenance: boolean;
  readonly split?: string | undefined;
  readonly rescreening?: number | undefined;
  readonly message?: string | undefined;
}

/** Milliseconds before each further try where the hub is away. */
const waits = [1_000, 4_000, 10_000];
const sums = 'SHA256SUMS';

/** `seedbed upload`: sends what has changed of a dataset folder to a hub, in one commit. Returns the exit code. */
export async function uploadDataset(request: UploadRequest, surroundings: Surroundings): Promise<number> {
  holdNewSpace();
  const { terminal, interruption } = surroundings;
  const { token, url } = accessIn(process.env, request.isDryRun);
  const source = await sourceOf(request, surroundings);
  try {
    const exported = await exportedFiles(source.folder, request.withProvenance ? [] : ['provenance.jsonl']);
    if (!exported.isLicensed)
      terminal.warn(
        'Its card claims no licence, without which nobody may use it: set "license" in the recipe.',
      );
    const upload = await tried(
      () => send(request, source.folder, exported, token, url, interruption.signal),
      (error, milliseconds) => terminal.note(`${error.message} Tried again in ${milliseconds / 1_000} s.`),
      interruption.signal,
    );
    const where = `${url}/datasets/${request.to}`;
    const { isDryRun: dryRun, to } = request;
    if (terminal.options.json) terminal.printJson({ run: source.run, to, url: where, dryRun, ...upload });
    else terminal.print(inWords(upload, where, dryRun));
    return exitCodes.done;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    terminal.warn('Stopped. Nothing was committed; what was sent of large files is not sent again.');
    return exitCodes.interrupted;
  } finally {
    interruption.end();
    await source.close();
  }
}

interface Uploaded {
  readonly created: boolean;
  /** Null where the hub was not asked. */
  readonly public: boolean | null;
  readonly commit: string | null;
  readonly files: readonly PlannedFile[];
}

/** Looks at what is there, and changes what is other. Repeated after any failure it comes to the same. */
async function send(
  { to, isPublic, isDryRun, message }: UploadRequest,
  folder: string,
  exported: ExportedFiles,
  token: string | undefined,
  url: string,
  signal: AbortSignal,
): Promise<Uploaded> {
  // Without a token nobody is asked: a dry run says what there is to send.
  if (token === undefined)
    return { created: false, public: null, commit: null, files: uploadPlan(exported.files, [], []) };
  const hub = new HubDataset({ url, token, name: to });
  let there = await hub.look();
  const created = there === undefined;
  if (!there && !isDryRun) {
    await hub.create(isPublic ? 'public' : 'private');
    there = await hub.look();
    if (!there) throw new UserError(`${to} was created, and is not there.`, { exitCode: 1 });
  }
  requireMeant(to, there, isPublic);
  const uploaded = there?.files.some((file) => file.path === sums) ? await hub.readText(sums) : '';
  const files = uploadPlan(
    exported.files,
    there?.files ?? [],
    exportedPaths(uploaded).map((line) => line.path),
  );
  const isChanged = files.some(({ change }) => change !== 'same');
  const state = { created, public: there ? !there.isPrivate : isPublic, files };
  if (isDryRun || !isChanged || !there) return { ...state, commit: null };
  const texts = { [sums]: exported.sums };
  const title = message ?? 'Upload by Seedbed';
  return { ...state, commit: await hub.commit(title, files, folder, texts, there.head, signal) };
}

/** What everybody can read is written only by who says so. */
function requireMeant(to: string, there: RemoteDataset | undefined, isPublic: boolean): void {
  if (there && !there.isPrivate && !isPublic)
    throw new UserError(`${to} is public: everybody could read what is uploaded.`, {
      mend: 'Say that this is meant, by --public; or make it private in its settings.',
    });
}

/** The folder that is uploaded: the one that was named, or one that the run is exported into. */
async function sourceOf(
  { named, split, rescreening }: UploadRequest,
  surroundings: Surroundings,
): Promise<{ readonly folder: string; readonly run: string | null; readonly close: () => Promise<void> }> {
  const isFolder = await stat(named).then(
    (found) => found.isDirectory(),
    () => false, // nothing of that name: a run's then
  );
  if (isFolder) {
    if (split !== undefined || rescreening !== undefined)
      throw new UserError('A folder is uploaded as it is: --split and --rescreening are for runs.');
    return { folder: named, run: null, close: () => Promise.resolve() };
  }
  requireState(surroundings.workspace);
  const needs = { command: 'upload', worker: false, teacher: false, yes: false };
  const session = await openSession(surroundings, needs);
  const folder = await mkdtemp(path.join(tmpdir(), 'seedbed-upload-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const { runKey, name } = await chooseRun(session, named, 'any');
    const wanted: FolderExport = {
      formats: [formatNamed('hf')],
      splits: split === undefined ? undefined : parseSplits(split),
      rescreening,
      card: (written) => datasetCard(session.database, runKey, written, rescreening),
    };
    const exported = await exportFolder(session.database, runKey, folder, wanted);
    await keepVersion(session.database, runKey, folderMade(wanted, exported));
    return { folder, run: name, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    await session.close();
  }
}

async function tried<Result>(
  attempt: () => Promise<Result>,
  onAway: (error: HubAway, milliseconds: number) => void,
  signal: AbortSignal,
): Promise<Result> {
  for (const milliseconds of waits)
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HubAway)) throw error;
      onAway(error, milliseconds);
      await wait(milliseconds, undefined, { signal });
    }
  return attempt();
}

/** By the variables that the hub's own programs read. */
function accessIn(
  { HF_TOKEN: token = '', HF_ENDPOINT: endpoint = '' }: NodeJS.ProcessEnv,
  isDryRun: boolean,
): { readonly token: string | undefined; readonly url: string } {
  const url = (endpoint === '' ? 'https://huggingface.co' : endpoint).replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UserError(`HF_ENDPOINT is no address of a hub: ${url}`);
  if (token === '' && isDryRun) return { token: undefined, url };
  const make = `Make one that may write at ${url}/settings/tokens, then: export HF_TOKEN=hf_…`;
  if (token === '') throw new UserError('HF_TOKEN is not set.', { exitCode: 4, mend: make });
  if (!token.startsWith('hf_'))
    throw new UserError('HF_TOKEN holds no token of the hub: those begin with "hf_".', {
      exitCode: 4,
      mend: make,
    });
  return { token, url };
}

function inWords(
  { created, public: isPublic, commit, files }: Uploaded,
  where: string,
  dryRun: boolean,
): string[] {
  const changes = files.filter(({ change }) => change !== 'same');
  const same = files.length - changes.length;
  const kind = isPublic === null ? 'dataset' : `${isPublic ? 'public' : 'private'} dataset`;
  const size = bytes(sum(changes.map((file) => file.bytes)));
  if (changes.length === 0)
    return [`Nothing has changed: ${counted(same, 'file')} of ${where} are the same.`];
  const rows = alignedRows(
    changes.map(({ path: file, bytes: length, change }) => [
      change,
      file,
      change === 'removed' ? '' : bytes(length),
    ]),
  );
  const rest = same > 0 ? `; ${counted(same, 'file')} unchanged` : '';
  if (dryRun)
    return [
      `Would ${created ? `make the ${kind} ${where}, and ` : ''}send ${counted(changes.length, 'change')}, ${size}${rest}.`,
      ...(isPublic === null ? ['The hub was not asked: HF_TOKEN is not set.'] : []),
      ...rows,
    ];
  return [
    ...rows,
    `${created ? `Made the ${kind}` : `Changed the ${kind}`} ${where}: ${counted(changes.length, 'change')}, ${size}${rest}. Commit ${commit?.slice(0, 12) ?? ''}`,
  ];
}
