/** Task queue of workflows, and of the activities that neither cost money nor much time. Users type it. */
export const runQueue = 'seedbed';

/** Task queue of the steps that cost processor time. */
export const computeQueue = 'seedbed-compute';

/** Task queue of one endpoint, so that a throttled one does not occupy the others' workers. */
export function teacherQueue(endpoint: string): string {
  return `seedbed-teacher-${endpoint}`;
}
