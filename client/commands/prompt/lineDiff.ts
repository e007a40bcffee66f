import { structuredPatch } from 'diff';

/** Unchanged lines that are shown around a change. */
const context = 3;

/** What changed between two texts, as a unified diff without its two head lines: hunks of lines, each after " ", "-" or "+". */
export function lineDiff(before: string, after: string): string[] {
  const { hunks } = structuredPatch('', '', ended(before), ended(after), undefined, undefined, { context });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
}

/** Whether the last line ends with a line feed is no change that anybody wants to see. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
