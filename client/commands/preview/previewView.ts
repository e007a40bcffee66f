import type { Colors } from 'picocolors/types';
import { spendingOf, type CallRecord } from '../../../core/run/report/candidateRecord';
import type { Preview } from '../../../core/run/report/preview';
import {
  callWords,
  cellWords,
  labelled,
  parameterWords,
  promptLines,
  scoreLines,
  spendingWords,
  turnLines,
} from '../../view/candidateWords';
import { printable } from '../../terminal/displayWidth';
import { costWords, dollars } from '../../view/money';
import { count, counted } from '../../view/quantities';

export interface PreviewViewOptions {
  readonly colors: Colors;
  readonly columns: number;
  /** Every prompt in full, with the answers. */
  readonly verbose: boolean;
}

/** Lines of a prompt that are enough to see what was asked: the end is where the question is. */
const promptEnd = 12;

/** Every candidate with what was asked for it, what came, and what was said of it; then what it comes to. */
export function previewView(preview: Preview, options: PreviewViewOptions): string[] {
  const shownCalls = new Map<string, number>();
  return [
    ...preview.candidates.flatMap((candidate, index) => [
      ...candidateLines(candidate, [index + 1, preview.candidates.length], shownCalls, options),
      '',
    ]),
    ...totalLines(preview, options),
  ];
}

/** `shownCalls`: the candidate that a call's prompt was shown with, so that none is shown twice. */
function candidateLines(
  candidate: Preview['candidates'][number],
  [number, of]: readonly [number, number],
  shownCalls: Map<string, number>,
  { colors, columns, verbose }: PreviewViewOptions,
): string[] {
  const style = { colors, columns: columns - 2 };
  const { lineage, asked } = candidate;
  const prompts = [
    ...(lineage?.prompts ?? []),
    ...candidate.responses.flatMap((response) => [
      ...response.prompts,
      ...(response.turns ?? []).flatMap((turn) => turn.prompts),
    ]),
  ];
  const template = lineage?.template;
  const callLines = (call: CallRecord): string[] => {
    const { request } = call;
    const before = shownCalls.get(call.key);
    if (before === undefined) shownCalls.set(call.key, number);
    const head = `${request.endpoint} ${request.model}, ${parameterWords(request.parameters)}: ${callWords(call)}`;
    return [
      ...labelled(request.role, head, style),
      ...(before === undefined
        ? promptLines(request.prompt, {
            columns: style.columns - 4,
            ...(!verbose && { max: promptEnd }),
          }).map((line) => `  ${colors.dim('>')} ${line}`)
        : [`  ${colors.dim(`> the same as for candidate ${before}`)}`]),
      ...(verbose && before === undefined ? labelled('answer', call.answer ?? '', style) : []),
    ];
  };
  const verdict = candidate.state === 'accepted' ? colors.green('accepted') : colors.red(candidate.state);
  const why =
    candidate.decidedBy === null ? '' : printable(`by ${candidate.decidedBy}: ${candidate.reason ?? ''}`);
  return [
    `${colors.bold(`${number} of ${of}`)} · ${verdict}${why && ` ${why}`}`,
    ...[
      ...labelled('strategy', [candidate.strategy, ...new Set(prompts)].join(', '), style),
      ...labelled('cell', cellWords(candidate), style),
      ...labelled('persona', lineage?.persona ?? '', style),
      ...labelled('template', template ? `${template.name}, assignment ${template.index}` : '', style),
      ...(verbose ? asked : candidate.state === 'quarantined' ? asked.slice(-1) : asked.slice(0, 1)).flatMap(
        callLines,
      ),
      ...labelled('instruction', candidate.instruction ?? '(the answer could not be read)', {
        ...style,
        paint: colors.bold,
      }),
      ...candidate.responses.flatMap(({ input, text, kept, reason, turns }) => [
        ...labelled('input', input, style),
        ...labelled(kept === false ? 'rejected' : 'response', text, style),
        ...turnLines(turns, style),
        ...labelled('', kept === false ? (reason ?? '') : '', style),
      ]),
      ...labelled('raw answer', candidate.raw ?? '', style),
      ...scoreLines(candidate.scores, style),
      ...labelled(
        'took',
        asked.length === 0 ? 'nothing: no teacher was asked' : spendingWords(spendingOf(asked)),
        style,
      ),
    ].map((line) => `  ${line}`.trimEnd()),
  ];
}

function totalLines(
  { candidates, accepted, spent, ...each }: Preview,
  { colors }: PreviewViewOptions,
): string[] {
  const perPair = [
    ...(each.tokensPerAccepted === null ? [] : [`${count(each.tokensPerAccepted)} tokens`]),
    ...(each.costPerAccepted === null ? [] : [dollars(each.costPerAccepted)]),
  ];
  return [
    `${colors.bold(`${count(accepted)} of ${counted(candidates.length, 'candidate')}`)} would be accepted.`,
    [
      `${count(spent.promptTokens)} tokens in, ${count(spent.completionTokens)} out`,
      costWords({ usd: spent.cost, unpriced: spent.unpriced }),
      ...(perPair.length === 0 ? [] : [`${perPair.join(', ')} a pair`]),
    ].join('; '),
  ];
}
