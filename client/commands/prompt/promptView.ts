import type { Colors } from 'picocolors/types';
import type { TeacherPrompt } from '../../../core/teacher/request';
import { displayWidth, printable, truncate } from '../../terminal/displayWidth';

/** A version of a prompt, as lists show it. */
export interface ListedPrompt {
  readonly name: string;
  readonly version: string;
  /** How lineage and reports name it. */
  readonly reference: string;
  readonly origin: 'seedbed' | 'workspace';
  readonly role: string;
  readonly description: string;
  /** Whether a recipe that says nothing about prompts uses it. */
  readonly used: boolean;
}

/** Prompts as a table, one version a line; a star marks what is used by default. Cut to `columns` where that is given. */
export function promptTable(
  prompts: readonly ListedPrompt[],
  colors: Colors,
  columns: number | undefined,
): string[] {
  const head = ['PROMPT', 'VERSION', 'FROM', 'ROLE', 'WHAT IT ASKS FOR'];
  const rows = prompts.map(({ name, version, origin, role, description, used }) => [
    name,
    `${version}${used ? ' *' : ''}`,
    origin,
    role,
    printable(description),
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(displayWidth)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)));
    const text = padded.join('  ').trimEnd();
    return columns === undefined ? text : truncate(text, columns);
  };
  return [colors.dim(line(head)), ...rows.map(line)];
}

/** What the teacher reads, message after message, its lines as they are. */
export function renderedView(prompt: TeacherPrompt, colors: Colors): string[] {
  const texts =
    prompt.kind === 'completion' ? [{ role: 'text to continue', content: prompt.prompt }] : prompt.messages;
  return texts.flatMap(({ role, content }) => [
    colors.dim(`── ${role}`),
    ...content.split(/\r?\n/).map(withoutControls),
  ]);
}

/** A unified diff with its removed lines red and its added ones green; the marks say the same without colours. */
export function coloredDiff(lines: readonly string[], colors: Colors): string[] {
  return lines.map((line) => {
    const shown = withoutControls(line);
    if (line.startsWith('@@')) return colors.cyan(shown);
    if (line.startsWith('-')) return colors.red(shown);
    return line.startsWith('+') ? colors.green(shown) : shown;
  });
}

/** What a terminal would obey becomes a space; indentation stays. */
function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
