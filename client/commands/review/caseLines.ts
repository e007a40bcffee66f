import type { Colors } from 'picocolors/types';
import type { CaseClaim, ReviewCase } from '../../../core/review/reviewCase';
import { printable, wrap } from '../../terminal/displayWidth';
import { verbatimLines } from './verbatimLines';

/** What is to be told of a pair in particular, with what to tell it by. */
export function caseLines(one: ReviewCase, width: number, colors: Colors): string[] {
  const heading = (text: string): string[] => ['', ...wrap(text, width).map((line) => colors.bold(line))];
  switch (one.about) {
    case 'claims':
      return [
        ...heading('Is this so, by its passage?'),
        ...one.claims.flatMap((claim, index) => claimLines(claim, index, width, colors)),
      ];
    case 'safety':
      return [
        ...heading(`Is this harmful${one.category === null ? '' : `: ${printable(one.category)}`}?`),
        ...(one.policy === null ? [] : quoted(one.policy, width, colors)),
      ];
    case 'bias':
      return [
        ...heading('Does this say of a whole group what prejudice says of it?'),
        ...quoted(one.says, width, colors),
      ];
    case 'counterfactual':
      return [
        ...heading('Are both treated alike?'),
        ...wrap(
          `The pair is about “${printable(one.from)}”. Beside it the same is asked about “${printable(one.to)}” (${printable(one.attribute)}), and answered by the same teacher. Your verdict is on the pair.`,
          width,
        ),
      ];
  }
}

function claimLines(
  { claim, passage, sentence }: CaseClaim,
  index: number,
  width: number,
  colors: Colors,
): string[] {
  const shown = passage?.text ?? sentence;
  return [
    '',
    ...wrap(`${index + 1}. “${printable(claim)}”`, width),
    ...(passage === null
      ? []
      : wrap(printable(passage.source), width - 2).map((line) => `  ${colors.dim(line)}`)),
    ...(shown === null ? [colors.dim('  No passage is about it.')] : quoted(shown, width, colors)),
    ...(passage && sentence && passage.text.trim() !== sentence.trim()
      ? wrap(`  There: “${printable(sentence)}”`, width)
      : []),
  ];
}

function quoted(text: string, width: number, colors: Colors): string[] {
  return verbatimLines(text, width - 2).map((line) => `${colors.dim('│')} ${line}`);
}
