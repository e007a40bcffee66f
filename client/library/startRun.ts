import { UserError } from '../../core/foundations/userError';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import { followRun } from '../runs/followRun';
import { nameOfRun } from '../runs/nameOfRun';
import { localServersFor, recipeToSend } from '../runs/recipeToSend';
import { startOrJoin, type JoinedRun } from '../runs/startOrJoin';
import { openQuietly } from './quietly';

export interface RunOptions {
  /** A ready recipe's name or a file's path; or the recipe itself, whose files are relative to the workspace. */
  readonly recipe: string | RecipeInput;
  /** The folder with `seedbed.config.yaml` and `.seedbed`. Left out: where the program was started. */
  readonly workspace?: string;
  /** Left out: the recipe's. An open run of this name is gone on with. */
  readonly name?: string;
  /** Accepted pairs at which it ends. */
  readonly target?: number;
  /** The most that it may spend, in US dollars. */
  readonly budget?: number;
  readonly endpoint?: string;
  readonly model?: string;
}

/** A run that was started, or gone on with. */
export interface Run {
  readonly name: string;
  readonly runKey: string;
  /** How far it is; undefined until a worker took it up. */
  status(): Promise<RunStatus | undefined>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Settles what is in flight, and ends with what there is. */
  stop(): Promise<void>;
  /**
   * Waits until it has ended, or waits for somebody to mend something (its state is then `paused`).
   *
   * @param show Called about once a second with how far it is.
   */
  finished(show?: (status: RunStatus) => void): Promise<RunStatus>;
  /** Lets go of it. It goes on where `seedbed up` or a worker elsewhere is; else it waits, and starting it again goes on. */
  close(): Promise<void>;
}

/**
 * Starts a run or goes on with the open one of its name, as `seedbed run`: with the stack that is up, else with one of its own until `close`.
 *
 * @throws UserError with every problem of the recipe, or where something cannot be started or reached.
 */
export async function startRun(options: RunOptions): Promise<Run> {
  const { workspace = process.cwd() } = options;
  const prepared = await recipeToSend(options, workspace);
  const name = nameOfRun(options.name, prepared.recipe);
  const servers = await localServersFor(prepared.recipe, workspace);
  const session = await openQuietly(workspace, { worker: true, ...servers, yes: true });
  try {
    return handleOf(
      name,
      session,
      await startOrJoin(session, name, prepared, (other) => `startRun({ …, name: '${other}' })`),
    );
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** A run under way, for a program. */
export function handleOf(name: string, session: Session, { handle, runKey }: JoinedRun): Run {
  const gone = new AbortController();
  return {
    name,
    runKey,
    status: async () => (await session.runs.status(runKey)) ?? undefined,
    pause: () => handle.signal('pause'),
    resume: () => handle.signal('resume'),
    stop: () => handle.signal('stop'),
    async finished(show) {
      const followed = await followRun({
        session,
        runKey,
        handle,
        every: 1_000,
        signal: gone.signal,
        untilMending: true,
        show: (status) => show?.(status),
      });
      if (followed.status) return followed.status;
      const why =
        followed.kind === 'ended' && followed.outcome.kind === 'failed'
          ? followed.outcome.message
          : 'it was let go of.';
      throw new UserError(`Run ${name} ended before it began: ${why}`);
    },
    async close() {
      gone.abort();
      await session.close();
    },
  };
}
