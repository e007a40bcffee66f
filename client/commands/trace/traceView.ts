import type { Colors } from 'picocolors/types';
import { addressOf, ancestryTree, type Ancestor, type AncestryNode } from '../../../core/run/report/ancestry';
import { nearestNeighbour, spendingOf, type CallRecord } from '../../../core/run/report/candidateRecord';
import type { ReviewRecord, ShownOrigin, Trace } from '../../../core/run/report/trace';
import { identityOf } from '../../../core/vocabulary/runKey';
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
import { printable, truncate } from '../../terminal/displayWidth';
import { counted } from '../../view/quantities';

export interface TraceViewOptions {
  readonly colors: Colors;
  readonly columns: number;
  /** Prompts and answers in full, and every ancestor. */
  readonly verbose: boolean;
}

/** Ancestors that are drawn before the rest is counted. */
const maxAncestors = 40;
const maxNumbers = 16;
/** Seeds whose text is shown. */
const maxSeeds = 12;

/** The story of a candidate: what it is, how it came about, what was said of it, and the way back to the seeds. */
export function traceView(trace: Trace, options: TraceViewOptions): string[] {
  const { colors, columns } = options;
  const { candidate, calls } = trace;
  const { lineage } = candidate;
  const style = { colors, columns };
  const runName = identityOf(trace.runKey).workflowId;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => `  ${line}`)];
  const inner = { colors, columns: columns - 2 };
  const nearest = nearestNeighbour(candidate.scores);
  const unwritten = lineage?.parent ? "(its parent's)" : '(computed)';
  const writerOf = (call: string | null, endpoint: string | null, model: string | null): string =>
    call === null ? unwritten : endpoint === null ? '' : `(${endpoint} ${model ?? ''})`;
  const prompts = [
    ...(lineage?.prompts ?? []),
    ...candidate.responses.flatMap((response) => [
      ...response.prompts,
      ...(response.turns ?? []).flatMap((turn) => turn.prompts),
    ]),
  ];
  const attributes = Object.entries(lineage?.attributes ?? {}).map(([key, value]) => `${key} ${value}`);
  return [
    `${colors.bold(trace.id)} · ${candidate.state} · candidate ${addressOf(candidate)} of run ${printable(runName)}`,
    '',
    ...labelled('instruction', candidate.instruction ?? '(the answer could not be read)', style),
    ...candidate.responses.flatMap(({ input, text, endpoint, model, kept, reason, call, turns }) => [
      ...labelled('input', input, style),
      ...labelled(kept === false ? 'left out' : 'response', text, style),
      ...labelled('', writerOf(call, endpoint, model), style),
      ...turnLines(turns, style),
      ...labelled('', reason ?? '', style),
    ]),
    ...labelled('raw answer', candidate.raw ?? '', style),
    ...labelled(
      candidate.state,
      candidate.decidedBy === null ? '' : `by ${candidate.decidedBy}: ${candidate.reason ?? ''}`,
      style,
    ),
    ...section('How it came about', [
      ...labelled('strategy', strategyWords(trace), inner),
      ...labelled('iteration', `${candidate.iteration}, candidate ${candidate.ordinal} of it`, inner),
      ...labelled('cell', cellWords(candidate), inner),
      ...labelled('persona', lineage?.persona ?? '', inner),
      ...labelled('asked for', attributes.join(', '), inner),
      ...labelled('prompts', [...new Set(prompts)].join(', '), inner),
      ...(lineage ? [] : ['What it was made from was not kept by the version that made it.']),
    ]),
    ...section('Template', templateLines(trace, inner)),
    ...section('Passages', passageLines(trace, inner)),
    ...section('Operators', operatorLines(trace, inner)),
    ...section(
      'Examples that the prompt showed',
      trace.examples.flatMap((origin, index) => originLines(`${index + 1}`.padStart(2), origin, inner)),
    ),
    ...section('What was checked', scoreLines(candidate.scores, inner)),
    ...(nearest?.nearest
      ? section('Nearest neighbour', labelled(nearest.score.toFixed(3), nearest.nearest, inner))
      : []),
    ...section(
      'What people said',
      trace.reviews.flatMap((review) => reviewLines(review, inner)),
    ),
    ...section('Calls', [
      ...calls.flatMap((call) => callLines(call, options)),
      ...(calls.length === 0 ? ['No teacher was asked.'] : []),
      ...(calls.length === 0 ? [] : labelled('its part', spendingWords(spendingOf(calls)), inner)),
    ]),
    ...section('Back to the seeds', ancestryLines(trace, options)),
  ];
}

