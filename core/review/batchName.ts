import { childId } from '../vocabulary/childId';

/** What people call a batch: "review-0007". */
export function batchName(batch: number): string {
  return `review-${String(batch).padStart(4, '0')}`;
}

/** The workflow id of a batch: "garden/review-0007-3f2a9c1b", the last part being the run's tag. */
export function batchWorkflowId(run: string, batch: number, tag: string | undefined): string {
  return childId(run, batchName(batch), tag);
}

const maxNamed = 5;

/** "review-0003 and review-0004", and of many the first few. */
export function namesOfBatches(batches: readonly number[]): string {
  const names = batches.slice(0, maxNamed).map(batchName);
  if (batches.length > maxNamed) return `${names.join(', ')} and ${batches.length - maxNamed} more`;
  return [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}

/** Of items that people are not handed yet. */
export function gatheredInWords(items: number): string {
  return `${items} ${items === 1 ? 'pair gathers' : 'pairs gather'} for the next batch of reviews`;
}
