import { stat } from 'node:fs/promises';
import { UserError } from '../../core/foundations/userError';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import { placeOf, type RowPlace } from '../../core/dataset/readers/datasetRow';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { Aside } from '../../core/dataset/readers/leftAside';
import { datasetFiles } from './datasetFiles';
import { readDataset, type DatasetSource } from './readDataset';

/** Most bytes of a file that is kept whole, and most characters of its tasks, which may have been compressed. */
const maxBytes = 64 * 1024 * 1024;
/** How many malformed rows a message names; the others are counted. */
const shownProblems = 10;
/** The same, where nothing can be read: most often each for one reason. */
const shownReasons = 3;
/** The documented exit code of a command that came to less than it was asked for. */
const nothingReadable = 3;

/** An instruction set that was read whole. */
export interface CollectedTasks {
  readonly tasks: readonly SeedTask[];
  /** Undefined where no row told it. */
  readonly format: DatasetFormat | undefined;
  /** What the file holds that is in no task. */
  readonly asides: readonly Aside[];
  /** What was left out, because the recipe allows skipping. */
  readonly skipped: readonly (RowPlace & { readonly problem: string })[];
  /** Tasks whose instruction stands further up already. Harmless, but they make the set look larger than it is. */
  readonly repeated: readonly (RowPlace & { readonly first: RowPlace })[];
}

/** A file, and what the recipe says about it. */
export interface CollectedSource extends DatasetSource {
  readonly onMalformed: 'fail' | 'skip';
  /** The recipe's section that names it: "seeds". */
  readonly section: string;
}

/**
 * All tasks of an instruction set.
 *
 * @throws UserError when a row is malformed (unless it may be skipped), when no task is left, or when it is too large to be kept.
 */
export async function collectTasks(source: CollectedSource): Promise<CollectedTasks> {
  const { label } = source;
  const files = source.files ?? (await datasetFiles(source.path, label));
  // What can't be looked at has no size; whoever opens it says why.
  const sizes = await Promise.all(
    files.files.map(({ path }) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  if (size > maxBytes) {
    throw new UserError(`${label} has ${megabytes(size)} MB; at most ${megabytes(maxBytes)} MB are read.`);
  }
  const tasks: SeedTask[] = [];
  const skipped: CollectedTasks['skipped'][number][] = [];
  const repeated: CollectedTasks['repeated'][number][] = [];
  const firsts = new Map<string, RowPlace>();
  let characters = 0;

  const rows = readDataset({ ...source, files });
  let next = await rows.next();
  for (; next.done !== true; next = await rows.next()) {
    const { value } = next;
    const place = { row: value.row, line: value.line, ...(value.file !== undefined && { file: value.file }) };
    if ('problem' in value) {
      skipped.push({ ...place, problem: value.problem });
      continue;
    }
    const { task } = value;
    characters += task.instruction.length + (task.rejected?.length ?? 0);
    for (const { input, output, turns = [] } of task.instances) {
      characters += input.length + output.length;
      for (const { message, response } of turns) characters += message.length + response.length;
    }
    if (characters > maxBytes) {
      await rows.return({ format: undefined, asides: [] });
      throw new UserError(
        `${label} has more than ${megabytes(maxBytes)} MB of text, which is the most that is read.`,
      );
    }
    const instruction = task.instruction.trim().replace(/\s+/gu, ' ');
    const first = firsts.get(instruction);
    if (first === undefined) firsts.set(instruction, place);
    else repeated.push({ ...place, first });
    tasks.push(task);
  }

  if (tasks.length === 0) throw unreadable(label, skipped);
  if (skipped.length > 0 && source.onMalformed === 'fail') throw malformed(source, skipped);
  return { tasks, ...next.value, skipped, repeated };
}

/** Of a file in which nothing can be read, why the first rows can't. */
export function unreadable(
  label: string,
  problems: CollectedTasks['skipped'],
  rows = problems.length,
): UserError {
  const lines = problems.slice(0, shownReasons).map((problem) => `  ${sentence(problem)}`);
  const more = rows - lines.length;
  if (more > 0) lines.push(`  and ${more.toLocaleString('en')} more`);
  return new UserError([`${label} has no row that can be read.`, ...lines].join('\n'), {
    exitCode: nothingReadable,
  });
}

function malformed({ label, section }: CollectedSource, problems: CollectedTasks['skipped']): UserError {
  const noun = problems[0]?.line === undefined ? 'row' : 'line';
  const lines = problems.slice(0, shownProblems).map((problem) => `  ${sentence(problem)}`);
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  const count = `${problems.length} ${noun}${problems.length === 1 ? '' : 's'}`;
  const head = `${label} has ${count} that can't be read: mend them, or set ${section}.onMalformed to skip.`;
  return new UserError([head, ...lines].join('\n'));
}

function sentence(problem: CollectedTasks['skipped'][number]): string {
  return `${placeOf(problem)}: ${problem.problem}`;
}
