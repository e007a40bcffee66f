import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import {
  addFunnels,
  emptyFunnel,
  funnelOf,
  type CandidateState,
  type Funnel,
} from '../../core/vocabulary/funnel';
import { UserError } from '../../core/foundations/userError';
import type { Cause } from '../../core/run/pause';
import { setupVersion, type RunMaterials, type RunSetup } from '../../core/recipe/runSetup';
import {
  asOfNow,
  type EarlierEnd,
  type RunState,
  type RunStatus,
  type TeacherActivity,
} from '../../core/run/status';
import { gatheredInWords, namesOfBatches } from '../../core/review/batchName';
import { storableJson } from '../../core/foundations/text/storable';
import { runKeyOf, type RunIdentity } from '../../core/vocabulary/runKey';
import type { ScreeningProgress } from '../../core/vocabulary/screeningProgress';
import { budgetsOfRun } from '../../core/teacher/budget/budget';
import { budgetLinesOf, openBudgets } from './budgets';
import type { Database, Queryable } from './database';
import { costNow } from './costStore';
import { ReviewReads, type StoredBatch } from './reviewReads';
import type { LimiterActivity } from './endpointPools';
import { TroubleStore } from './troubleStore';

/** sha256 of a recipe in canonical form: equal for recipes that mean the same, however they were written. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

export interface StoredRun {
  readonly runKey: string;
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
}

/** A preview goes the way of a run, and no list shows it. */
export type RunKind = 'run' | 'preview';

interface RunRow {
  run_key: string;
  workflow_id: string;
  recipe_name: string;
  state: RunState;
  detail: string;
  cause: Cause | null;
  target: number;
  created_at: Date;
  updated_at: Date;
  ended_at: Date | null;
}

/** What people have to do with a run. */
interface PeopleRow {
  readonly is_gate: boolean;
  /** Items of the batch that nobody has yet. */
  readonly gathered: number;
}

type Counts = Record<string, number>;

/** Iterations of run $1 that are not committed. */
const openIterations = 'select iteration from iterations where run_key = $1 and committed_at is null';

/** Runs: what they were asked for, and how far they are. */
export class RunStore {
  constructor(private readonly database: Database) {}

