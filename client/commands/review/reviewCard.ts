import type { Colors } from 'picocolors/types';
import { edited } from '../../../core/review/pairTexts';
import type { ReviewEvidence, ReviewItem } from '../../../core/review/reviewItem';
import { usualReasons } from '../../../core/vocabulary/verdict';
import type { OwnVerdict } from './deck';
import { displayWidth, printable, truncate, wrap } from '../../terminal/displayWidth';
import { counted } from '../../view/quantities';
import { besideLines } from './besideLines';
import { caseLines } from './caseLines';
import { verbatimLines } from './verbatimLines';

/** Columns of text that are easily read. */
const maxColumns = 78;

/** What is on the screen while somebody reviews. */
export interface ReviewCard {
  readonly run: string;
  readonly batch: number;
  readonly reviewer: string;
  /** Undefined where the batch is empty. */
  readonly item: ReviewItem | undefined;
  /** From 1. */
  readonly position: number;
  readonly items: number;
  readonly decided: number;
  readonly own: OwnVerdict | undefined;
  readonly isFlagged: boolean;
  /** Whether two reviewers differ on it, which is all that is said before this one has decided. */
  readonly isConflict: boolean;
  /** Undefined where it is closed, or a secret yet. */
  readonly evidence: ReviewEvidence | undefined;
  readonly showsHelp: boolean;
  /** Verdicts that are not known to be durable. */
  readonly unsent: number;
  /** What is asked before the pair is decided; empty where keys decide. */
  readonly asks: string;
  /** A sentence about the last key, or about what goes wrong. */
  readonly message: string;
  /** Lines of the pair that are scrolled away above. */
  readonly scrolled: number;
}

export interface ReviewWindow {
  readonly columns: number;
  readonly rows: number;
  readonly colors: Colors;
}

const help = [
  'a        approve',
  'x        reject, and say why:',
  ...usualReasons.map((reason, index) => `           ${index + 1}  ${reason}`),
  '           7  in your words',
  '           Enter  no reason',
  'space    unsure',
  'e        edit, in $EDITOR',
  'f        flag for somebody to look at',
  'u        undo (also Backspace)',
  '← →      browse',
  '↑ ↓      scroll a long pair, else browse',
  'i        evidence: after your verdict',
  '?        these keys',
  'q        leave (also Esc and Ctrl-C); what you decided is kept',
];

/** Lines that fill the window: head, the pair or as much as fits, foot. `max` is how far the pair can be scrolled. */
export function reviewCard(
  card: ReviewCard,
  { columns, rows, colors }: ReviewWindow,
): { readonly lines: string[]; readonly max: number } {
  const width = Math.max(20, Math.min(maxColumns, columns - 2));
  const margin = ' '.repeat(Math.max(0, Math.floor((columns - width) / 2)));
  const rule = colors.dim('─'.repeat(width));
  const head = [headLine(card, width, colors), rule];
  const foot = [rule, ...footLines(card, width, colors)];
  const body = card.showsHelp ? ['', ...help] : bodyLines(card, width, colors);
  const room = Math.max(1, rows - head.length - foot.length - 1);
  const max = Math.max(0, body.length - room);
  const from = Math.min(card.scrolled, max);
  const shown = body.slice(from, from + room);
  if (from < max) shown[room - 1] = colors.dim(`↓ ${counted(body.length - from - room + 1, 'line')} more`);
  const filler = Array.from({ length: room - shown.length }, () => '');
  const lines = [...head, ...shown, ...filler, ...foot];
  return { max, lines: lines.map((line) => (line === '' ? '' : margin + line)) };
}

function headLine(
  { run, batch, reviewer, position, items, decided, unsent, isFlagged }: ReviewCard,
  width: number,
  colors: Colors,
): string {
  const place = items === 0 ? 'nothing' : `${position} of ${items}`;
  const right = unsent > 0 ? `saving ${unsent}` : `${decided} decided`;
  const left = `${place} · ${printable(run)} batch ${batch} · ${printable(reviewer)}${isFlagged ? ' · flagged' : ''}`;
  const fitting = truncate(left, width - displayWidth(right) - 1);
  const space = ' '.repeat(Math.max(1, width - displayWidth(fitting) - displayWidth(right)));
  return colors.bold(fitting) + space + (unsent > 0 ? colors.yellow(right) : colors.dim(right));
}

