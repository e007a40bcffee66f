/** What people and Temporal call a batch: "review-0007". */
export function batchName(batch: number): string {
  return `review-${String(batch).padStart(4, '0')}`;
}

/** The workflow id of a batch: "<run>/review-0007". */
export function batchWorkflowId(run: string, batch: number): string {
  return `${run}/${batchName(batch)}`;
}

const mostNamed = 5;

/** "review-0003 and review-0004", and of many the first few. */
export function namesOfBatches(batches: readonly number[]): string {
  const names = batches.slice(0, mostNamed).map(batchName);
  if (batches.length > mostNamed) return `${names.join(', ')} and ${batches.length - mostNamed} more`;
  return [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}
