import { sleep, workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';

/** Makes the iterations of runs whose id begins with `slow-start` take an hour to start: what is signalled meanwhile must reach them. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [],
  outbound: [
    {
      async startChildWorkflowExecution(input, next) {
        if (workflowInfo().workflowId.startsWith('slow-start')) await sleep('1 hour');
        return next(input);
      },
    },
  ],
});