function bodyLines({ item, own, isConflict, evidence }: ReviewCard, width: number, colors: Colors): string[] {
  if (!item) return ['', 'This batch has no items.'];
  const texts = edited(item, own?.edit);
  const isChat = texts.turns !== undefined;
  const part = (name: string, text: string, before: string): string[] =>
    text === '' && before === ''
      ? []
      : ['', colors.dim(`${name}${text === before ? '' : ' (your edit)'}`), ...verbatimLines(text, width)];
  const exchanged = item.cases?.find((one) => one.about === 'counterfactual');
  const shown = exchanged
    ? besideLines(texts, exchanged, width, colors)
    : [
        ...part(isChat ? 'User 1' : 'Instruction', texts.instruction, item.instruction),
        ...part('Input', texts.input, item.input),
        ...part(isChat ? 'Assistant 1' : 'Response', texts.response, item.response),
        ...(texts.turns ?? []).flatMap(({ message, response }, at) => [
          ...part(`User ${at + 2}`, message, item.turns?.[at]?.message ?? ''),
          ...part(`Assistant ${at + 2}`, response, item.turns?.[at]?.response ?? ''),
        ]),
      ];
  return [
    ...(isConflict && !own ? ['', colors.yellow('Two reviewers differ on this one.')] : []),
    ...shown,
    ...(item.cases ?? []).flatMap((one) => caseLines(one, width, colors)),
    ...(evidence ? evidenceLines(evidence, width, colors) : []),
  ];
}

function evidenceLines(evidence: ReviewEvidence, width: number, colors: Colors): string[] {
  const { scores, nearest, lineage, decidedBy, reason, answers = [] } = evidence;
  const decision =
    decidedBy === null ? [] : [`rejected by ${decidedBy}${reason === null ? '' : `: ${reason}`}`];
  const origin = [
    lineage.strategy,
    ...lineage.prompts,
    ...(lineage.steps ?? []).map(({ operator }) => operator),
  ];
  return [
    '',
    colors.dim('Evidence'),
    ...decision.flatMap((line) => wrap(line, width)),
    ...answers.map(({ measure, original, changed }) =>
      truncate(`${measure}: ${figure(original)} here, ${figure(changed)} about the other group`, width),
    ),
    ...scoreLines(scores, width),
    ...(nearest
      ? wrap(`nearest by ROUGE-L, ${nearest.score.toFixed(3)}: “${nearest.instruction}”`, width)
      : []),
    ...wrap(`made by ${origin.join(', ')}`, width),
  ];
}

function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** What a filter says of several responses alike is said once. */
function scoreLines(scores: ReviewEvidence['scores'], width: number): string[] {
  const lines = scores.map(({ filter, score, passed, reason }) => {
    const head = `${passed ? 'passed' : 'failed'}  ${(score === null ? '' : score.toFixed(3)).padStart(6)}  `;
    return truncate(head + printable(`${filter}${reason === null ? '' : `: ${reason}`}`), width);
  });
  return [...new Set(lines)];
}

function footLines({ item, own, asks, message }: ReviewCard, width: number, colors: Colors): string[] {
  const keys = 'a approve   x reject   space unsure   e edit   u undo   ? keys   q leave';
  const short = 'a ok  x no  space ?  ? keys  q leave';
  if (asks !== '') {
    const lines = wrap(asks, width).slice(-3); // what was typed last is seen
    return [...lines.map((line) => colors.bold(line)), ...Array.from({ length: 3 - lines.length }, () => '')];
  }
  return [
    own && item ? verdictWords(own, colors, width) : '',
    message === '' ? '' : truncate(printable(message), width),
    colors.dim(truncate(keys.length <= width ? keys : short, width)),
  ];
}

function verdictWords({ verdict, reason }: OwnVerdict, colors: Colors, width: number): string {
  const words = { approve: '✓ approved', reject: '✗ rejected', edit: '✎ edited', unsure: '? unsure' }[
    verdict
  ];
  const paint = { approve: colors.green, reject: colors.red, edit: colors.cyan, unsure: colors.yellow }[
    verdict
  ];
  return paint(truncate(`${words} by you${reason === undefined ? '' : `: ${printable(reason)}`}`, width));
}
