/** What identifies a run: its workflow id, and the run id of its first execution, which stays when it continues as new. */
export interface RunIdentity {
  readonly workflowId: string;
  readonly firstRunId: string;
}

/** A run's identity in one word: "garden@0198c2de-…". */
export function runKeyOf({ workflowId, firstRunId }: RunIdentity): string {
  return `${workflowId}@${firstRunId}`;
}

/** The identity within a run's key. A workflow id may hold any character; a run id holds no "@". */
export function identityOf(runKey: string): RunIdentity {
  const at = runKey.lastIndexOf('@');
  return { workflowId: runKey.slice(0, at), firstRunId: runKey.slice(at + 1) };
}
