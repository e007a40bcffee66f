import type { PoolClient } from 'pg';
import type { FilterResult } from '../../core/filters/filter';
import { assertBalanced, funnelOf, type CandidateState } from '../../core/run/funnel';
import type { IterationInput, IterationOutcome } from '../../core/run/iteration';
import type { PoolEntry, ProposalPlan } from '../../core/strategies/selfInstruct/planProposals';
import type { FinishReason } from '../../core/teacher/request';
import type { Database, Queryable } from './database';

/** A candidate as it enters the store: screened by its instruction alone. */
export interface ScreenedCandidate {
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly instruction: string | null;
  readonly proposalCall: string;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** The teacher's words, where they could not be read. */
  readonly raw: string | null;
  readonly results: readonly RecordedResult[];
}

/** A filter's result, with what it points at (the nearest neighbour, say). */
export interface RecordedResult extends FilterResult {
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export interface OpenCandidate {
  readonly ordinal: number;
  readonly instruction: string;
}

/** A candidate whose responses are there, or whose teacher gave nothing usable. */
export interface RespondedCandidate {
  readonly ordinal: number;
  readonly classification: boolean | null;
  readonly unusable: { readonly reason: string; readonly raw: string } | null;
  readonly responses: readonly StoredResponse[];
}

export interface StoredResponse {
  readonly response: number;
  readonly input: string;
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly callKey: string;
}

export interface PairScreening {
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly responses: readonly {
    readonly response: number;
    readonly kept: boolean;
    readonly reason: string | null;
  }[];
  readonly results: readonly (RecordedResult & { readonly response: number })[];
}

export interface CommitDecision {
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly result: RecordedResult | null;
}

/** The steps of one iteration in the store. Each is one transaction, and harmless when repeated. */
export class IterationStore {
  constructor(private readonly database: Database) {}

  /** Writes the plan down if there is none, and reads back the one that stands. */
  async plan(input: IterationInput, draw: () => Promise<readonly ProposalPlan[]>): Promise<ProposalPlan[]> {
    const existing = await this.readPlan(input);
    if (existing) return existing;
    await this.database.query(
      'insert into iterations (run_key, iteration, read_through, plan) values ($1, $2, $3, $4) on conflict do nothing',
      [input.runKey, input.iteration, input.readThrough, JSON.stringify(await draw())],
    );
    const plan = await this.readPlan(input);
    if (!plan)
      throw new Error(`The plan of iteration ${input.iteration} of ${input.runKey} was written and is gone.`);
    return plan;
  }

