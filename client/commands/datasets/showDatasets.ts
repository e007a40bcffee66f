import { DatasetVersions, type DatasetVersion } from '../../../adapters/store/datasetVersions';
import { versionName } from '../../../adapters/exports/keepVersion';
import { provenanceFile } from '../../../core/dataset/provenance';
import { identityOf } from '../../../core/vocabulary/runKey';
import { runTag } from '../../../core/vocabulary/runTag';
import { withReadingSession } from '../../runs/readingSession';
import { printable, truncate } from '../../terminal/displayWidth';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { count } from '../../view/quantities';

/** Of a hash, as many digits as tell any two apart that somebody looks at. */
const shownDigits = 12;

/** `seedbed datasets`: what was exported, newest first. */
export async function showDatasets(
  name: string | undefined,
  limit: number,
  surroundings: Surroundings,
): Promise<number> {
  return withReadingSession('datasets', surroundings, async ({ database }) => {
    const { terminal } = surroundings;
    const versions = await new DatasetVersions(database).list(limit, name);
    if (terminal.options.json) terminal.printJson({ datasets: versions.map(outputOf) });
    else if (versions.length > 0) {
      const lines = table(versions);
      const { outColumns: columns, outColors: colors } = terminal;
      const shown = columns === undefined ? lines : lines.map((line) => truncate(line, columns));
      terminal.print([colors.dim(shown[0] ?? ''), ...shown.slice(1)]);
    } else
      terminal.note(
        name === undefined
          ? 'Nothing was exported yet: seedbed export RUN --out FILE'
          : `Nothing was exported of ${name} yet: seedbed export ${name} --out FILE`,
      );
    return exitCodes.done;
  });
}

function table(versions: readonly DatasetVersion[]): string[] {
  const rows = [
    ['DATASET', 'PAIRS', 'FORMATS', 'SHA-256', 'RUN', 'RECIPE', 'EXPORTED'],
    ...versions.map(({ dataset, version, runKey, pairs, options, sha256, recipeHash, madeAt }) => [
      printable(versionName(dataset, version)),
      count(pairs),
      formatsOf(options),
      sha256.slice(0, shownDigits),
      `${printable(identityOf(runKey).workflowId)}-${runTag(runKey)}`,
      recipeHash.slice(0, shownDigits),
      madeAt.toISOString().slice(0, 16).replace('T', ' '),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** "alpaca, hf in train, test". */
function formatsOf({ formats, splits, rescreening }: DatasetVersion['options']): string {
  const divided = splits === null ? '' : ` in ${splits.map(({ name }) => name).join(', ')}`;
  return `${formats.join(', ')}${divided}${rescreening === null ? '' : `, rescreening ${rescreening}`}`;
}

function outputOf({
  dataset: name,
  moment: _,
  card: __,
  options,
  files,
  madeAt,
  ...version
}: DatasetVersion) {
  const { formats, isFolder, splits, rescreening } = options;
  return {
    ...version,
    ...{ name, files, formats, isFolder, rescreening },
    splits: splits?.map((split) => split.name) ?? [],
    rows: files
      .filter(({ path }) => !path.endsWith(provenanceFile))
      .reduce((sum, { rows }) => sum + (rows ?? 0), 0),
    madeAt: madeAt.toISOString(),
  };
}
