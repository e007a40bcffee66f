import type { Colors } from 'picocolors/types';
import { stringify } from 'yaml';
import type { TaskExample } from '../../../core/recipe/prompts/together';
import type { TeacherPrompt } from '../../../core/teacher/request';
import { printable, truncate, wrap } from '../../terminal/displayWidth';
import { dollars } from '../../view/money';
import { count } from '../../view/quantities';

/** One question that was asked to see what comes of it. */
export interface TriedSample {
  /** Null where the prompt is not about one task. */
  readonly about: TaskExample | null;
  readonly prompt: TeacherPrompt;
  /** As it came. */
  readonly answer: string;
  /** What its reader made of it; null where it was of no use. */
  readonly parsed: unknown;
  readonly unreadable: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null where the price is not known. */
  readonly costUsd: number | null;
  readonly milliseconds: number;
}

/** What was asked about, what was read of the answer, and what it took. */
export function triedView(sample: TriedSample, number: number, colors: Colors, columns: number): string[] {
  const indent = '   ';
  const width = columns - indent.length;
  const about =
    sample.about?.instruction ?? `${sample.prompt.kind === 'chat' ? 'conversation' : 'text'} with examples`;
  const { promptTokens, completionTokens, costUsd, milliseconds } = sample;
  const took = [
    `${count(promptTokens)} + ${count(completionTokens)} tokens`,
    costUsd === null ? 'price not known' : dollars(costUsd),
    `${(milliseconds / 1_000).toFixed(1)} s`,
  ];
  const read =
    sample.unreadable === null
      ? parsedView(sample.parsed, width)
      : [colors.red(`unreadable: ${sample.unreadable}`), ...wrap(sample.answer, width)];
  return [
    `${colors.dim(String(number).padStart(2))} ${colors.bold(truncate(printable(about), width))}`,
    ...read.map((line) => indent + line),
    indent + colors.dim(took.join('   ')),
  ];
}

/** A text as it is, anything else as YAML: the form that people read JSON in most easily. */
function parsedView(parsed: unknown, width: number): string[] {
  if (typeof parsed === 'string') return wrap(parsed, width);
  return stringify(parsed, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const lead = /^ */.exec(line)?.[0] ?? '';
      return wrap(line, width - lead.length).map((part) => lead + part);
    });
}
