/** Length of the longest common subsequence by the textbook's table: slow, and plainly right. */
export function tableLength(left: readonly unknown[], right: readonly unknown[]): number {
  let row = new Int32Array(right.length + 1);
  for (const token of left) {
    const next = new Int32Array(right.length + 1);
    for (let column = 1; column <= right.length; column += 1) {
      next[column] =
        token === right[column - 1] ? row[column - 1]! + 1 : Math.max(row[column]!, next[column - 1]!);
    }
    row = next;
  }
  return row[right.length]!;
}
