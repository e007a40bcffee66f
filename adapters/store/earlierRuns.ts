import {
  growsFromTheSame,
  kinshipOf,
  type EarlierCalls,
  type EarlierRun,
  type Kinship,
} from '../../core/run/estimate/earlierRun';
import { setupVersion, type RunMaterials, type RunSetup } from '../../core/recipe/runSetup';
import type { Database } from './database';
import { RunStore } from './runStore';

export interface RelatedRun {
  readonly run: EarlierRun;
  readonly kinship: Kinship;
}

/** Runs that are looked at, newest first, and of how many what they took is read. */
const looked = 50;
const read = 3;
/** Candidates that a run must have decided before it says anything. */
const fewest = 5;

/**
 * Runs of this workspace that tell what a run of this setup will take: of the same recipe, else of recipes like it; the newest few. A preview
 * tells as a run does.
 */
export async function relatedRuns(
  database: Database,
  coming: { readonly setup: RunSetup; readonly materials: RunMaterials },
): Promise<readonly RelatedRun[]> {
  const { rows } = await database.query<{ run_key: string; workflow_id: string; setup: RunSetup }>(
    `select run_key, workflow_id, setup.body as setup from runs join documents setup on setup.hash = setup_hash
     where (setup.body ->> 'version')::int = $2 and materials_hash is not null
       and (select count(*) from candidates c where c.run_key = runs.run_key and c.committed_state is not null) >= $3
     order by created_at desc limit $1`,
    [looked, setupVersion, fewest],
  );
  const related = rows.flatMap(({ run_key: runKey, workflow_id: name, setup }) => {
    const kinship = kinshipOf(setup, coming.setup);
    return kinship === undefined ? [] : [{ runKey, name, kinship }];
  });
  const ordered = [
    ...related.filter(({ kinship }) => kinship === 'same'),
    ...related.filter(({ kinship }) => kinship !== 'same'),
  ];
  const runs = new RunStore(database);
  const told: RelatedRun[] = [];
  for (const { runKey, name, kinship } of ordered.slice(0, read)) {
    const { setup, materials } = await runs.load(runKey);
    const strategies = await strategiesOf(database, runKey);
    const calls = await callsOf(database, runKey);
    const isSame = kinship === 'same' && growsFromTheSame({ setup, materials }, coming);
    told.push({
      run: { runKey, name, setup, materials, strategies, calls },
      kinship: isSame ? 'same' : 'similar',
    });
  }
  return told;
}

async function strategiesOf(database: Database, runKey: string): Promise<EarlierRun['strategies']> {
  const { rows } = await database.query<{
    strategy: string;
    works: number;
    candidates: number;
    accepted: number;
  }>(
    `with committed as (select max(iteration) as last from iterations where run_key = $1 and committed_at is not null)
     select strategy, coalesce((select (works_through ->> c.strategy)::float8 from iterations, committed
                                where run_key = $1 and iteration = last), 0) as works,
       count(*)::float8 as candidates, (count(*) filter (where committed_state in ('accepted', 'awaitingReview')))::float8 as accepted
     from candidates c, committed where run_key = $1 and iteration <= last group by 1`,
    [runKey],
  );
  return Object.fromEntries(rows.map(({ strategy, ...counts }) => [strategy, counts]));
}

/** What was bought for a run, up to its last commit: what an iteration asked that is still open can't be set against its candidates. */
async function callsOf(database: Database, runKey: string): Promise<readonly EarlierCalls[]> {
  const { rows } = await database.query<EarlierCalls>(
    `with committed as (select max(iteration) as last from iterations where run_key = $1 and committed_at is not null),
     used as (
       select jsonb_array_elements_text(lineage -> 'calls') as call, strategy, 'propose' as stage
       from candidates where run_key = $1 and jsonb_typeof(lineage -> 'calls') = 'array'
       union all
       select jsonb_array_elements_text(calls), strategy, 'respond' from candidates where run_key = $1
       union all
       select made.call, c.strategy, 'converse' from responses r join candidates c using (run_key, iteration, ordinal),
         jsonb_array_elements(r.turns) as turn, lateral (values (turn ->> 'messageCall'), (turn ->> 'call')) as made(call)
       where r.run_key = $1 and made.call is not null
       union all
       select said.call, c.strategy, s.stage from scores s join candidates c using (run_key, iteration, ordinal),
         lateral (select s.evidence ->> 'call' as call where s.evidence ? 'call'
                  union all select jsonb_array_elements_text(s.evidence -> 'calls')
                            where jsonb_typeof(s.evidence -> 'calls') = 'array') as said
       where run_key = $1 and s.stage in ('compare', 'safety', 'judge')),
     placed as (select call, min(strategy) as strategy, min(stage) as stage from used group by call)
     select case when role in ('embed', 'score', 'moderate') then 'measure' when ledger.iteration < 0 then 'lists' else coalesce(placed.stage,
              case role when 'classify' then 'classify' when 'judge' then 'judge' when 'respond' then 'respond' else 'propose' end) end as stage,
       placed.strategy, role, endpoint, model, request -> 'schema' ->> 'name' as task, count(*)::float8 as calls,
       (count(*) filter (where prompt_tokens > 0))::float8 as counted,
       coalesce(sum(prompt_tokens), 0)::float8 as "promptTokens", coalesce(sum(cached_tokens), 0)::float8 as "cachedTokens",
       coalesce(sum(completion_tokens), 0)::float8 as "answerTokens",
       coalesce(stddev_samp(completion_tokens) filter (where prompt_tokens > 0), 0)::float8 as "answerDeviation",
       coalesce(avg(extract(epoch from answered_at - reserved_at)), 0)::float8 as seconds,
       sum((select count(*) from unusable_answers u where (u.scope, u.call_key) = (ledger.scope, ledger.call_key)))::float8 as unusable
     from ledger left join placed on placed.call = call_key, committed
     where run_key = $1 and state = 'answered' and ledger.iteration <= last
     group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
    [runKey],
  );
  return rows;
}
