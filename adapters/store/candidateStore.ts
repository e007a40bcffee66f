import type {
  CallRecord,
  CandidateRecord,
  ResponseRecord,
  ScoreRecord,
} from '../../core/run/report/candidateRecord';
import type { CandidateState } from '../../core/vocabulary/funnel';
import type { Lineage } from '../../core/vocabulary/lineage';
import type { TeacherRequest } from '../../core/teacher/request';
import type { Database } from './database';
import type { PairAddress } from './pairStore';
import { resultOrder } from './resultOrder';
import { turnsField } from './turnsOfResponses';

interface CandidateRow extends Omit<CandidateRecord, 'calls' | 'lineage' | 'state'> {
  state: CandidateState;
  /** An empty object in runs that kept none. */
  lineage: Lineage | Record<never, never>;
  proposalCall: string | null;
  responseCalls: string[];
  responses: ResponseRecord[];
  scores: ScoreRecord[];
}

/**
 * Which candidates of run $1 used which call: (iteration, ordinal, call), each once. Whoever judges leaves the key of the call,
 * or of all where it took several, in its score's evidence. Runs from before lineages were kept know the proposal's call alone.
 */
export const callUses = `
  select c.iteration, c.ordinal, made.call
  from candidates c, lateral jsonb_array_elements_text(
    case when c.lineage ? 'calls' then c.lineage -> 'calls'
         when c.proposal_call is null then '[]' else jsonb_build_array(c.proposal_call) end) as made(call)
  where c.run_key = $1
  union
  select iteration, ordinal, jsonb_array_elements_text(calls) from candidates where run_key = $1
  union
  select iteration, ordinal, call_key from responses where run_key = $1 and call_key is not null
  union
  select iteration, ordinal, evidence ->> 'call' from scores where run_key = $1 and evidence ->> 'call' is not null
  union
  select iteration, ordinal, jsonb_array_elements_text(evidence -> 'calls') from scores
  where run_key = $1 and jsonb_typeof(evidence -> 'calls') = 'array'`;

/** The scope of run $1 in the ledger, as its recipe has it. */
export const ledgerScope = `
  (select case when setup.body -> 'recipe' -> 'ledger' ->> 'reuse' = 'workspace' then 'workspace' else runs.run_key end
   from runs join documents setup on setup.hash = runs.setup_hash where runs.run_key = $1)`;

/** What purchases of a row of the ledger took that brought no answer, or a second one. */
export const inVain = `
  select sum(bought.prompt_tokens) as prompt, sum(bought.completion_tokens) as completion, sum(bought.cost_usd) as cost,
    count(*) filter (where bought.cost_usd is null) as unpriced
  from (select scope, call_key, prompt_tokens, completion_tokens, cost_usd from unusable_answers
        union all select scope, call_key, prompt_tokens, completion_tokens, cost_usd from hedges where other_at is not null) as bought
  where (bought.scope, bought.call_key) = (ledger.scope, ledger.call_key)`;

/** Candidates with everything that was said of them, for people to read. */
export class CandidateStore {
  constructor(private readonly database: Database) {}

  async find(runKey: string, { iteration, ordinal }: PairAddress): Promise<CandidateRecord | undefined> {
    return (await this.read('and (c.iteration, c.ordinal) = ($2, $3)', [runKey, iteration, ordinal]))[0];
  }

  /** All of a run's, in order. Meant for small runs: everything is read at once. */
  async all(runKey: string): Promise<CandidateRecord[]> {
    return this.read('', [runKey]);
  }

  /** The calls that these candidates of a run took, by their keys. */
  async calls(runKey: string, candidates: readonly CandidateRecord[]): Promise<Map<string, CallRecord>> {
    const keys = [...new Set(candidates.flatMap(({ calls }) => calls))];
    const iterations = [...new Set(candidates.map(({ iteration }) => iteration))];
    const { rows } = await this.database.query<CallRecord & { request: TeacherRequest }>(
      `with uses as (select call, count(*) as candidates from (${callUses}) uses
                     where iteration = any($3) and call = any($2) group by call)
       select call_key as key, request, coalesce(unusable, answer) as answer, thinking,
         coalesce(prompt_tokens, 0) + coalesce(vain.prompt, 0) as "promptTokens",
         coalesce(completion_tokens, 0) + coalesce(vain.completion, 0) as "completionTokens",
         coalesce(cost_usd, 0) + coalesce(vain.cost, 0) as cost, (state = 'answered' and cost_usd is null)::int + vain.unpriced as unpriced,
         coalesce(uses.candidates, 1) as candidates
       from ledger left join uses on uses.call = call_key
       left join lateral (${inVain}) vain on true
       where scope = ${ledgerScope} and call_key = any($2)`,
      [runKey, keys, iterations],
    );
    return new Map(
      rows.map((row) => [row.key, { ...row, cost: row.unpriced > 0 && row.cost === 0 ? null : row.cost }]),
    );
  }

  private async read(condition: string, values: unknown[]): Promise<CandidateRecord[]> {
    const { rows } = await this.database.query<CandidateRow>(
      `select c.iteration, c.ordinal, c.state, c.strategy, c.family, c.instruction, c.classification,
         c.asked_cell as "askedCell", c.cell, c.decided_by as "decidedBy", c.reason, c.raw, c.lineage,
         c.proposal_call as "proposalCall", c.calls as "responseCalls",
         (select coalesce(jsonb_agg(jsonb_build_object('response', r.response, 'input', r.input, 'text', r.text,
                   'finishReason', r.finish_reason, 'call', r.call_key, 'endpoint', r.endpoint, 'model', r.model,
                   'prompts', r.prompts, 'kept', r.kept, 'reason', r.reason) || ${turnsField('r')} order by r.response), '[]')
          from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) as responses,
         (select coalesce(jsonb_agg(jsonb_build_object('response', s.response, 'stage', s.stage, 'filter', s.filter,
                   'version', s.version, 'score', s.score, 'passed', s.passed, 'reason', s.reason, 'evidence', s.evidence)
                   order by ${resultOrder('s.stage')}, s.response, s.filter), '[]')
          from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)) as scores
       from candidates c where c.run_key = $1 ${condition} order by c.iteration, c.ordinal`,
      values,
    );
    return rows.map(toRecord);
  }
}

function toRecord({ lineage, proposalCall, responseCalls, ...row }: CandidateRow): CandidateRecord {
  const known = 'strategy' in lineage ? lineage : null;
  const made = known?.calls ?? (proposalCall === null ? [] : [proposalCall]);
  const judged = row.scores
    .flatMap(({ evidence }): unknown[] => [evidence?.['call'], ...[evidence?.['calls'] ?? []].flat()])
    .filter((call) => typeof call === 'string');
  const written = row.responses.flatMap(({ call }) => (call === null ? [] : [call]));
  return { ...row, lineage: known, calls: [...new Set([...made, ...responseCalls, ...written, ...judged])] };
}
