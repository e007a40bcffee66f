import { existsSync } from 'node:fs';
import { LocalModels } from '../../../adapters/datasetScreening/localModels';
import { DatasetFile } from '../../../adapters/exports/datasetFile';
import type { SetReading } from '../../../adapters/sets/fileSet';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { UserError } from '../../../core/foundations/userError';
import type { Recipe } from '../../../core/recipe/schema';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { mergeSets, type MergedSet } from '../../../core/run/sets/mergeSets';
import { noteUnread, withNamedSets } from '../../runs/namedSets';
import { exitCodes } from '../../terminal/exitCodes';
import { printable } from '../../terminal/displayWidth';
import type { Surroundings } from '../../terminal/surroundings';
import { alignedRows } from '../../view/alignedRows';
import { count, counted } from '../../view/quantities';

export interface MergeRequest {
  readonly sets: readonly string[];
  readonly dedupe: boolean;
  /** Whose novelty tells repetitions. */
  readonly recipe: string | undefined;
  readonly out: string;
  readonly reading: SetReading;
}

/** `seedbed merge`: writes several sets as one, whole or not at all. Returns the exit code. */
export async function mergeNamed(request: MergeRequest, surroundings: Surroundings): Promise<number> {
  const { sets: names, dedupe, out, reading } = request;
  const { terminal, interruption } = surroundings;
  interruption.end(); // the file appears whole or not at all
  if (names.length < 2) throw new UserError('One dataset is no merge: name two or more.');
  if (existsSync(out))
    throw new UserError(`${out} is there already.`, { mend: 'Name another file by --out, or remove it.' });
  const recipe = dedupe ? await noveltyRecipe(request, surroundings) : undefined;
  const models = new LocalModels();
  try {
    return await withNamedSets('merge', names, reading, surroundings, async (sets) => {
      const tallies: MergedSet[] = [];
      const rows = mergeSets(sets, tallies, recipe && { recipe, embed: models.embed });
      const { pairs, sha256 } = await writeRows(rows, out);
      noteUnread(sets, surroundings);
      if (terminal.options.json) terminal.printJson({ out, pairs, sha256, sets: tallies });
      else {
        terminal.print(table(tallies, dedupe));
        terminal.note(`\n${counted(pairs, 'pair')} in ${out}`);
      }
      return exitCodes.done;
    });
  } finally {
    await models.close();
  }
}

async function noveltyRecipe({ recipe }: MergeRequest, { workspace }: Surroundings): Promise<Recipe> {
  if (recipe !== undefined) return (await loadRecipe({ recipe, workspace, confined: false })).recipe;
  const usual = parseRecipe({
    name: 'merge',
    seeds: { tasks: [{ instruction: 'Name a nut.', response: 'Hazel.' }] },
  });
  if (!usual.ok) throw new Error('The usual recipe is none.');
  return usual.recipe;
}

async function writeRows(
  rows: AsyncIterable<object>,
  out: string,
): Promise<{ pairs: number; sha256: string }> {
  return DatasetFile.whole(out, async (file) => {
    let pairs = 0;
    for await (const row of rows) {
      file.write(`${JSON.stringify(row, plainly)}\n`);
      pairs++;
      if (file.isFull) await file.drain();
    }
    return { pairs };
  });
}

/** Parquet's whole numbers, which JSON has no other place for. */
function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function table(sets: readonly MergedSet[], dedupe: boolean): string[] {
  const head = ['set', 'pairs', 'kept', ...(dedupe ? ['same text', 'same words', 'same meaning'] : [])];
  return alignedRows([
    head,
    ...sets.map(({ name, pairs, kept, repeated: { text, words, meaning } }) => [
      printable(name),
      ...[pairs, kept, ...(dedupe ? [text, words, meaning] : [])].map(count),
    ]),
  ]);
}