  async readPlan({ runKey, iteration }: IterationInput): Promise<ProposalPlan[] | undefined> {
    const { rows } = await this.database.query<{ plan: ProposalPlan[] }>(
      'select plan from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    return rows[0]?.plan;
  }

  /** Accepted pairs of iterations up to `through`, in order. */
  async pool(runKey: string, through: number, after = -1): Promise<PoolEntry[]> {
    const { rows } = await this.database.query<{ iteration: number; ordinal: number; instruction: string }>(
      `select iteration, ordinal, instruction from candidates
       where run_key = $1 and state = 'accepted' and iteration > $2 and iteration <= $3 order by iteration, ordinal`,
      [runKey, after, through],
    );
    return rows;
  }

  /** How many candidates wait for responses, or undefined where the instructions are not screened yet. */
  async screenedCount({ runKey, iteration }: IterationInput): Promise<number | undefined> {
    const { rows } = await this.database.query<{ stage: string; open: number }>(
      `select stage, (select count(*) from candidates c
                      where c.run_key = i.run_key and c.iteration = i.iteration and c.passed_screen) as open
       from iterations i where run_key = $1 and iteration = $2`,
      [runKey, iteration],
    );
    return rows[0] && rows[0].stage !== 'propose' ? rows[0].open : undefined;
  }

  async saveScreened(input: IterationInput, candidates: readonly ScreenedCandidate[]): Promise<void> {
    const { runKey, iteration } = input;
    await this.database.transaction(async (connection) => {
      if (!(await advance(connection, input, 'propose', 'respond'))) return;
      await connection.query(
        `insert into candidates (run_key, iteration, ordinal, state, strategy, instruction, proposal_call, passed_screen, decided_by, reason, raw)
         select $1, $2, c.ordinal, c.state, 'selfInstruct', c.instruction, c."proposalCall", c.state = 'open', c."decidedBy", c.reason, c.raw
         from jsonb_to_recordset($3) as c(ordinal int, state text, instruction text, "proposalCall" text, "decidedBy" text, reason text, raw text)`,
        [runKey, iteration, toJson(candidates)],
      );
      const results = candidates.flatMap(({ ordinal, results }) =>
        results.map((result) => ({ ...result, ordinal, response: -1 })),
      );
      await saveResults(connection, input, 'instruction', results);
    });
  }

  /** Candidates that passed the screening of instructions, by their position among them. */
  async openCandidates(
    { runKey, iteration }: IterationInput,
    from: number,
    to: number,
  ): Promise<OpenCandidate[]> {
    const { rows } = await this.database.query<OpenCandidate>(
      `select ordinal, instruction from candidates where run_key = $1 and iteration = $2 and passed_screen
       order by ordinal offset $3 limit $4`,
      [runKey, iteration, from, to - from],
    );
    return rows;
  }

  /** Keeps what was written for a candidate. A second attempt writes the same and changes nothing. */
  async saveResponded(
    { runKey, iteration }: IterationInput,
    candidates: readonly RespondedCandidate[],
  ): Promise<void> {
    if (candidates.length === 0) return;
    const responses = candidates.flatMap(({ ordinal, responses }) =>
      responses.map((response) => ({ ...response, ordinal })),
    );
    await this.database.transaction(async (connection) => {
      await connection.query(
        `update candidates set classification = c.classification,
           raw = c.unusable ->> 'raw', decided_by = case when c.unusable is null then null else 'teacher' end, reason = c.unusable ->> 'reason'
         from jsonb_to_recordset($3) as c(ordinal int, classification boolean, unusable jsonb)
         where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal and state = 'open'`,
        [runKey, iteration, toJson(candidates)],
      );
      await connection.query(
        `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key)
         select $1, $2, r.ordinal, r.response, r.input, r.text, r."finishReason", r."callKey"
         from jsonb_to_recordset($3) as r(ordinal int, response int, input text, text text, "finishReason" text, "callKey" text)
         on conflict do nothing`,
        [runKey, iteration, toJson(responses)],
      );
    });
  }

  /** Every candidate that passed its first screening, with what was written for it. */
  async responded({ runKey, iteration }: IterationInput): Promise<(RespondedCandidate & OpenCandidate)[]> {
    const { rows } = await this.database.query<{
      ordinal: number;
      instruction: string;
      classification: boolean | null;
      decided_by: string | null;
      reason: string | null;
      raw: string | null;
      responses: StoredResponse[];
    }>(
      `select ordinal, instruction, classification, decided_by, reason, raw,
         (select coalesce(jsonb_agg(jsonb_build_object('response', r.response, 'input', r.input, 'text', r.text,
                   'finishReason', r.finish_reason, 'callKey', r.call_key) order by r.response), '[]')
          from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) as responses
       from candidates c where run_key = $1 and iteration = $2 and passed_screen order by ordinal`,
      [runKey, iteration],
    );
    return rows.map(({ decided_by, reason, raw, ...row }) => ({
      ...row,
      unusable: decided_by === 'teacher' ? { reason: reason ?? '', raw: raw ?? '' } : null,
    }));
  }

  async saveScreenedPairs(input: IterationInput, screenings: readonly PairScreening[]): Promise<void> {
    const { runKey, iteration } = input;
    await this.database.transaction(async (connection) => {
      if (!(await advance(connection, input, 'respond', 'screened'))) return;
      await saveStates(connection, input, screenings);
      const responses = screenings.flatMap(({ ordinal, responses }) =>
        responses.map((response) => ({ ...response, ordinal })),
      );
      await connection.query(
        `update responses set kept = r.kept, reason = r.reason
         from jsonb_to_recordset($3) as r(ordinal int, response int, kept boolean, reason text)
         where run_key = $1 and iteration = $2 and responses.ordinal = r.ordinal and responses.response = r.response`,
        [runKey, iteration, toJson(responses)],
      );
      const results = screenings.flatMap(({ ordinal, results }) =>
        results.map((result) => ({ ...result, ordinal })),
      );
      await saveResults(connection, input, 'pair', results);
    });
  }

  /**
   * Decides what an iteration comes to, in one transaction under the run's lock, after its predecessor and before its
   * successor. Repeated, it returns what was decided.
   */
  async commit(
    input: IterationInput,
    decide: (candidates: readonly CommitCandidate[]) => Promise<readonly CommitDecision[]>,
  ): Promise<IterationOutcome> {
    const { runKey, iteration } = input;
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const { rows } = await connection.query<{ outcome: IterationOutcome | null; predecessor: boolean }>(
        `select outcome, (iteration = 0 or exists (select from iterations p where p.run_key = i.run_key
                           and p.iteration = i.iteration - 1 and p.committed_at is not null)) as predecessor
         from iterations i where run_key = $1 and iteration = $2`,
        [runKey, iteration],
      );
      const row = rows[0];
      if (!row) throw new Error(`Iteration ${iteration} of ${runKey} has no plan: it cannot be committed.`);
      if (row.outcome) return row.outcome;
      if (!row.predecessor)
        throw new Error(`Iteration ${iteration} of ${runKey} cannot be committed before its predecessor.`);

      const candidates = await connection.query<CommitCandidate>(
        `select ordinal, instruction, exists (select from responses r where (r.run_key, r.iteration, r.ordinal)
                  = (c.run_key, c.iteration, c.ordinal) and r.kept) as answered
         from candidates c where run_key = $1 and iteration = $2 and state = 'open' order by ordinal`,
        [runKey, iteration],
      );
      const decisions = await decide(candidates.rows);
      await saveStates(connection, input, decisions);
      const results = decisions.flatMap(({ ordinal, result }) =>
        result ? [{ ...result, ordinal, response: -1 }] : [],
      );
      await saveResults(connection, input, 'commit', results);

      const states = await connection.query<{ state: CandidateState }>(
        'select state from candidates where run_key = $1 and iteration = $2',
        [runKey, iteration],
      );
      const funnel = funnelOf(states.rows.map(({ state }) => state));
      assertBalanced(funnel, `iteration ${iteration}`);
      const outcome: IterationOutcome = { iteration, proposals: input.proposals, funnel };
      await connection.query(
        `update iterations set stage = 'committed', outcome = $3, committed_at = now() where run_key = $1 and iteration = $2`,
        [runKey, iteration, JSON.stringify(outcome)],
      );
      return outcome;
    });
  }
}

