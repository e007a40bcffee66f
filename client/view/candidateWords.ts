import type { Colors } from 'picocolors/types';
import type {
  CallRecord,
  CandidateRecord,
  ResponseRecord,
  ScoreRecord,
  Spending,
} from '../../core/run/report/candidateRecord';
import type { MessageKind } from '../../core/vocabulary/conversation';
import type { SamplingParameters, TeacherPrompt } from '../../core/teacher/request';
import { displayWidth, printable, truncate, wrap } from '../terminal/displayWidth';
import { costWords } from './money';
import { count, counted } from './quantities';

const labelWidth = 12;

/** A line "label       text", the text broken over as many lines as it takes, at most `max` of them. */
export function labelled(
  label: string,
  text: string,
  style: {
    readonly colors: Colors;
    readonly columns: number;
    readonly max?: number;
    readonly paint?: (text: string) => string;
  },
): string[] {
  if (text.trim() === '') return [];
  const { colors, columns, max, paint = String } = style;
  const lines = wrap(text, columns - labelWidth);
  const shown = lines.slice(0, max);
  if (shown.length < lines.length) shown.push(`… ${counted(lines.length - shown.length, 'line')} more`);
  return shown.map((line, index) => {
    const head = (index === 0 ? label : '').padEnd(labelWidth);
    return line === '' ? '' : colors.dim(head) + paint(line);
  });
}

/** What a conversation goes on with: who says what, and how the user went on where that was asked for. */
export function turnLines(turns: ResponseRecord['turns'], style: Parameters<typeof labelled>[2]): string[] {
  return (turns ?? []).flatMap(({ kind, message, response }) => [
    ...labelled('user', message, style),
    ...labelled('', kind === null ? '' : `(${kindWords[kind]})`, style),
    ...labelled('response', response, style),
  ]);
}

const kindWords: Readonly<Record<MessageKind, string>> = {
  followUp: 'a follow-up',
  correction: 'a correction',
  newSubject: 'another subject',
  misunderstanding: 'a misunderstanding',
};

/** "asked coding/finance/simple, classified coding/finance/hard"; empty without a grid. */
export function cellWords({ askedCell, cell }: Pick<CandidateRecord, 'askedCell' | 'cell'>): string {
  const parts = [askedCell !== null && `asked ${askedCell}`, cell !== null && `classified ${cell}`];
  return printable(parts.filter(Boolean).join(', '));
}

/** "temperature 0.7, top_p 0.5, max_tokens 1024": all but the stop sequences, which say nothing to people. */
export function parameterWords(parameters: SamplingParameters): string {
  return Object.entries(parameters)
    .filter(([name]) => name !== 'stop')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** "1,214 tokens, $0.0042". */
export function spendingWords({ tokens, cost: usd, unpriced }: Spending): string {
  return `${count(Math.round(tokens))} tokens, ${costWords({ usd, unpriced })}`;
}

/** "812 in, 402 out, $0.0042, shared by 8 candidates" */
export function callWords({
  promptTokens,
  completionTokens,
  cost,
  unpriced,
  candidates,
  answer,
}: CallRecord): string {
  if (answer === null) return 'under way';
  return [
    `${count(promptTokens)} in, ${count(completionTokens)} out`,
    unpriced > 0 && cost === null ? 'price not known' : costWords({ usd: cost, unpriced }),
    ...(candidates === 1 ? [] : [`shared by ${count(candidates)} candidates`]),
  ].join(', ');
}

/** What each filter said, a line each, scores under one another; whether it passed is said in words, not by colour alone. */
export function scoreLines(
  scores: readonly ScoreRecord[],
  { colors, columns }: { readonly colors: Colors; readonly columns: number },
): string[] {
  const names = scores.map(
    ({ filter, version, stage }) => `${filter}@${version}${stage === 'commit' ? ' at commit' : ''}`,
  );
  const width = Math.max(...names.map(displayWidth), 0);
  return scores.map(({ score, passed, reason, response, evidence }, index) => {
    const shown = score === null ? ' '.repeat(5) : score.toFixed(3);
    const verdict = passed ? colors.green('passed') : colors.red('failed');
    const nearest = evidence?.['nearest'];
    const said = evidence?.['reason'];
    const why =
      reason ?? (typeof nearest === 'string' ? `nearest “${nearest}”` : typeof said === 'string' ? said : '');
    const where = response > 0 ? ` (response ${response + 1})` : '';
    const head = `${(names[index] ?? '').padEnd(width)}  ${shown}  `;
    const room = columns - displayWidth(head) - 'passed  '.length - where.length;
    return `${head}${verdict}${where}${why === '' ? '' : `  ${truncate(printable(why), room)}`}`;
  });
}

/** A prompt's lines as they were sent, each message under its role; the last `max` lines, and how many are left out before them. */
export function promptLines(
  prompt: TeacherPrompt,
  { columns, max = Infinity }: { readonly columns: number; readonly max?: number | undefined },
): string[] {
  const lines =
    prompt.kind === 'completion'
      ? wrap(prompt.prompt, columns)
      : prompt.messages.flatMap(({ role, content }) => [`[${role}]`, ...wrap(content, columns)]);
  if (lines.length <= max) return lines;
  return [`… ${counted(lines.length - max, 'line')} before (-v shows them)`, ...lines.slice(-max)];
}
