import { diffWordsWithSpace } from 'diff';
import type { Colors } from 'picocolors/types';
import { isMostlyAlike } from '../../../core/review/isMostlyAlike';
import type { CounterfactualCase } from '../../../core/review/reviewCase';
import { countWords } from '../../../core/foundations/text/words';
import { displayWidth, printable, truncate } from '../../terminal/displayWidth';
import { counted } from '../../view/quantities';
import { verbatimLines } from './verbatimLines';

/** Below it two columns hold too few words each: the texts stand one below the other. */
const minForTwo = 60;
/** A long comparison gives up after this, and the texts are shown unmarked. */
const patienceMs = 100;

interface Texts {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
}

/** A pair beside its task said of another group, and the answer to that. ‹Words› that only one of them has are marked, with and without colours. */
export function besideLines(
  texts: Texts,
  { from, to, changed }: CounterfactualCase,
  width: number,
  colors: Colors,
): string[] {
  const half = Math.floor((width - 3) / 2);
  const columns = width < minForTwo ? width : half;
  return (['instruction', 'input', 'response'] as const).flatMap((name) => {
    const [left, right] = [texts[name], changed[name]];
    if (left === '' && right === '') return [];
    const title = (group: string, text: string): string =>
      colors.dim(truncate(`${name}, ${printable(group)}, ${counted(countWords(text), 'word')}`, columns));
    const [one, other] = marked(left, right);
    const sides = [
      [title(from, left), ...verbatimLines(one, columns)],
      [title(to, right), ...verbatimLines(other, columns)],
    ] as const;
    if (width < minForTwo) return ['', ...sides[0], '', ...sides[1]];
    const rows = Math.max(sides[0].length, sides[1].length);
    return [
      '',
      ...Array.from({ length: rows }, (_, row) => {
        const before = sides[0][row] ?? '';
        const gap = ' '.repeat(Math.max(0, half - displayWidth(before)));
        return `${before}${gap} ${colors.dim('│')} ${sides[1][row] ?? ''}`.trimEnd();
      }),
    ];
  });
}

function marked(left: string, right: string): readonly [string, string] {
  const parts = diffWordsWithSpace(left, right, { timeout: patienceMs }) ?? [];
  if (!isMostlyAlike(parts)) return [left, right];
  const of = (own: 'added' | 'removed', other: 'added' | 'removed'): string =>
    parts.flatMap((part) => (part[other] ? [] : part[own] ? marks(part.value) : part.value)).join('');
  return [of('removed', 'added'), of('added', 'removed')];
}

/** Around the words: space at the ends stays outside. */
function marks(text: string): string {
  return text.replace(/\S(?:[^]*\S)?/u, (words) => `‹${words}›`);
}
