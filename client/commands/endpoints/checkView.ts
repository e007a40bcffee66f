import type { Colors } from 'picocolors/types';
import { stringify } from 'yaml';
import { printable } from '../../terminal/displayWidth';
import { dollars } from '../../view/money';
import { count, counted } from '../../view/quantities';
import type { CheckedEndpoint } from './output';

/** What an endpoint showed, a line a check, then what is to be mended and what it took. */
export function checkView(checked: CheckedEndpoint, colors: Colors): string[] {
  const { endpoint, host, model, usable, results, problems, learned } = checked;
  const marks = { yes: colors.green('✓'), no: colors.dim('-'), problem: colors.red('✗') };
  const where = [host, model].filter((part) => part !== null).map(printable);
  return [
    `${usable ? marks.yes : marks.problem} ${colors.bold(printable(endpoint))}${where.length === 0 ? '' : ` (${where.join(', ')})`} ${usable ? 'can be used' : 'can not be used'}`,
    ...results.map(
      ({ check, state, detail }) => `  ${marks[state]} ${colors.dim(check.padEnd(18))}${printable(detail)}`,
    ),
    ...learned.map((lesson) => `  ${colors.dim('learned')}             ${printable(lesson)}`),
    ...problems.map(({ message }) => `  ${colors.yellow('!')} ${printable(message)}`),
    ...(checked.requests === 0 ? [] : [`  ${colors.dim(spentWords(checked))}`]),
  ];
}

function spentWords({ requests, promptTokens, completionTokens, costUsd }: CheckedEndpoint): string {
  const cost = costUsd === null ? 'its prices are not known' : dollars(costUsd);
  return `${counted(requests, 'request')}, ${count(promptTokens)} + ${count(completionTokens)} tokens, ${cost}`;
}

/** The lines for seedbed.config.yaml: what differs from what is there. */
export function configurationLines(checked: readonly CheckedEndpoint[]): string[] {
  const changed = checked.filter(({ fields }) => Object.keys(fields).length > 0);
  if (changed.length === 0) {
    return checked.some(({ usable }) => usable) ? ['Nothing is to be changed in seedbed.config.yaml.'] : [];
  }
  const endpoints = Object.fromEntries(changed.map(({ endpoint, fields }) => [endpoint, fields]));
  return ['For seedbed.config.yaml, beside what is there:', '', stringify({ endpoints }).trimEnd()];
}
