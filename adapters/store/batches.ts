import { randomUUID } from 'node:crypto';
import { storableJson } from '../../core/foundations/text/storable';
import type { TeacherRequest } from '../../core/teacher/request';
import type { Database } from './database';
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
   * Writes down batches that are to be made, unless the stage has some under way, as where another attempt was faster: at most one of them
   * does it.
   */
  async plan(
    { runKey, iteration, stage, endpoint }: BatchAddress,
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
      for (const requests of batches) {
        const batch = randomUUID();
        await connection.query(
          'insert into batches (batch, run_key, iteration, stage, endpoint, model) values ($1, $2, $3, $4, $5, $6)',
          [batch, runKey, iteration, stage, endpoint, model],
        );
        await connection.query(
          `insert into batch_requests (batch, call_key, position, request, body, sent)
           select $1, "callKey", position, request, body, sent from json_to_recordset($2)
             as one ("callKey" text, position int, request json, body json, sent json)`,
          [batch, storableJson(requests.map((request, position) => ({ ...request, position })))],
        );
      }
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
    const { rows } = await this.database.query<BatchedRequest>(
      `select call_key as "callKey", request, body, sent from batch_requests where batch = $1 and request is not null order by position`,
      [batch],
    );
    return rows;
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

  /** Everything that it brought is in the ledger. Its requests are there too, or asked again: they are not kept twice. */
  async end(batch: string, outcomes: ReadonlyMap<string, BatchOutcome>): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query(
        `update batch_requests set request = null, body = null, sent = null, outcome = coalesce($2::jsonb ->> call_key, 'unasked') where batch = $1`,
        [batch, storableJson(Object.fromEntries(outcomes))],
      );
      await connection.query(
        `update batches set ended_at = now(), ending = 'ended' where batch = $1 and ended_at is null`,
        [batch],
      );
    });
  }

  /** It was never begun: what was in it is asked anew, as if it had not been. */
  async withdraw(batch: string): Promise<void> {
    await this.database.query(
      `update batches set ended_at = now(), ending = 'withdrawn' where batch = $1 and ended_at is null`,
      [batch],
    );
  }
}
