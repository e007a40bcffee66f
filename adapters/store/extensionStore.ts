import { emptyFunnel } from '../../core/vocabulary/funnel';
import type { IterationInput, IterationOutcome } from '../../core/run/iteration';
import type { Raise } from '../../core/run/changes';
import type { LeftByRun } from '../../core/run/extension';
import { identityOf, runKeyOf, type RunIdentity } from '../../core/vocabulary/runKey';
import { costNow } from './costStore';
import { setLimits } from './budgets';
import type { Database } from './database';

type Row<Columns> = Columns & Record<string, unknown>;

/** Runs that go on after their end, each in another chain of executions than the one before. */
export class ExtensionStore {
  constructor(private readonly database: Database) {}

  /** The chain of executions in which a run is now, or was last. */
  async executionOf(runKey: string): Promise<RunIdentity> {
    const { rows } = await this.database.query<{ first: string }>(
      'select first_run_id as first from run_extensions where run_key = $1 order by extension desc limit 1',
      [runKey],
    );
    const { workflowId, firstRunId } = identityOf(runKey);
    return { workflowId, firstRunId: rows[0]?.first ?? firstRunId };
  }

  /** Whose run a chain of executions is. */
  async runKeyOf(execution: RunIdentity): Promise<string> {
    const { rows } = await this.database.query<{ runKey: string }>(
      'select run_key as "runKey" from run_extensions where first_run_id = $1',
      [execution.firstRunId],
    );
    return rows[0]?.runKey ?? runKeyOf(execution);
  }

  /** Whether a run was opened again in this chain of executions: a step that is repeated asks. */
  async isReopened(runKey: string, firstRunId: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      'select from run_extensions where run_key = $1 and first_run_id = $2',
      [runKey, firstRunId],
    );
    return rowCount === 1;
  }

  /** Whether a run was ever opened again. */
  async isExtended(runKey: string): Promise<boolean> {
    const { rowCount } = await this.database.query('select from run_extensions where run_key = $1 limit 1', [
      runKey,
    ]);
    return rowCount === 1;
  }

  async targetOf(runKey: string): Promise<number> {
    const { rows } = await this.database.query<{ target: number }>(
      'select target from runs where run_key = $1',
      [runKey],
    );
    if (!rows[0]) throw new Error(`Run ${runKey} is not in the store.`);
    return rows[0].target;
  }

  /**
   * Opens a run again, in the chain of executions that begins with `firstRunId`. What was made of iterations that are not committed goes; their
   * plans stay where they say what they were drawn for. Repeated, nothing changes.
   *
   * @param to.accepted Pairs that it has.
   * @param to.raise New limits of its budget.
   */
  async reopen(
    runKey: string,
    firstRunId: string,
    {
      target,
      accepted,
      raise,
    }: { readonly target: number; readonly accepted: number; readonly raise: Raise | undefined },
  ): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const { rowCount } = await connection.query(
        `insert into run_extensions (run_key, extension, first_run_id, state, detail, target, accepted, ended_at)
         select run_key, (select count(*) + 1 from run_extensions e where e.run_key = runs.run_key), $2, state, detail, target, $3, ended_at
         from runs where run_key = $1 on conflict do nothing`,
        [runKey, firstRunId, accepted],
      );
      if (rowCount === 0) return;
      await connection.query(
        `update runs set state = 'running', detail = '', cause = null, target = $2, ended_at = null, updated_at = now() where run_key = $1`,
        [runKey, target],
      );
      if (raise) await setLimits(connection, runKey, raise.role, raise);
      await connection.query(
        `delete from iterations where run_key = $1 and iteration >= (
           select min(iteration) from iterations where run_key = $1 and committed_at is null and input is null)`,
        [runKey],
      );
      await connection.query(
        `delete from candidates c using iterations i
         where (i.run_key, i.iteration) = (c.run_key, c.iteration) and i.run_key = $1 and i.committed_at is null`,
        [runKey],
      );
      await connection.query(
        'update iterations set stage = default, screening = null where run_key = $1 and committed_at is null',
        [runKey],
      );
    });
  }

  /** What a run came to. */
  async left(runKey: string): Promise<LeftByRun> {
    const [iterations, applied, batches, cost] = await Promise.all([
      this.database.query<Row<StoredIteration>>(
        `select iteration, read_through as "readThrough", input, outcome,
           (select max(extension) from run_extensions e where e.run_key = i.run_key) as "begunAnew"
         from iterations i where run_key = $1 order by iteration`,
        [runKey],
      ),
      this.database.query<Row<LeftByRun['applied'][number]>>(
        'select watermark, delta as change from review_applications where run_key = $1 order by watermark',
        [runKey],
      ),
      this.database.query<StoredBatch>(
        `select batch, gathers, closed_at is not null as closed, applied is not null as applied,
           (select count(*)::int from review_items i where (i.run_key, i.batch) = (b.run_key, b.batch)) as items
         from review_batches b where run_key = $1 order by batch`,
        [runKey],
      ),
      costNow(this.database, runKey),
    ]);
    const handedOut = batches.rows.filter(({ gathers }) => !gathers);
    const waiting = handedOut.filter(({ applied }) => !applied);
    const gathering = batches.rows.find(({ gathers }) => gathers);
    return {
      committed: iterations.rows.flatMap(({ outcome, input }) =>
        outcome
          ? [
              {
                outcome,
                input: { size: input?.size ?? outcome.funnel.proposed, measures: input?.measures ?? 0 },
              },
            ]
          : [],
      ),
      planned: iterations.rows.flatMap(({ outcome, input, iteration, readThrough, begunAnew }) =>
        outcome || !input
          ? []
          : [{ runKey, iteration, readThrough, ...input, ...(begunAnew !== null && { begunAnew }) }],
      ),
      applied: applied.rows.map(({ watermark, change }) => ({
        watermark,
        change: { ...emptyFunnel, ...change },
      })),
      reviews: {
        made: Math.max(0, ...handedOut.map(({ batch }) => batch + 1)),
        open: waiting.map(({ batch }) => batch),
        arrived: waiting.filter(({ closed }) => closed).map(({ batch }) => batch),
      },
      ...(gathering && { gathering: { batch: gathering.batch, items: gathering.items } }),
      cost,
    };
  }
}

type StoredBatch = Readonly<
  Record<'batch' | 'items', number> & Record<'gathers' | 'closed' | 'applied', boolean>
>;

interface StoredIteration {
  readonly iteration: number;
  readonly readThrough: number;
  /** Null in runs from before it was kept. */
  readonly input: Pick<IterationInput, 'size' | 'measures' | 'reviewed' | 'target'> | null;
  /** The last extension of the run; null where there was none. */
  readonly begunAnew: number | null;
  /** Null until it is committed. */
  readonly outcome: IterationOutcome | null;
}
