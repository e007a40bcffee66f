import type { Colors } from 'picocolors/types';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { printable, truncate, wrap } from '../../terminal/displayWidth';

const maxResponseLines = 3;

/** An accepted pair as it is shown in passing: the whole instruction, and the beginning of input and response. */
export function pairView(pair: AcceptedPair, number: number, colors: Colors, columns: number): string[] {
  const indent = '   ';
  const width = Math.min(100, columns) - indent.length;
  const [{ input, response, turns = [] }] = pair.instances;
  const [first = '', ...others] = wrap(pair.instruction, width - 1);
  const body = wrap(response, width).filter((line) => line !== '');
  const shown = body.slice(0, maxResponseLines);
  const last = shown.at(-1);
  if (body.length > shown.length && last !== undefined)
    shown[shown.length - 1] = `${truncate(last, width - 2).replace(/ ?…$/, '')} …`;
  return [
    `${colors.green(String(number).padStart(2))} ${colors.bold(first)}`,
    ...others.map((line) => indent + colors.bold(line)),
    ...(input === '' ? [] : [indent + colors.dim(truncate(`input: ${printable(input)}`, width))]),
    ...shown.map((line) => indent + line),
    ...(turns.length === 0
      ? []
      : [indent + colors.dim(`and ${turns.length} more ${turns.length === 1 ? 'turn' : 'turns'}`)]),
  ];
}
