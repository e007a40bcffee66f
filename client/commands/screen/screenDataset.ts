import { existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { unreadable } from '../../../adapters/datasets/collectTasks';
import { datasetFiles, type DatasetFiles } from '../../../adapters/datasets/datasetFiles';
import { readDataset, type DatasetReading } from '../../../adapters/datasets/readDataset';
import { fingerprint, originPath, ScoresFile } from '../../../adapters/datasetScreening/scoresFile';
import { createScreeners } from '../../../adapters/datasetScreening/screeners';
import { LocalModels } from '../../../adapters/datasetScreening/localModels';
import { RowNovelty } from '../../../adapters/datasetScreening/rowNovelty';
import {
  offlineFilters,
  type ScreenerSettings,
  type TaskScreener,
} from '../../../adapters/datasetScreening/taskScreener';
import { writingTo } from '../../../adapters/files/wholeFile';
import { hashOf } from '../../../adapters/store/runStore';
import { loadMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import type { DatasetFormat } from '../../../core/dataset/readers/datasetFormat';
import { placeOf, type DatasetRow, type RowPlace } from '../../../core/dataset/readers/datasetRow';
import { asideSentence } from '../../../core/dataset/readers/leftAside';
import {
  RowTally,
  type RowFunnel,
  type ScreenedRow,
} from '../../../core/screening/datasetScreening/screenedRow';
import type { TaskScreening } from '../../../core/screening/datasetScreening/screenTasks';
import { inChunks } from '../../../core/foundations/inChunks';
import { UserError } from '../../../core/foundations/userError';
import { fluency as fluencyFilter } from '../../../core/screening/filters/fluency';
import { chatterIn, trimsChatter } from '../../../core/screening/filters/chatter';
import { redactWith } from '../../../core/screening/filters/personalData';
import { canonicalJson } from '../../../core/foundations/canonicalJson';
import { calibrateOnSeeds } from '../../../core/screening/filters/seedCalibration';
import type { Recipe } from '../../../core/recipe/schema';
import type { SeedTask } from '../../../core/vocabulary/seedTask';
import { printable } from '../../terminal/displayWidth';
import type { Surroundings } from '../../terminal/surroundings';
import { requireWritableFile } from '../../terminal/requireWritableFile';
import { exitCodes } from '../../terminal/exitCodes';
import { ScreeningProgress } from './screeningProgress';
import { rowFunnelView } from './rowFunnelView';

export interface ScreenRequest {
  readonly dataset: string;
  readonly recipe: string;
  readonly out: string;
  /** Threads; left out: one less than there are cores. */
  readonly jobs: number | undefined;
  /** Where the accepted rows go, besides. */
  readonly accepted: string | undefined;
  readonly format: DatasetFormat | 'auto';
  readonly columns: Readonly<Record<string, string>>;
  /** Whether dearer filters also score what a cheaper one rejected. */
  readonly all: boolean;
}

/** Rows that are screened together. The same whatever the number of threads, so that nothing can depend on it. */
const chunkSize = 64;

/**
 * `seedbed screen`: filters and scores an instruction set without Temporal, a store or a teacher. What a row comes to by itself is told
 * in as many threads as there are; novelty is decided here, in the order of the rows, against the rows that were accepted before.
 * Returns the exit code.
 */
export async function screenDataset(request: ScreenRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const loaded = await loadRecipe({ recipe: request.recipe, workspace, confined: false });
  const { recipe } = loaded;
  const { materials } = await loadMaterials(loaded);
  await requireWritable(request);
  const files = await filesOf(request);
  const { lines, ...dataset } = await fingerprint(files.files.map(({ path }) => path));
  await requireRows(request, files);
  const settings: ScreenerSettings = {
    recipe,
    evaluation: materials.evaluation ?? [],
    scorer: materials.scorer,
    safety: materials.safety,
    fluency: undefined,
    all: request.all,
    workspace,
    environment: { ...process.env },
  };
  const filters = (await offlineFilters(settings)).map(({ name, version }) => `${name}@${version}`);
  const tally = new RowTally();
  /** The first rows that could not be read. */
  const unread: (RowPlace & { readonly problem: string })[] = [];
  let reading: DatasetReading | undefined;
  const models = new LocalModels();
  const novelty = new RowNovelty(recipe, models.embed);
  const accepted = request.accepted === undefined ? undefined : await AcceptedFile.create(request.accepted);
  const keep = async (row: ScreenedRow): Promise<void> => {
    tally.add(row);
    if (row.state === 'unreadable' && unread.length < 3) {
      const { row: number, line, file, reason } = row;
      unread.push({
        row: number,
        line: line ?? undefined,
        ...(file !== undefined && { file }),
        problem: reason ?? '',
      });
    }
    if (row.state === 'accepted') await accepted?.append(row);
  };
  const { seeds, evaluation = [], scorer = null, safety } = materials;
  const scores = await ScoresFile.open(
    request.out,
    {
      version: 1,
      dataset,
      reading: canonicalJson({ format: request.format, columns: request.columns }),
      recipe: hashOf({
        recipe,
        evaluation,
        scorer,
        ...(safety && { safety }),
        ...(fluencyFilter.isOn(recipe) && { seeds }),
      }),
      filters: [...filters, 'novelty@3'],
      all: request.all,
    },
    async (row) => {
      await keep(row);
      if (row.state === 'accepted' && row.instruction !== undefined) await novelty.restore(row.instruction);
    },
  );
  const known = tally.funnel.rows;
  if (scores.wasComplete) terminal.note(`${request.out} is whole already: nothing is left to screen.`);
  else if (known > 0) terminal.note(`Going on after row ${known} of ${request.out}.`);
  if (recipe.judge) terminal.note('The judge is not asked: it needs a teacher, and this command has none.');

  const progress = new ScreeningProgress(terminal, lines);
  const jobs = request.jobs ?? Math.max(1, availableParallelism() - 1);
  let finished = scores.wasComplete;
  try {
    if (!finished) {
      if (fluencyFilter.isOn(recipe)) terminal.note('Learning from the seeds what reads well.');
      const fluency = fluencyFilter.isOn(recipe)
        ? await calibrateOnSeeds(recipe, seeds, models.languageModel)
        : undefined;
      const screeners = await createScreeners({ ...settings, fluency }, models, jobs);
      try {
        const rows = datasetRows({ request, files, recipe, known }, (read) => (reading = read));
        for await (const chunk of screenedInOrder(inChunks(rows, chunkSize), screeners, jobs * 2)) {
          const screened: ScreenedRow[] = [];
          for (const { row, screening } of chunk) screened.push(await novelty.decide(row, screening));
          await scores.append(screened);
          for (const row of screened) await keep(row);
          const last = chunk.at(-1);
          if (last) progress.show(tally.funnel, files.files.length === 1 ? last.row.line : undefined);
          if (interruption.signal.aborted) break;
        }
        finished = !interruption.signal.aborted;
      } finally {
        await screeners.close();
      }
    }
  } finally {
    progress.end();
    await scores.close(finished);
    await accepted?.close();
    await models.close();
  }
  const { funnel } = tally;
  interruption.end();
  if (terminal.options.json) terminal.printJson(summaryOf(request, funnel, finished, reading));
  else if (finished) {
    terminal.print(rowFunnelView(funnel, terminal.outColors));
    const { asides = [] } = reading ?? {};
    if (unread.length > 0 && funnel.states.unreadable < funnel.rows) {
      const reasons = unread.map((row) => `  ${placeOf(row)}: ${row.problem}`);
      terminal.print(['', 'The first rows that can not be read:', ...reasons.map(printable)]);
    }
    if (asides.length > 0) terminal.print(['', ...asides.map((aside) => printable(asideSentence(aside)))]);
    const { out, accepted } = request;
    terminal.note(
      `\nScores of every row: ${out}${accepted === undefined ? '' : `; accepted pairs: ${accepted}`}`,
    );
  }
  if (finished && funnel.rows > 0 && funnel.states.unreadable === funnel.rows) {
    const { message, exitCode } = unreadable(labelOf(request), unread, funnel.rows);
    terminal.warn(message);
    return exitCode;
  }
  if (finished) return exitCodes.done;
  terminal.warn(`Stopped after row ${funnel.rows}. The same command goes on from there.`);
  return exitCodes.interrupted;
}

function summaryOf(
  request: ScreenRequest,
  funnel: RowFunnel,
  complete: boolean,
  reading: DatasetReading | undefined,
) {
  const { dataset, recipe, out, accepted = null } = request;
  const asides = reading?.asides.map(({ fate, what, rows }) => ({ fate, what, rows })) ?? null;
  return { dataset, recipe, out, accepted, complete, funnel, asides };
}

const labelOf = ({ dataset }: ScreenRequest): string => `Dataset ${dataset}`;

/** The dataset's files, without those that this command writes: they may lie in the same folder. */
async function filesOf(request: ScreenRequest): Promise<DatasetFiles> {
  const { dataset, out, accepted } = request;
  const own = [out, originPath(out), ...(accepted === undefined ? [] : [accepted])].map((path) =>
    resolve(path),
  );
  const { files, others } = await datasetFiles(dataset, labelOf(request));
  const foreign = files.filter(({ path }) => !own.includes(resolve(path)));
  if (foreign.length === 0)
    throw new UserError(`${labelOf(request)} has no other files than those that are written.`);
  return { files: foreign, others };
}

/** What is wrong with the dataset as a whole is told before a file of scores is begun. */
async function requireRows(
  { format, columns, ...request }: ScreenRequest,
  files: DatasetFiles,
): Promise<void> {
  const rows = readDataset({
    path: request.dataset,
    files,
    label: `Dataset ${request.dataset}`,
    format,
    columns,
  });
  await rows.next();
  await rows.return({ format: undefined, asides: [] });
}

async function requireWritable({ dataset, out, accepted }: ScreenRequest): Promise<void> {
  for (const file of [out, ...(accepted === undefined ? [] : [accepted])]) {
    if (file === dataset) throw new UserError(`${file} is the dataset itself: name another file to write.`);
    await requireWritableFile(file);
  }
  // A file of somebody else's is never overwritten; ours is made anew from the scores.
  if (accepted !== undefined && existsSync(accepted) && !existsSync(out)) {
    throw new UserError(`${accepted} is there already.`, {
      mend: 'Name another file by --accepted, or remove it.',
    });
  }
}

interface RowsToScreen {
  readonly request: ScreenRequest;
  readonly files: DatasetFiles;
  readonly recipe: Recipe;
  /** How many were screened before. */
  readonly known: number;
}

async function* datasetRows(
  { request, files, recipe, known }: RowsToScreen,
  onRead: (reading: DatasetReading) => void,
): AsyncGenerator<DatasetRow> {
  const { dataset, format, columns } = request;
  const redact = redactWith(recipe);
  const trims = trimsChatter(recipe);
  const rows = readDataset({ path: dataset, files, label: labelOf(request), format, columns });
  try {
    let next = await rows.next();
    for (; next.done !== true; next = await rows.next()) {
      const { value } = next;
      if (value.row <= known) continue;
      if (!('task' in value)) {
        yield value;
        continue;
      }
      const task = trims ? trimmed(value.task) : value.task;
      yield { ...value, task: redact ? redacted(task, redact) : task };
    }
    onRead(next.value);
  } finally {
    await rows.return({ format: undefined, asides: [] });
  }
}

/** Without talk about the answers, as a run keeps them. */
function trimmed(task: SeedTask): SeedTask {
  const { instruction } = task;
  const without = (input: string, response: string): string =>
    chatterIn({ instruction, input, response })?.answer ?? response;
  return withTexts(task, {
    instruction,
    instances: task.instances.map(({ input, output, turns }) => ({
      input,
      output: without(input, output),
      ...(turns && {
        turns: turns.map(({ message, response }) => ({
          message,
          response: chatterIn({ instruction: message, input: '', response })?.answer ?? response,
        })),
      }),
    })),
  });
}

/** Before anything looks at it, so that what is scored and written is what is kept. */
function redacted(task: SeedTask, redact: (text: string) => string): SeedTask {
  return withTexts(task, {
    instruction: redact(task.instruction),
    instances: task.instances.map(({ input, output, turns }) => ({
      input: redact(input),
      output: redact(output),
      ...(turns && {
        turns: turns.map(({ message, response }) => ({
          message: redact(message),
          response: redact(response),
        })),
      }),
    })),
  });
}

/** A task with other texts: its own are those of its first instance. */
function withTexts(
  { turns: _, ...task }: SeedTask,
  { instruction, instances }: Pick<SeedTask, 'instruction' | 'instances'>,
): SeedTask {
  const { input = '', output = '', turns } = instances[0] ?? {};
  return { ...task, instruction, input, response: output, ...(turns && { turns }), instances };
}

interface RowScreening {
  readonly row: DatasetRow;
  /** Undefined where the row could not be read. */
  readonly screening: TaskScreening | undefined;
}

/** At most `width` chunks are read and not yet returned: that bounds the memory. */
async function* screenedInOrder(
  rows: AsyncGenerator<DatasetRow[]>,
  screeners: TaskScreener,
  width: number,
): AsyncGenerator<RowScreening[]> {
  const underWay: Promise<RowScreening[]>[] = [];
  const start = async (chunk: DatasetRow[]): Promise<RowScreening[]> => {
    const tasks = chunk.flatMap((row) => ('task' in row ? [row.task] : []));
    const screenings = (await screeners.screen(tasks)).values();
    return chunk.map((row) => ({ row, screening: 'task' in row ? screenings.next().value : undefined }));
  };
  try {
    for await (const chunk of rows) {
      const screening = start(chunk);
      screening.catch(() => undefined); // told where it is awaited
      underWay.push(screening);
      if (underWay.length >= width) yield (await underWay.shift())!;
    }
    for (const screening of underWay.splice(0)) yield await screening;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** The accepted pairs, one a line. Made anew each time: on going on, from the scores. */
class AcceptedFile {
  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<AcceptedFile> {
    return new AcceptedFile(path, await writingTo(path, open(path, 'w')));
  }

  async append({ id, instruction, instances }: ScreenedRow): Promise<void> {
    const lines = (instances ?? [])
      .filter(({ kept }) => kept)
      .map(({ input, response, turns }) =>
        JSON.stringify({
          ...(id !== undefined && { id }),
          ...{ instruction, input, response },
          ...(turns && { turns }),
        }),
      );
    if (lines.length > 0)
      await writingTo(this.path, this.handle.appendFile(lines.map((line) => `${line}\n`).join('')));
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