export interface CommitCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  /** Whether at least one of its responses was kept. */
  readonly answered: boolean;
}

/** Moves an iteration to its next stage; false where an earlier attempt did so already. */
async function advance(
  connection: PoolClient,
  { runKey, iteration }: IterationInput,
  from: string,
  to: string,
): Promise<boolean> {
  const moved = await connection.query(
    'update iterations set stage = $4 where run_key = $1 and iteration = $2 and stage = $3',
    [runKey, iteration, from, to],
  );
  return moved.rowCount === 1;
}

async function saveStates(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
  decisions: readonly Pick<PairScreening, 'ordinal' | 'state' | 'decidedBy' | 'reason'>[],
): Promise<void> {
  await connection.query(
    `update candidates set state = d.state, decided_by = d."decidedBy", reason = d.reason
     from jsonb_to_recordset($3) as d(ordinal int, state text, "decidedBy" text, reason text)
     where run_key = $1 and iteration = $2 and candidates.ordinal = d.ordinal`,
    [runKey, iteration, toJson(decisions)],
  );
}

async function saveResults(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
  stage: string,
  results: readonly (RecordedResult & { ordinal: number; response: number })[],
): Promise<void> {
  await connection.query(
    `insert into scores (run_key, iteration, ordinal, response, stage, filter, version, score, passed, reason, evidence)
     select $1, $2, s.ordinal, s.response, $4, s.filter, s.version, s.score, s.passed, s.reason, s.evidence
     from jsonb_to_recordset($3) as s(ordinal int, response int, filter text, version int, score float8, passed boolean, reason text, evidence jsonb)`,
    [runKey, iteration, toJson(results), stage],
  );
}

/** PostgreSQL's jsonb holds every character but U+0000, and no half of a surrogate pair. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : part,
  );
}