  /** Snapshots what a run works from. Repeated, the first snapshot stands; it is returned. */
  async prepare(
    identity: RunIdentity & {
      /** What else people call the run, where they said so. No part of its identity. */
      readonly name?: string | undefined;
    },
    setup: RunSetup,
    materials: RunMaterials,
    target: number,
    kind: RunKind = 'run',
  ): Promise<StoredRun> {
    const runKey = runKeyOf(identity);
    await this.database.transaction(async (connection) => {
      const setupHash = await saveDocument(connection, 'setup', setup);
      const materialsHash = await saveDocument(connection, 'materials', materials);
      await connection.query(
        `insert into runs (run_key, workflow_id, first_run_id, name, recipe_name, recipe_hash, setup_hash, materials_hash, target, kind)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
        [
          runKey,
          identity.workflowId,
          identity.firstRunId,
          identity.name ?? null,
          setup.recipe.name,
          hashOf(setup.recipe),
          setupHash,
          materialsHash,
          target,
          kind,
        ],
      );
      await openBudgets(connection, runKey, budgetsOfRun(runKey, setup.recipe.budget), 'keep');
    });
    return this.load(runKey);
  }

  async load(runKey: string): Promise<StoredRun> {
    const { rows } = await this.database.query<{
      setup: RunSetup;
      materials: RunMaterials | null;
      lists: RunMaterials['lists'] | null;
    }>(
      `select setup.body as setup, materials.body as materials,
         (select jsonb_object_agg(name, values) from value_lists l where l.run_key = runs.run_key) as lists
       from runs join documents setup on setup.hash = setup_hash
       left join documents materials on materials.hash = materials_hash where run_key = $1`,
      [runKey],
    );
    if (!rows[0])
      throw new UserError(`The store knows no run ${runKey}: was its database replaced?`, {
        mend: 'Give the worker the database that the run was started with.',
      });
    const { setup, materials, lists } = rows[0];
    if (setup.version !== setupVersion || !materials) {
      throw new UserError(
        `Run ${runKey} was started by an older version of Seedbed and can't be continued by this one.`,
        { mend: 'Go on with the version that started it, or start the recipe anew.' },
      );
    }
    return { runKey, setup, materials: { ...materials, lists: { ...materials.lists, ...lists } } };
  }

  /** Keeps a list that the teacher wrote; the first one that was written stands. */
  async saveList(runKey: string, name: string, values: RunMaterials['lists'][string]): Promise<void> {
    await this.database.query(
      'insert into value_lists (run_key, name, values) values ($1, $2, $3) on conflict do nothing',
      [runKey, name, storableJson(values)],
    );
  }

  /** Notes what a run is at. An ended run stays as it ended. */
  async note(
    runKey: string,
    state: RunState,
    detail: string,
    ended: boolean,
    cause: Cause | null = null,
  ): Promise<void> {
    await this.database.query(
      `update runs set state = $2, detail = $3, updated_at = now(), ended_at = case when $4 then now() end, cause = $5
       where run_key = $1 and ended_at is null`,
      [runKey, state, detail, ended, cause && storableJson(cause)],
    );
  }

  /** Another number of pairs at which a run ends. */
  async changeTarget(runKey: string, pairs: number): Promise<void> {
    await this.database.query('update runs set target = $2, updated_at = now() where run_key = $1', [
      runKey,
      pairs,
    ]);
  }

  /** Whether a run has ended in a way that leaves a dataset behind. */
  async hasExported(runKey: string): Promise<boolean> {
    const { rows } = await this.database.query<{ state: RunState; ended: boolean }>(
      'select state, ended_at is not null as ended from runs where run_key = $1',
      [runKey],
    );
    return rows[0]?.ended === true && !['cancelled', 'failed'].includes(rows[0].state);
  }

  /** Ends the candidates of iterations that will never be committed. */
  async abandonOpen(runKey: string): Promise<void> {
    await this.database.query(
      `update candidates set state = 'abandoned', reason = 'the run ended before it was decided'
       where run_key = $1 and state = 'open' and iteration = any (array(${openIterations}))`,
      [runKey],
    );
  }

  /** The newest run of this workflow id or name; with `runKey`, that one. */
  async find(name: string): Promise<{ runKey: string; state: RunState; setup: RunSetup } | undefined> {
    const { rows } = await this.database.query<{ run_key: string; state: RunState; setup: RunSetup }>(
      `select run_key, state, body as setup from runs join documents on hash = setup_hash
       where run_key = $1 or (runs.kind = 'run' and (workflow_id = $1 or name = $1)) order by created_at desc limit 1`,
      [name],
    );
    return rows[0] && { runKey: rows[0].run_key, state: rows[0].state, setup: rows[0].setup };
  }

  async status(runKey: string): Promise<RunStatus | undefined> {
    const [
      run,
      committed,
      open,
      states,
      calls,
      unusable,
      hedged,
      now,
      batches,
      reviewed,
      troubles,
      lastFailures,
    ] = await Promise.all([
      this.database.query<RunRow & PeopleRow & { earlier: readonly EarlierEnd[] | null }>(
        `select runs.*, setup.body -> 'recipe' -> 'review' ->> 'wait' = 'gate' as is_gate,
           (select count(*)::int from review_batches b join review_items i using (run_key, batch) where b.run_key = runs.run_key and b.gathers) as gathered,
           (select json_agg(json_build_object('state', state, 'accepted', accepted, 'target', target, 'endedAt', ended_at,
                     'extendedAt', extended_at) order by extension)
            from run_extensions e where e.run_key = runs.run_key) as earlier
         from runs join documents setup on setup.hash = setup_hash where run_key = $1`,
        [runKey],
      ),
      this.database.query<{
        iteration: number;
        funnel: Funnel;
        rejected: Counts;
        quarantined: Counts | null;
      }>(
        `select iteration, funnel_through as funnel, rejected_through as rejected, quarantined_through as quarantined from iterations
         where run_key = $1 and committed_at is not null order by iteration desc limit 1`,
        [runKey],
      ),
      this.database.query<{ iteration: number; stage: string; screening: ScreeningProgress | null }>(
        'select iteration, stage, screening from iterations where run_key = $1 and committed_at is null order by iteration',
        [runKey],
      ),
      this.database.query<{ state: CandidateState; decided_by: string | null }>(
        `select state, decided_by from candidates where run_key = $1 and iteration = any (array(${openIterations}))`,
        [runKey],
      ),
      this.database.query<Counts>(
        `select coalesce(sum(answered), 0) as answered, coalesce(sum(sends), 0) as sent,
           coalesce(sum(prompt_tokens), 0) as prompt, coalesce(sum(completion_tokens), 0) as completion
         from call_counts where run_key = $1`,
        [runKey],
      ),
      this.database.query<Counts>(
        `select coalesce(sum(prompt_tokens), 0) as prompt, coalesce(sum(completion_tokens), 0) as completion
         from unusable_answers where run_key = $1`,
        [runKey],
      ),
      this.database.query<Counts>(
        `select count(*) as sent, count(*) as twice, count(other_at) as paid,
           coalesce(sum(prompt_tokens), 0) as prompt, coalesce(sum(completion_tokens), 0) as completion
         from hedges where run_key = $1`,
        [runKey],
      ),
      this.database.query<{ endpoint: string; model: string; activity: LimiterActivity }>(
        `select endpoint, model, jsonb_build_object(
             'inFlight', sum((activity ->> 'inFlight')::integer), 'waiting', sum((activity ->> 'waiting')::integer),
             'concurrencyLimit', sum((activity ->> 'concurrencyLimit')::integer), 'pausedUntil', max((activity ->> 'pausedUntil')::bigint)) as activity
           from endpoint_members where expires_at > now()
             and (endpoint, model) in (select endpoint, model from call_counts where run_key = $1) group by 1, 2 order by 1, 2`,
        [runKey],
      ),
      new ReviewReads(this.database).batches(runKey, undefined, 'open'),
      this.database.query<{ delta: Funnel; rejected: Counts }>(
        'select delta, rejected_delta as rejected from review_applications where run_key = $1',
        [runKey],
      ),
      new TroubleStore(this.database).ofRun(runKey),
      new TroubleStore(this.database).lastOfRun(runKey),
    ]);
    const row = run.rows[0];
    if (!row) return undefined;
    const last = committed.rows[0];
    const changes = [last?.funnel ?? emptyFunnel, ...reviewed.rows.map(({ delta }) => delta)];
    const funnel = changes.reduce(addFunnels, funnelOf(states.rows.map(({ state }) => state)));
    const rejected = [last?.rejected ?? {}, ...reviewed.rows.map(({ rejected }) => rejected)];
    const openBy = (ended: CandidateState): Counts[] =>
      states.rows.flatMap(({ state, decided_by: by }) =>
        state === ended && by !== null ? [{ [by]: 1 }] : [],
      );
    const call = sumOf([...calls.rows, ...unusable.rows, ...hedged.rows]);
    return {
      name: row.workflow_id,
      runKey,
      recipe: row.recipe_name,
      state: row.state,
      detail: withPeople(
        row.state === 'completed' ? { ...row, detail: asOfNow(row.detail, funnel.accepted) } : row,
        open.rows.length === 0,
        batches,
      ),
      cause: row.cause,
      troubles: row.ended_at === null ? troubles : [],
      lastFailures,
      target: row.target,
      funnel,
      rejectedBy: mostFirst(sumOf([...rejected, ...openBy('rejected')])),
      quarantinedBy: mostFirst(sumOf([last?.quarantined ?? {}, ...openBy('quarantined')])),
      iterations: {
        committed: last ? last.iteration + 1 : 0,
        open: open.rows.map(({ screening, ...iteration }) => ({
          ...iteration,
          ...(screening && { screening }),
        })),
      },
      teacher: {
        answered: call['answered'] ?? 0,
        sent: call['sent'] ?? 0,
        askedTwice: call['twice'] ?? 0,
        paidTwice: call['paid'] ?? 0,
        promptTokens: call['prompt'] ?? 0,
        completionTokens: call['completion'] ?? 0,
        now: now.rows.map(({ endpoint, model, activity }): TeacherActivity => ({
          endpoint,
          model,
          ...activity,
        })),
      },
      cost: await costNow(this.database, runKey),
      budget: await budgetLinesOf(this.database, runKey),
      startedAt: row.created_at.toISOString(),
      earlierEnds: (row.earlier ?? []).map(({ endedAt, extendedAt, ...end }) => ({
        ...end,
        endedAt: endedAt && new Date(endedAt).toISOString(),
        extendedAt: new Date(extendedAt).toISOString(),
      })),
      updatedAt: row.updated_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    };
  }
}

/** Adds up numbers of the same name. */
function sumOf(all: readonly Readonly<Counts>[]): Counts {
  const sums: Record<string, number> = {};
  for (const numbers of all)
    for (const [name, number] of Object.entries(numbers)) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

function mostFirst(counts: Readonly<Counts>): Counts {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return Object.fromEntries(
    some.sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || (one < other ? -1 : 1)),
  );
}

/** What a run says of itself, and what people have yet to look at. */
function withPeople(
  { state, detail, is_gate: isGate, gathered }: RunRow & PeopleRow,
  isIdle: boolean,
  batches: readonly StoredBatch[],
): string {
  const open = batches.filter(({ closedAt }) => closedAt === null);
  if (state === 'paused') return detail;
  const gather = gathered > 0 ? [gatheredInWords(gathered)] : [];
  if (open.length === 0) return [detail, ...gather].filter((part) => part !== '').join('; ');
  const sum = (of: 'items' | 'decided' | 'forSecond'): number =>
    open.reduce((total, batch) => total + batch[of], 0);
  const [items, second] = [sum('items'), sum('forSecond')];
  const undecided = items - sum('decided');
  const names = namesOfBatches(open.map(({ batch }) => batch));
  const words =
    isGate && isIdle && state === 'running'
      ? `waits for ${undecided} of ${items} verdicts in ${names}${second > 0 ? `, ${second} of them a second person's` : ''}`
      : toLookAt(undecided - second, second, `of ${items} pairs in ${names}`);
  return [detail, words, ...gather].filter((part) => part !== '').join('; ');
}

/** @param unseen Items that nobody has looked at. @param second Those that one person has, and that wait for another. */
function toLookAt(unseen: number, second: number, where: string): string {
  if (second === 0) return `people have yet to look at ${unseen} ${where}`;
  if (unseen === 0) return `a second person has yet to look at ${second} ${where}`;
  return `people have yet to look at ${unseen} ${where}, and a second person at ${second}`;
}

/** Keeps a document, with the order of its fields, under its content's hash; equal documents are kept once. */
async function saveDocument(connection: Queryable, kind: string, body: unknown): Promise<string> {
  const text = storableJson(body);
  const hash = createHash('sha256').update(text).digest('hex');
  await connection.query(
    'insert into documents (hash, kind, body) values ($1, $2, $3) on conflict do nothing',
    [hash, kind, text],
  );
  return hash;
}
