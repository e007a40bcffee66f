import type { Colors } from 'picocolors/types';
import type { z } from 'zod';
import { placeOf } from '../../../core/dataset/readers/datasetRow';
import { asideSentence } from '../../../core/dataset/readers/leftAside';
import type { validateOutput } from './output';
import { printable } from '../../terminal/displayWidth';
import { count, counted } from '../../view/quantities';

/** What is known of a recipe that can run: what `validate --json` prints. */
export type Validation = Omit<Extract<z.output<typeof validateOutput>, { valid: true }>, 'valid'>;
/** How a file was read. */
export type FileReading = NonNullable<Validation['seedFile']>;

const maxRows = 5;
/** What was left aside is told by column, and all of it is wanted; rows whose names are data have no end. */
const maxAsides = 20;
const formatNames: Readonly<Record<string, string>> = {
  selfInstruct: 'self-instruct', alpaca: 'Alpaca', shareGpt: 'ShareGPT', openAiChat: 'OpenAI chat', csv: 'CSV', parquet: 'Parquet', jsonl: 'JSONL',
}; // prettier-ignore

/** That a recipe can run, by which strategies, and what was found in its files. */
export function validationView(validation: Validation, colors: Colors): string[] {
  const { recipe, source, target, strategies, sources, templates, lists, personas, endpoints } = validation;
  const shares = Object.entries(strategies).filter(([, share]) => share > 0);
  const rows: [string, string][] = [
    ['strategies', shares.map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(', ')],
    [
      'templates',
      templates.length === 0
        ? ''
        : `${count(templates.length)}${lists === 0 ? '' : `, ${counted(lists, 'list')} of values from files`}`,
    ],
    ['instances', templates.map(instancesWords).join(', ')],
    ['existing set', sources === 0 ? '' : counted(sources, 'pair')],
    ['personas', personas === 0 ? '' : count(personas)],
    ['endpoints', endpoints.map(({ endpoint, model }) => printable(`${endpoint} (${model})`)).join(', ')],
    ['seed file', fileWords(validation.seedFile)],
    ['source file', fileWords(validation.sourceFile)],
  ];
  return [
    `${colors.green('✓')} ${colors.bold(printable(recipe))} (${printable(source)}) can run: ${counted(target, 'pair')}.`,
    ...rows
      .filter(([, text]) => text !== '')
      .map(([label, text]) => `  ${colors.dim(label.padEnd(18))}${text}`),
    ...validation.endpoints.flatMap(({ problem }) =>
      problem === null ? [] : [`  ${colors.yellow('!')} ${printable(problem)}`],
    ),
    ...notesOn(validation.seedFile),
    ...notesOn(validation.sourceFile),
  ];
}

/** "discount 4,032", "total drawn by weight". */
function instancesWords({ name, instances, estimated }: Validation['templates'][number]): string {
  if (instances === null) return `${printable(name)} drawn by weight`;
  return `${printable(name)} ${estimated ? 'about ' : ''}${BigInt(instances).toLocaleString('en')}`;
}

function fileWords(file: FileReading | null): string {
  if (file === null) return '';
  return `${printable(file.file)}: ${counted(file.tasks, 'task')}, ${file.format === null ? 'format unknown' : (formatNames[file.format] ?? file.format)}`;
}

/** Rows that were left out, or say what another says. */
function notesOn(file: FileReading | null): string[] {
  const placed = (row: number, line: number | null, name: string | undefined): string =>
    placeOf({ row, line: line ?? undefined, ...(name !== undefined && { file: printable(name) }) });
  const skipped = (file?.skipped ?? []).map(
    (left) => `${placed(left.row, left.line, left.file)} is left out: ${printable(left.problem)}`,
  );
  const repeated = (file?.repeated ?? []).map(
    (again) =>
      `${placed(again.row, again.line, again.file)} has the same instruction as ${placed(again.firstRow, again.firstLine, again.firstFile)}`,
  );
  const asides = (file?.asides ?? []).map((aside) => printable(asideSentence(aside)));
  const shown = (notes: readonly string[], most: number): string[] => [
    ...notes.slice(0, most).map((note) => `  ${note}`),
    ...(notes.length > most ? [`  and ${notes.length - most} more`] : []),
  ];
  return [...shown(skipped, maxRows), ...shown(repeated, maxRows), ...shown(asides, maxAsides)];
}