/** The strategy, and how it did it where no section below says so. */
function strategyWords({ candidate: { strategy, lineage }, ancestors: [{ by }] }: Trace): string {
  return by === '' || lineage?.template || lineage?.steps ? strategy : `${strategy}, ${by}`;
}

/** "ana         approve, flagged · batch 0, item 3 · 2026-05-01 09:30", then the reason and the new texts. */
function reviewLines(
  review: ReviewRecord,
  style: { readonly colors: Colors; readonly columns: number },
): string[] {
  const { batch, item, reviewer, revision, verdict, reason, edit, flagged, assisted, settles, at } = review;
  const words = [
    verdict === 'withdrawn' ? 'took it back' : verdict,
    ...(flagged ? ['flagged'] : []),
    ...(settles ? ['settles the conflict'] : []),
    ...(assisted ? ['saw the scores first'] : []),
    ...(revision > 1 ? [`revision ${revision}`] : []),
  ];
  const when = at.slice(0, 16).replace('T', ' ');
  return [
    ...labelled(
      truncate(printable(reviewer), 11),
      `${words.join(', ')} · batch ${batch}, item ${item} · ${when}`,
      style,
    ),
    ...labelled('  reason', reason ?? '', style),
    ...(['instruction', 'input', 'response'] as const).flatMap((part) =>
      labelled(part, edit?.[part] === '' ? '(none)' : (edit?.[part] ?? ''), style),
    ),
    ...(edit?.turns ?? []).flatMap(({ exchange, message = '', response = '' }) => [
      ...labelled(`user ${exchange}`, message, style),
      ...labelled(`answer ${exchange}`, response, style),
    ]),
  ];
}

/** Where each passage stands, by the id that a citation names, and its text. */
function passageLines(
  { passages }: Trace,
  style: { readonly colors: Colors; readonly columns: number },
): string[] {
  return passages.flatMap(({ id, name, page, headings, text }) => [
    ...labelled(
      'from',
      [name, ...(page === undefined ? [] : [`page ${page}`]), ...headings].join(' › '),
      style,
    ),
    ...labelled('', id, style),
    ...labelled('text', text, style),
  ]);
}

function templateLines(
  { candidate: { lineage }, template }: Trace,
  style: { readonly colors: Colors; readonly columns: number },
): string[] {
  const filled = lineage?.template;
  if (!filled) return [];
  return [
    ...labelled('name', `${filled.name}, assignment ${filled.index} of its space`, style),
    ...labelled('text', template ?? '', style),
    ...Object.entries(filled.slots).flatMap(([slot, value], index) =>
      labelled(index === 0 ? 'slots' : '', `${slot} = ${value ?? '(left out)'}`, style),
    ),
  ];
}

function operatorLines(
  { candidate: { lineage }, parent, calls }: Trace,
  style: { readonly colors: Colors; readonly columns: number },
): string[] {
  const answers = new Map(calls.map((call) => [call.key, call.answer]));
  return [
    ...(parent ? originLines('of', parent, style) : []),
    ...(lineage?.steps ?? []).flatMap(({ operator, prompt, call, failed }, index) => [
      printable(`${index + 1}. ${operator} (${prompt})${failed === undefined ? '' : ` failed: ${failed}`}`),
      ...labelled('   brought', instructionIn(answers.get(call) ?? ''), { ...style, max: 4 }),
    ]),
  ];
}

/** What an answer says: its field `instruction` where it is an object that has one, else all of it. */
function instructionIn(answer: string): string {
  try {
    const value = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as unknown;
    const { instruction } = value as { instruction?: unknown };
    return typeof instruction === 'string' ? instruction : answer;
  } catch {
    return answer; // no object: shown as it is
  }
}

