import type { Client } from '@temporalio/client';

/** How the time of a run's activities, its iterations' included, is divided among them, by the server's own history; most first. */
export async function activityShares(
  client: Client,
  workflowId: string,
): Promise<[name: string, share: number][]> {
  const seconds = new Map<string, number>();
  for await (const execution of client.workflow.list({ query: `WorkflowId STARTS_WITH "${workflowId}"` })) {
    const { events } = await client.workflow.getHandle(execution.workflowId, execution.runId).fetchHistory();
    const byId = new Map((events ?? []).map((event) => [String(event.eventId), event]));
    for (const { activityTaskCompletedEventAttributes: completed, eventTime } of events ?? []) {
      if (!completed) continue;
      const name = byId.get(String(completed.scheduledEventId))?.activityTaskScheduledEventAttributes
        ?.activityType?.name;
      const started = byId.get(String(completed.startedEventId))?.eventTime;
      if (name) seconds.set(name, (seconds.get(name) ?? 0) + instantOf(eventTime) - instantOf(started));
    }
  }
  const whole = [...seconds.values()].reduce((sum, one) => sum + one, 0);
  return [...seconds]
    .map(([name, one]): [string, number] => [name, one / whole])
    .sort(([, one], [, other]) => other - one);
}

type ServerTime = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;

/** Seconds since 1970. */
function instantOf(time: ServerTime): number {
  return Number(time?.seconds ?? 0) + (time?.nanos ?? 0) / 1e9;
}
