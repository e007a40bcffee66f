import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

export { generateDataset } from './generateDataset';
export { previewRecipe } from './previewRecipe';
export { reviewBatch } from './reviewBatch';
export { runIteration } from './runIteration';
export { writeLists } from './writeLists';

/** A workflow type that is not ours fails with a sentence; without this, its first task would be retried for ever. */
export default function unknownWorkflow(): Promise<never> {
  const { workflowType } = workflowInfo();
  return Promise.reject(
    ApplicationFailure.nonRetryable(
      `There is no workflow type "${workflowType}" on this task queue: start "generateDataset" with {"recipe": "quickstart"}.`,
      'UnknownWorkflowType',
    ),
  );
}