function originLines(
  label: string,
  origin: ShownOrigin,
  { colors, columns }: { readonly colors: Colors; readonly columns: number },
): string[] {
  const name = origin.kind === 'pair' ? `pair ${addressOf(origin)}` : `${origin.kind} ${origin.number}`;
  const head = `${label} ${name.padEnd(10)} `;
  const line = colors.dim(head) + truncate(printable(origin.instruction), columns - head.length);
  if (origin.kind !== 'pair') return [line];
  const from = [
    origin.by === '' ? origin.strategy : `${origin.strategy}, ${origin.by}`,
    originNumbers(origin.origins),
  ];
  const words = truncate(
    printable(`from ${from.filter((part) => part !== '').join(': ')}`),
    columns - head.length,
  );
  return [line, ' '.repeat(head.length) + colors.dim(words)];
}

/** "seeds 3, 8, 11; pairs 0/2, 1/4" */
function originNumbers(origins: Ancestor['origins']): string {
  return [
    numberWords(
      'seed',
      origins.flatMap((origin) => ('seed' in origin ? [String(origin.seed)] : [])),
    ),
    numberWords(
      'source',
      origins.flatMap((origin) => ('source' in origin ? [String(origin.source)] : [])),
    ),
    numberWords(
      'pair',
      origins.flatMap((origin) => ('pair' in origin ? [origin.pair.join('/')] : [])),
    ),
  ]
    .filter((words) => words !== '')
    .join('; ');
}

function numberWords(noun: string, numbers: readonly string[]): string {
  if (numbers.length === 0) return '';
  const shown = numbers.slice(0, maxNumbers).join(', ');
  const more = numbers.length > maxNumbers ? ` and ${numbers.length - maxNumbers} more` : '';
  return `${noun}${numbers.length === 1 ? '' : 's'} ${shown}${more}`;
}

function callLines(call: CallRecord, { colors, columns, verbose }: TraceViewOptions): string[] {
  const { request } = call;
  const inner = { colors, columns: columns - 4 };
  return [
    ...labelled(request.role, `${request.endpoint} ${request.model}: ${callWords(call)}`, {
      colors,
      columns: columns - 2,
    }),
    ...labelled('', parameterWords(request.parameters), { colors, columns: columns - 2 }),
    ...(verbose
      ? [
          ...promptLines(request.prompt, { columns: inner.columns }).map(
            (line) => `  ${colors.dim('>')} ${line}`,
          ),
          ...(typeof call.thinking === 'string' ? labelled('  thinking', call.thinking, inner) : []),
          ...labelled('  answer', call.answer ?? '', inner),
        ]
      : []),
  ];
}

function ancestryLines(
  { ancestors, seeds, sources }: Trace,
  { colors, columns, verbose }: TraceViewOptions,
): string[] {
  const lines: string[] = [];
  let left = 0;
  // Depth is bounded by the number of iterations.
  const draw = (node: AncestryNode, before: string, branch: string, below: string): void => {
    if (!verbose && lines.length >= maxAncestors) return void left++;
    const { pair, above } = node;
    const origins = pair.origins.filter((origin) => !('pair' in origin));
    const words = [
      addressOf(pair),
      pair.by === '' ? pair.strategy : pair.by,
      above ? '(above)' : originNumbers(origins),
      `“${pair.instruction}”`,
    ];
    const line = printable(words.filter((word) => word !== '').join(' · '));
    lines.push(
      colors.dim(before + branch) + truncate(line, Math.max(20, columns - 2 - before.length - branch.length)),
    );
    node.pairs.forEach((child, index) => {
      const isLast = index === node.pairs.length - 1;
      draw(child, before + below, isLast ? '└─ ' : '├─ ', isLast ? '   ' : '│  ');
    });
  };
  draw(ancestryTree(ancestors), '', '', '');
  if (left > 0) lines.push(`… and ${counted(left, 'pair')} more (-v shows them)`);
  const roots = [
    ...seeds.map((task) => ['seed', task] as const),
    ...sources.map((task) => ['source', task] as const),
  ];
  const shown = verbose ? roots : roots.slice(0, maxSeeds);
  const tasks = shown.map(([kind, { number, instruction }]) =>
    truncate(`${`${kind} ${number}`.padEnd(10)} ${printable(instruction)}`, columns - 2),
  );
  if (roots.length > shown.length) tasks.push(`… and ${roots.length - shown.length} more (-v shows them)`);
  return roots.length === 0 && ancestors.length === 1 ? [] : [...lines, ...tasks];
}
