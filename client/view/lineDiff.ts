/** Unchanged lines that are shown around a change. */
const context = 3;

interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What changed between two texts, as a unified diff without its two head lines: hunks of lines, each after " ", "-" or "+". */
export function lineDiff(before: string, after: string): string[] {
  const lines = compare(linesOf(before), linesOf(after));
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== ' '),
  );
  const shown: string[] = [];
  let [left, right] = [1, 1];
  lines.forEach(({ mark, text }, index) => {
    if (near[index]) {
      if (!near[index - 1]) {
        const end = near.indexOf(false, index);
        const hunk = lines.slice(index, end < 0 ? undefined : end);
        const [removed, added] = ['+', '-'].map((other) => hunk.filter((line) => line.mark !== other).length);
        shown.push(`@@ -${left},${removed} +${right},${added} @@`);
      }
      shown.push(mark + text);
    }
    if (mark !== '+') left++;
    if (mark !== '-') right++;
  });
  return shown;
}

/** Along a longest common subsequence of the lines. */
function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  const [rows, columns] = [before.length, after.length];
  // lengths[i][j]: of the longest common subsequence of what follows line i and line j.
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const length =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
      (lengths[row] as Uint32Array)[column] = length;
    }
  }
  const lines: DiffLine[] = [];
  for (let [row, column] = [0, 0]; row < rows || column < columns;) {
    const [removed, added] = [before[row], after[column]];
    if (removed !== undefined && removed === added) {
      lines.push({ mark: ' ', text: removed });
      row++;
      column++;
    } else if (removed !== undefined && (added === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: '-', text: removed });
      row++;
    } else {
      lines.push({ mark: '+', text: added ?? '' });
      column++;
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
