import { UserError } from '../../foundations/userError';
import type { ExportFormat } from './exportFormat';
import { exportFormats } from './formats';

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** The format of a name. @throws UserError that names them all. */
export function formatNamed(name: string): ExportFormat {
  const format = exportFormats.find((one) => one.name === name);
  if (format) return format;
  const names = formatNames();
  throw new UserError(`"${name}" is not a format: there are ${and.format(names)}.`, {
    mend: `--format ${names[0]}`,
  });
}

/** The names of all formats, the usual one first. */
export function formatNames(): string[] {
  return exportFormats.map(({ name }) => name);
}

/** All formats in a line of help, and the one that is taken where none is named. */
export function formatHelp(): { readonly formats: string; readonly usual: string | undefined } {
  const formats = exportFormats.map(({ name, describe }) => `${name} (${describe})`);
  return { formats: or.format(formats), usual: exportFormats[0]?.name };
}
