import { randomUUID } from 'node:crypto';
import { storableJson } from '../../core/foundations/text/storable';
import type { TeacherRequest } from '../../core/teacher/request';
import { loseHolds, settleHolds, takeHolds, type Hold } from './budgetHolds';
import type { Database, Queryable } from './database';
import type { Holder } from './holder';

/** Where a batch belongs. */
export interface BatchAddress {
  readonly runKey: string;
  readonly iteration: number;
  readonly stage: string;
  /** Whose activity looks after it. */
  readonly endpoint: string;
}

/** A request as it goes into a batch. */
export interface BatchedRequest {
  readonly callKey: string;
  readonly request: TeacherRequest;
  /** As it is sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What of that the ledger keeps. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** The most that it may take, and of which budgets; absent where there are none. */
  readonly hold?: Hold | undefined;
}

export interface OpenBatch {
  readonly batch: string;
  readonly model: string;
  /** Null: it is to be made, or was made by a process that died before it could write this down. */
  readonly providerId: string | null;
  readonly isCancelled: boolean;
}

/**
 * `answered`: what it brought is in the ledger, or kept as unusable. `failed`: it may go into another batch. `refused`: it can't be asked
 * like this. `unasked`: its turn did not come.
 */
export type BatchOutcome = 'answered' | 'failed' | 'refused' | 'unasked';

/** What became of a request in the batches that have ended. */
export interface BatchTries {
  readonly tries: number;
  readonly isRefused: boolean;
}

/** The right to make a batch at the provider. */
export interface Creation {
  /** Whether somebody tried before, so that it may be there already. */
  readonly isAgain: boolean;
  /** When that was first tried, in milliseconds since 1970. */
  readonly since: number;
}

