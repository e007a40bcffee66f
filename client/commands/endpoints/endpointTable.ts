import type { Colors } from 'picocolors/types';
import { displayWidth, printable } from '../../terminal/displayWidth';
import type { ListedEndpoint } from './output';

/** Endpoints as a table, one a line. */
export function endpointTable(
  listed: readonly ListedEndpoint[],
  defaultEndpoint: string | undefined,
  colors: Colors,
): string[] {
  const head = ['ENDPOINT', 'PRESET', 'HOST', 'MODEL', 'KEY', 'TRAITS'];
  const rows = listed.map((endpoint) => [
    `${printable(endpoint.endpoint)}${endpoint.endpoint === defaultEndpoint ? ' (default)' : ''}`,
    endpoint.preset ?? 'file',
    endpoint.host ?? 'not up',
    printable(endpoint.model ?? '-'),
    keyWords(endpoint),
    traitWords(endpoint),
  ]);
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
      .join('  ')
      .trimEnd();
  return [colors.dim(line(head)), ...rows.map(line)];
}

function keyWords({ key, missing }: ListedEndpoint): string {
  return key === 'missing' ? `missing: ${missing.join(', ')}` : key;
}

function traitWords({ traits, file }: ListedEndpoint): string {
  const { structuredOutput, completions, small, thinks, omit } = traits;
  return [
    ...(file === null ? [] : [printable(file)]),
    ...(structuredOutput === 'none' ? [] : [structuredOutput]),
    ...(completions ? ['completions'] : []),
    ...(small ? ['small'] : []),
    ...(thinks ? ['thinks'] : []),
    ...(omit.length === 0 ? [] : [`without ${omit.join(', ')}`]),
  ].join(', ');
}
