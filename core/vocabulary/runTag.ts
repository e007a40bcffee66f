import { createHash } from 'node:crypto';

/**
 * Eight characters that tell a run from all others of its name, in ids of workflows and names of files. Made of the whole key: the run ids
 * that Temporal gives begin with the time, so that a piece of one is shared by runs that began within a minute of each other.
 */
export function runTag(runKey: string): string {
  return createHash('sha256').update(runKey).digest('hex').slice(0, 8);
}
