import { InvalidArgumentError, Option } from 'commander';
import { datasetFormats } from '../../core/dataset/readers/datasetFormat';

const columnKeys = ['instruction', 'input', 'response', 'classification', 'group'];

/** `--format`: what kind of dataset is read, told by itself where it is left out. */
export const datasetFormatOption = (): Option =>
  new Option('--format <format>', "the dataset's format")
    .choices(['auto', ...datasetFormats])
    .default('auto');

/** `--column`, once for each text that is elsewhere than its name says. */
export const columnOption = (): Option =>
  new Option('--column <key=name>', `where a text is: ${columnKeys.join(', ')}; may be repeated`)
    .argParser(column)
    .default({});

function column(given: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = given.indexOf('=');
  const [key, name] = [given.slice(0, at), given.slice(at + 1)];
  if (at < 1 || name === '' || !columnKeys.includes(key))
    throw new InvalidArgumentError(
      `Write it as in instruction=prompt; the keys are ${columnKeys.join(', ')}.`,
    );
  return { ...before, [key]: name };
}