/** The batches of providers: what is in them is written down before they are made, and what they are called before they are looked at. */
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
  ) {}

  /** Batches that are not over, the oldest first. */
  async open({ runKey, iteration, stage, endpoint }: BatchAddress): Promise<OpenBatch[]> {
    const { rows } = await this.database.query<OpenBatch>(
      `select batch, model, provider_id as "providerId", cancelled_at is not null as "isCancelled" from batches
       where run_key = $1 and iteration = $2 and stage = $3 and endpoint = $4 and ended_at is null order by created_at, batch`,
      [runKey, iteration, stage, endpoint],
    );
    return rows;
  }

  /** How many of a stage's batches are over, of those that were made. */
  async ended({ runKey, iteration, stage, endpoint }: BatchAddress): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>(
      `select count(*) as count from batches where run_key = $1 and iteration = $2 and stage = $3 and endpoint = $4 and ending = 'ended'`,
      [runKey, iteration, stage, endpoint],
    );
    return rows[0]?.count ?? 0;
  }

  /** How a stage's requests fared in its batches. */
  async tries({ runKey, iteration, stage, endpoint }: BatchAddress): Promise<Map<string, BatchTries>> {
    const { rows } = await this.database.query<{ call_key: string } & BatchTries>(
      `select call_key, count(*) as tries, bool_or(outcome = 'refused') as "isRefused"
       from batch_requests join batches using (batch)
       where run_key = $1 and iteration = $2 and stage = $3 and endpoint = $4 and ending = 'ended' group by call_key`,
      [runKey, iteration, stage, endpoint],
    );
    return new Map(rows.map(({ call_key, ...tries }) => [call_key, tries]));
  }

  /**
   * Writes down batches that are to be made, and holds what they may take, unless the stage has some under way, as where another attempt was faster: at
   * most one of them does it.
   *
   * @param scope How far their answers may be used again.
   * @throws DoesNotFit where they have no room in a budget: then nothing is written down.
   */
  async plan(
    { runKey, iteration, stage, endpoint }: BatchAddress,
    scope: string,
    model: string,
    batches: readonly (readonly BatchedRequest[])[],
  ): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `batches ${runKey} ${iteration} ${stage} ${endpoint}`,
      ]);
      const { rowCount } = await connection.query(
        'select from batches where run_key = $1 and iteration = $2 and stage = $3 and endpoint = $4 and model = $5 and ended_at is null',
        [runKey, iteration, stage, endpoint, model],
      );
      if (rowCount) return;
      const named = batches.map((requests) => ({ batch: randomUUID(), requests }));
      for (const { batch, requests } of named) {
        await connection.query(
          'insert into batches (batch, run_key, iteration, stage, endpoint, model) values ($1, $2, $3, $4, $5, $6)',
          [batch, runKey, iteration, stage, endpoint, model],
        );
        await connection.query(
          `insert into batch_requests (batch, call_key, position, request, body, sent)
           select $1, "callKey", position, request, body, sent from json_to_recordset($2)
             as one ("callKey" text, position int, request json, body json, sent json)`,
          [
            batch,
            storableJson(requests.map(({ hold: _, ...request }, position) => ({ ...request, position }))),
          ],
        );
      }
      const holds = named.flatMap(({ batch, requests }) =>
        requests.flatMap(({ callKey, hold }) =>
          hold ? [{ scope, callKey, attempt: batch, isSecond: false, hold }] : [],
        ),
      );
      await takeHolds(connection, null, holds, true);
    });
  }

  /** Takes the right to make a batch; undefined where a live process has it, or it is made. */
  async begin(batch: string): Promise<Creation | undefined> {
    const { rows } = await this.database.query<{ creations: number; since: number }>(
      `update batches set holder = $2, since = coalesce(since, now()), creations = creations + 1
       where batch = $1 and provider_id is null and ended_at is null
         and (holder is null or holder = $2
              or not exists (select from holders where holders.holder = batches.holder and holders.expires_at > now()))
       returning creations, (extract(epoch from since) * 1000)::float8 as since`,
      [batch, this.holder.id],
    );
    const [row] = rows;
    return row && { isAgain: row.creations > 1, since: row.since };
  }

  /** What the provider calls a batch: the first that is written down stands. */
  async made(batch: string, providerId: string): Promise<void> {
    await this.database.query(
      'update batches set provider_id = $2 where batch = $1 and provider_id is null',
      [batch, providerId],
    );
  }

  /** What the batches of an endpoint are called at the provider. */
  async knownIds(endpoint: string): Promise<Set<string>> {
    const { rows } = await this.database.query<{ provider_id: string }>(
      'select provider_id from batches where endpoint = $1 and provider_id is not null',
      [endpoint],
    );
    return new Set(rows.map(({ provider_id }) => provider_id));
  }

  /** Its requests, in order. */
  async requests(batch: string): Promise<BatchedRequest[]> {
    const { rows } = await this.database.query<Omit<BatchedRequest, 'hold'> & { hold: Hold | null }>(
      `select call_key as "callKey", request, body, sent,
         (select json_build_object('budgets', budgets, 'usd', usd::text, 'tokens', tokens, 'answerTokens', answer_tokens, 'price', price)
          from budget_holds held where held.attempt = batch and held.call_key = batch_requests.call_key) as hold
       from batch_requests where batch = $1 and request is not null order by position`,
      [batch],
    );
    return rows.map(({ hold, ...request }) => ({ ...request, ...(hold && { hold }) }));
  }

  async cancelled(batch: string): Promise<void> {
    await this.database.query(
      'update batches set cancelled_at = coalesce(cancelled_at, now()) where batch = $1',
      [batch],
    );
  }

  /** What it made a request cheaper by, in US dollars. */
  async saved(batch: string, callKey: string, usd: string | null): Promise<void> {
    await this.database.query('update batch_requests set saved_usd = $3 where batch = $1 and call_key = $2', [
      batch,
      callKey,
      usd,
    ]);
  }

  /**
   * Everything that it brought is in the ledger. Its requests are there too, or asked again: they are not kept twice. What it still holds of budgets comes
   * back, since nothing was charged for it.
   *
   * @param isLost Whether nobody knows what it brought: then that stays counted.
   */
  async end(batch: string, outcomes: ReadonlyMap<string, BatchOutcome>, isLost = false): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query(
        `update batch_requests set request = null, body = null, sent = null, outcome = coalesce($2::jsonb ->> call_key, 'unasked') where batch = $1`,
        [batch, storableJson(Object.fromEntries(outcomes))],
      );
      await connection.query(
        `update batches set ended_at = now(), ending = 'ended' where batch = $1 and ended_at is null`,
        [batch],
      );
      await (isLost ? lose(connection, [batch]) : giveBack(connection, batch));
    });
  }

  /** It was never begun: what was in it is asked anew, as if it had not been. */
  async withdraw(batch: string): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query(
        `update batches set ended_at = now(), ending = 'withdrawn' where batch = $1 and ended_at is null`,
        [batch],
      );
      await giveBack(connection, batch);
    });
  }

  /** Nobody collects any more what a run that has ended had under way: it may be charged for all the same. */
  async abandon(runKey: string): Promise<void> {
    await this.database.transaction(async (connection) => {
      const { rows } = await connection.query<{ batch: string }>(
        'select batch from batches where run_key = $1 and ended_at is null',
        [runKey],
      );
      await lose(
        connection,
        rows.map(({ batch }) => batch),
      );
    });
  }
}

interface HeldByBatch {
  readonly scope: string;
  readonly callKey: string;
  readonly attempt: string;
  readonly isSecond: boolean;
}

async function heldBy(connection: Queryable, batches: readonly string[]): Promise<readonly HeldByBatch[]> {
  const { rows } = await connection.query<HeldByBatch>(
    `select scope, call_key as "callKey", attempt, is_second as "isSecond" from budget_holds where attempt = any ($1::uuid[])`,
    [batches],
  );
  return rows;
}

async function giveBack(connection: Queryable, batch: string): Promise<void> {
  const held = await heldBy(connection, [batch]);
  await settleHolds(
    connection,
    held.map((each) => ({ ...each, usd: '0', tokens: 0, requests: 0 })),
  );
}

async function lose(connection: Queryable, batches: readonly string[]): Promise<void> {
  await loseHolds(connection, { kind: 'own', holds: await heldBy(connection, batches) });
}
