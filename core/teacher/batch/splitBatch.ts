import type { BatchLimits } from './batchInterface';

/** What is asked by batch, in as few batches as the limits allow, in order. A line that is longer than a batch may be gets one of its own. */
export function splitBatch<Line>(
  lines: readonly Line[],
  bytesOf: (line: Line) => number,
  limits: BatchLimits,
): Line[][] {
  const batches: Line[][] = [];
  let current: Line[] = [];
  let bytes = 0;
  for (const line of lines) {
    const own = bytesOf(line);
    if (current.length > 0 && (current.length >= limits.requests || bytes + own > limits.bytes)) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(line);
    bytes += own;
  }
  return current.length > 0 ? [...batches, current] : batches;
}
