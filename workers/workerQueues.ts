import { UserError } from '../core/foundations/userError';

/** Names the kinds of work that a worker takes. Left out: all. */
export const queuesVariable = 'SEEDBED_QUEUES';

/** What a worker polls. */
export interface WorkerQueues {
  /** Workflows, and the steps that cost little. */
  readonly run: boolean;
  /** Screening, measuring, committing. */
  readonly compute: boolean;
  /** Endpoints that are asked. */
  readonly teacher: readonly string[];
}

const expected =
  'a list of "teacher" (all endpoints of the configuration), "teacher:NAME" (one of them), "compute" and "run"';

/**
 * @param written Such as `teacher,compute` or `teacher:openai,run`; undefined is everything.
 * @param endpoints Those of the worker's configuration.
 * @throws UserError in one sentence, for what names no work.
 */
export function readWorkerQueues(written: string | undefined, endpoints: readonly string[]): WorkerQueues {
  if (written === undefined) return { run: true, compute: true, teacher: endpoints };
  const names = written.split(',').map((name) => name.trim());
  const teacher = new Set<string>();
  for (const name of names) {
    if (name === 'run' || name === 'compute') continue;
    const [kind, endpoint] = [name.split(':', 1)[0], name.slice('teacher:'.length)];
    if (name === 'teacher') endpoints.forEach((each) => teacher.add(each));
    else if (kind !== 'teacher' || endpoint === '')
      throw new UserError(`--queues names "${name}", which is no kind of work: expected ${expected}.`);
    else if (!endpoints.includes(endpoint))
      throw new UserError(
        `--queues names the endpoint "${endpoint}", which this worker's configuration lacks: it has ${endpoints.join(', ') || 'none'}.`,
      );
    else teacher.add(endpoint);
  }
  if (names.includes('teacher') && endpoints.length === 0)
    throw new UserError('--queues names "teacher", and this worker\'s configuration has no endpoint to ask.');
  return { run: names.includes('run'), compute: names.includes('compute'), teacher: [...teacher] };
}
