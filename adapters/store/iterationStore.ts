import type { PoolClient } from 'pg';
import type { RecordedResult } from '../../core/screening/filters/filter';
import { assertBalanced, funnelOf, type CandidateState } from '../../core/vocabulary/funnel';
import type { IterationInput, IterationOutcome } from '../../core/run/iteration';
import type { DrawnPlan, PlanKnowledge } from '../../core/run/planWorks';
import type { PoolTexts } from '../../core/run/poolNeeded';
import type { ByStrategy, StrategyYield } from '../../core/run/stretches';
import type { CellKey } from '../../core/vocabulary/cell';
import {
  strategyNames,
  type PlannedWork,
  type PoolEntry,
  type StrategyName,
} from '../../core/proposing/strategy';
import type {
  PairScreening,
  RespondedCandidate,
  WrittenCandidate,
  ScreenedCandidate,
  StoredResponse,
} from '../../core/vocabulary/screenedCandidate';
import type { BatchPolicy } from '../../core/review/batch';
import type { NewReviewItem } from '../../core/review/drawBatches';
import type { Rejection } from '../../core/review/lessons';
import type { Reviewable } from '../../core/review/sampling';
import type { Doubt } from '../../core/screening/sameTask/sameTaskConversation';
import type { SettledCandidate } from '../../core/screening/settleDoubts';
import type { Lineage } from '../../core/vocabulary/lineage';
import type { Database, Queryable } from './database';
import { reviewedState, reviewedUpTo, saveBatches } from './reviewStore';

export interface OpenCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  readonly strategy: StrategyName;
  readonly input: string | null;
  readonly cell: CellKey | null;
}

/** An instruction that the teacher came up with by itself. */
export interface FreeProposal {
  readonly ordinal: number;
  readonly instruction: string;
  readonly novel: boolean;
  readonly response: string | null;
}

/** How far an iteration's instructions are known. */
export interface KnownInstructions {
  /** Candidates that wait for the judge to compare them. */
  readonly doubtful: number;
  /** Candidates whose cell is yet to be told. */
  readonly unclassified: number;
  readonly responders: readonly { readonly pool: string; readonly candidates: number }[];
}

/** A candidate that may repeat neighbours, of which the judge is asked. */
export interface DoubtfulCandidate {
  readonly ordinal: number;
  readonly doubts: readonly Doubt[];
}

/** A candidate whose cell is yet to be told. */
export interface UnclassifiedCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  readonly askedCell: CellKey | null;
  /** Whether its strategy brought the response along. */
  readonly brought: boolean;
}

export interface ClassifiedCandidate {
  readonly ordinal: number;
  readonly cell: CellKey | null;
  readonly responder: string | null;
}

/** A pair that is to be judged. */
export interface JudgeableCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  readonly responses: readonly { readonly response: number; readonly input: string; readonly text: string }[];
}

/** A number for each strategy, by its name; 0 where it is absent. */
type Counts = Record<string, number>;

/** What a plan is made of beside the pool, as far as the store knows it. */
export type Experience = Pick<PlanKnowledge, 'yields' | 'cells' | 'underWay' | 'stretches'>;

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

  /** Writes the plan down if there is none, and reads back the one that stands. Its predecessors must have theirs. */
  async plan(input: IterationInput, draw: () => Promise<DrawnPlan>): Promise<readonly PlannedWork[]> {
    const existing = await this.findPlan(input);
    if (existing) return existing;
    const { works, stretches } = await draw();
    const before = await this.plannedThrough(input.runKey, input.iteration - 1);
    const worksThrough: Counts = { ...before.works };
    for (const { strategy } of works) worksThrough[strategy] = (worksThrough[strategy] ?? 0) + 1;
    const stretchEnds: Counts = { ...before.ends };
    for (const [name, { from, count }] of Object.entries(stretches))
      stretchEnds[name] = Math.max(stretchEnds[name] ?? 0, from + count);
    await this.database.query(
      `insert into iterations (run_key, iteration, read_through, plan, stretches, works_through, stretch_ends)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        ...[input.runKey, input.iteration, input.readThrough, toJson(works), JSON.stringify(stretches)],
        ...[JSON.stringify(worksThrough), JSON.stringify(stretchEnds)],
      ],
    );
    return this.readPlan(input);
  }

  /** @throws Error where there is none: whoever works on an iteration does it by its plan, and an empty one is another thing. */
  async readPlan(input: IterationInput): Promise<readonly PlannedWork[]> {
    const plan = await this.findPlan(input);
    if (!plan)
      throw new Error(
        `Iteration ${input.iteration} of ${input.runKey} has no plan: was its database replaced?`,
      );
    return plan;
  }

  private async findPlan({ runKey, iteration }: IterationInput): Promise<readonly PlannedWork[] | undefined> {
    const { rows } = await this.database.query<{ plan: PlannedWork[] }>(
      'select plan from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    return rows[0]?.plan;
  }

  /** What an iteration's plan and all those before it came to: works of each strategy, and where their stretches end. */
  private async plannedThrough(
    runKey: string,
    iteration: number,
  ): Promise<{ readonly works: Counts; readonly ends: Counts }> {
    if (iteration < 0) return { works: {}, ends: {} };
    const { rows } = await this.database.query<{ works: Counts; ends: Counts }>(
      'select works_through as works, stretch_ends as ends from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    if (!rows[0])
      throw new Error(`Iteration ${iteration + 1} of ${runKey} cannot be planned before its predecessor.`);
    return rows[0];
  }

  /**
   * What the plan of an iteration may know: counts of iterations up to `readThrough`, and the plans of those after it, which
   * were themselves made of no more than that. So it is the same whatever finished first. As much is read for the thousandth
   * iteration as for the third: each plan carries on the counts of those before it.
   */
  async experience({ runKey, iteration, readThrough, reviewed }: IterationInput): Promise<Experience> {
    const [counted, planned, candidates, underWay] = await Promise.all([
      this.plannedThrough(runKey, readThrough),
      this.plannedThrough(runKey, iteration - 1),
      this.database.query<{
        strategy: StrategyName;
        asked: string | null;
        cell: string | null;
        proposed: number;
        accepted: number;
      }>(
        `select strategy, case when strategy = 'selfInstruct' then asked_cell end as asked, cell, count(*) as proposed, count(*) filter (where ${reviewedState} = 'accepted') as accepted
         from candidates c ${reviewedUpTo('$3')} where run_key = $1 and iteration <= $2 group by 1, 2, 3 order by 1, 2, 3`,
        [runKey, readThrough, reviewed],
      ),
      this.database.query<{ plan: PlannedWork[] }>(
        'select plan from iterations where run_key = $1 and iteration > $2 and iteration < $3 order by iteration',
        [runKey, readThrough, iteration],
      ),
    ]);
    const sum = (strategy: StrategyName, of: 'proposed' | 'accepted'): number =>
      candidates.rows.reduce((total, row) => total + (row.strategy === strategy ? row[of] : 0), 0);
    const yields = Object.fromEntries(
      strategyNames.map((name) => [
        name,
        {
          works: counted.works[name] ?? 0,
          proposed: sum(name, 'proposed'),
          accepted: sum(name, 'accepted'),
        },
      ]),
    ) as unknown as ByStrategy<StrategyYield>;
    const ends = Object.entries(planned.ends).map(([name, end]) => [name, { from: end, count: 0 }] as const);
    return {
      yields,
      cells: candidates.rows,
      underWay: underWay.rows.map(({ plan }) => plan),
      stretches: [Object.fromEntries(ends)],
    };
  }

  /**
   * The accepted pairs that an iteration may know, in order, each with its first response: of iterations up to `readThrough`, as
   * the verdicts up to `reviewed` have left them, edits among them. With `instructions`, inputs and responses are left empty.
   */
  async pool(
    { runKey, readThrough, reviewed }: Pick<IterationInput, 'runKey' | 'readThrough' | 'reviewed'>,
    texts: PoolTexts = 'all',
  ): Promise<PoolEntry[]> {
    if (texts === 'none') return [];
    const written = texts === 'all';
    const { rows } = await this.database.query<PoolEntry>(
      `select c.iteration, c.ordinal, c.strategy, coalesce(reviewed.edit ->> 'instruction', c.instruction) as instruction,
         ${written ? "coalesce(reviewed.edit ->> 'input', r.input)" : "''"} as input,
         ${written ? "coalesce(reviewed.edit ->> 'response', r.text)" : "''"} as response,
         coalesce(c.classification, false) as classification, c.family, c.cell, judged.score as quality,
         reviewed.by_reviewer is not null as approved
       from candidates c ${reviewedUpTo('$3')}
       join lateral (
         select input, text from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
         order by r.kept desc, r.response limit 1) r on true
       left join lateral (
         select max(s.score) as score from scores s
         where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal) and s.stage = 'judge') judged on true
       where c.run_key = $1 and c.iteration <= $2 and ${reviewedState} = 'accepted'
       order by c.iteration, c.ordinal`,
      [runKey, readThrough, reviewed],
    );
    return rows;
  }

  /**
   * Every pair that the commits of iterations after `after` and up to `through` let through, in order, as it was then: whether it
   * waits for people, or they declined it later, nothing that repeats it is new.
   */
  async letThrough(runKey: string, through: number, after = -1): Promise<CommittedPair[]> {
    const { rows } = await this.database.query<CommittedPair>(
      `select c.iteration, c.ordinal, c.strategy, c.instruction, r.input, c.family, c.identity
       from candidates c
       join lateral (
         select input from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
         order by r.response limit 1) r on true
       where c.run_key = $1 and c.committed_state in ('accepted', 'awaitingReview') and c.iteration > $2 and c.iteration <= $3
       order by c.iteration, c.ordinal`,
      [runKey, after, through],
    );
    return rows;
  }

  /** Pairs that people had rejected by what an iteration may know of them, in the order of the run. */
  async rejections({ runKey, reviewed }: Pick<IterationInput, 'runKey' | 'reviewed'>): Promise<Rejection[]> {
    const { rows } = await this.database.query<Rejection>(
      `select c.instruction, d.reason from (
         select distinct on (iteration, ordinal) * from review_decisions
         where run_key = $1 and watermark <= $2 order by iteration, ordinal, watermark desc) d
       join candidates c using (run_key, iteration, ordinal)
       where d.state = 'declined' order by d.iteration, d.ordinal`,
      [runKey, reviewed],
    );
    return rows;
  }

  /** What an iteration's free proposals came to before its commit: whether they were new, and their first response. */
  async freelyProposed(runKey: string, iteration: number): Promise<FreeProposal[]> {
    const { rows } = await this.database.query<FreeProposal>(
      `select ordinal, instruction, decided_by is distinct from 'novelty' as novel,
         (select r.text from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
          order by r.response limit 1) as response
       from candidates c where run_key = $1 and iteration = $2 and strategy = 'selfInstruct' and instruction is not null
         and (passed_screen or decided_by = 'novelty') order by ordinal`,
      [runKey, iteration],
    );
    return rows;
  }

  /** What is known of an iteration's instructions, or undefined where they are not screened yet. */
  async screened({ runKey, iteration }: IterationInput): Promise<KnownInstructions | undefined> {
    const { rows } = await this.database.query<{ stage: string }>(
      'select stage from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    if (!rows[0] || rows[0].stage === 'propose') return undefined;
    const responders = await this.database.query<{ responder: string; candidates: number }>(
      `select responder, count(*) as candidates from candidates
       where run_key = $1 and iteration = $2 and passed_screen and responder is not null group by 1 order by 1`,
      [runKey, iteration],
    );
    const doubtful = rows[0].stage === 'compare' ? await this.doubtful({ runKey, iteration }) : [];
    const unclassified = rows[0].stage === 'classify' ? await this.unclassified({ runKey, iteration }) : [];
    return {
      doubtful: doubtful.length,
      unclassified: unclassified.length,
      responders: responders.rows.map(({ responder, candidates }) => ({ pool: responder, candidates })),
    };
  }

  /** Writes the candidates down; `next` says what they wait for. */
  async saveScreened(
    input: IterationInput,
    candidates: readonly ScreenedCandidate[],
    next: 'compare' | 'classify' | 'respond',
  ): Promise<void> {
    const { runKey, iteration } = input;
    await this.database.transaction(async (connection) => {
      if (!(await advance(connection, input, 'propose', next))) return;
      await connection.query(
        `insert into candidates (run_key, iteration, ordinal, work, strategy, state, instruction, input, family, identity,
           asked_cell, cell, responder, classification, lineage, proposal_call, passed_screen, decided_by, reason, raw)
         select $1, $2, c.ordinal, c.work, c.strategy, c.state, c.instruction, c.input, c.family, c.identity,
           c."askedCell", c.cell, c.responder, c.classification, c.lineage, c."proposalCall", c.state = 'open', c."decidedBy", c.reason, c.raw
         from jsonb_to_recordset($3) as c(ordinal int, work int, strategy text, state text, instruction text, input text, family text,
           identity text, "askedCell" text, cell text, responder text, classification boolean, lineage jsonb, "proposalCall" text,
           "decidedBy" text, reason text, raw text)`,
        [runKey, iteration, toJson(candidates)],
      );
      await saveResponses(connection, input, candidates);
      const results = candidates.flatMap(({ ordinal, results }) =>
        results.map((result) => ({ ...result, ordinal, response: -1 })),
      );
      await saveResults(connection, input, 'instruction', results);
    });
  }

  /** Candidates that passed their screening but for what the judge is to say of them. */
  async doubtful({
    runKey,
    iteration,
  }: Pick<IterationInput, 'runKey' | 'iteration'>): Promise<DoubtfulCandidate[]> {
    const { rows } = await this.database.query<DoubtfulCandidate>(
      `select c.ordinal, s.evidence -> 'doubts' as doubts from candidates c
       join scores s on (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
         and s.stage = 'instruction' and s.filter = 'novelty' and s.evidence ? 'doubts'
       where c.run_key = $1 and c.iteration = $2 and c.passed_screen order by c.ordinal`,
      [runKey, iteration],
    );
    return rows;
  }

  /** Writes down what the judge said; `classify` says whether the teacher tells cells that are open. */
  async saveCompared(
    input: IterationInput,
    settled: readonly SettledCandidate[],
    classify: boolean,
  ): Promise<void> {
    const { runKey, iteration } = input;
    await this.database.transaction(async (connection) => {
      if (!(await advance(connection, input, 'compare', 'respond'))) return;
      await saveStates(connection, input, settled);
      const results = settled.flatMap(({ ordinal, results }) =>
        results.map((result) => ({ ...result, ordinal })),
      );
      await saveResults(connection, input, 'compare', results);
      await connection.query(
        `update candidates set passed_screen = false where run_key = $1 and iteration = $2 and passed_screen and state <> 'open'`,
        [runKey, iteration],
      );
      if (!classify) return;
      await connection.query(
        `update iterations set stage = 'classify' where run_key = $1 and iteration = $2 and exists (
           select from candidates c where c.run_key = $1 and c.iteration = $2 and c.passed_screen and c.cell is null)`,
        [runKey, iteration],
      );
    });
  }

  /** Candidates that passed their screening and have no cell yet. */
  async unclassified({
    runKey,
    iteration,
  }: Pick<IterationInput, 'runKey' | 'iteration'>): Promise<UnclassifiedCandidate[]> {
    const { rows } = await this.database.query<UnclassifiedCandidate>(
      `select ordinal, instruction, asked_cell as "askedCell", exists (select from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) as brought from candidates c
       where run_key = $1 and iteration = $2 and passed_screen and cell is null order by ordinal`,
      [runKey, iteration],
    );
    return rows;
  }

  async saveClassified(input: IterationInput, classified: readonly ClassifiedCandidate[]): Promise<void> {
    await this.database.transaction(async (connection) => {
      if (!(await advance(connection, input, 'classify', 'respond'))) return;
      await connection.query(
        `update candidates set cell = c.cell, responder = c.responder
         from jsonb_to_recordset($3) as c(ordinal int, cell text, responder text)
         where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal`,
        [input.runKey, input.iteration, toJson(classified)],
      );
    });
  }

  /** Candidates that one endpoint pool responds to, by their position among them. */
  async openCandidates(
    { runKey, iteration }: IterationInput,
    pool: string,
    from: number,
    to: number,
  ): Promise<OpenCandidate[]> {
    const { rows } = await this.database.query<OpenCandidate>(
      `select ordinal, instruction, strategy, input, cell from candidates
       where run_key = $1 and iteration = $2 and passed_screen and responder = $3 order by ordinal offset $4 limit $5`,
      [runKey, iteration, pool, from, to - from],
    );
    return rows;
  }

  /** Keeps what was written for a candidate. A second attempt writes the same and changes nothing. */
  async saveResponded(input: IterationInput, candidates: readonly RespondedCandidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const { runKey, iteration } = input;
    await this.database.transaction(async (connection) => {
      await connection.query(
        `update candidates set classification = c.classification, calls = c.calls,
           raw = c.unusable ->> 'raw', decided_by = case when c.unusable is null then null else 'teacher' end, reason = c.unusable ->> 'reason'
         from jsonb_to_recordset($3) as c(ordinal int, calls jsonb, classification boolean, unusable jsonb)
         where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal and state = 'open'`,
        [runKey, iteration, toJson(candidates)],
      );
      await saveResponses(connection, input, candidates);
    });
  }

  /** Every candidate that passed its first screening, with what was written for it. */
  async responded({ runKey, iteration }: IterationInput): Promise<WrittenCandidate[]> {
    const { rows } = await this.database.query<{
      ordinal: number;
      instruction: string;
      strategy: StrategyName;
      askedCell: CellKey | null;
      askedLanguage: string | null;
      classification: boolean | null;
      calls: string[];
      decided_by: string | null;
      reason: string | null;
      raw: string | null;
      responses: StoredResponse[];
      earlier: RecordedResult[];
    }>(
      `select ordinal, instruction, strategy, asked_cell as "askedCell", lineage -> 'attributes' ->> 'language' as "askedLanguage",
         classification, calls, decided_by, reason, raw,
         (select coalesce(jsonb_agg(jsonb_build_object('response', r.response, 'input', r.input, 'text', r.text,
                   'finishReason', r.finish_reason, 'callKey', r.call_key, 'pool', r.pool, 'model', r.model, 'prompts', r.prompts) order by r.response), '[]')
          from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) as responses,
         (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('filter', s.filter, 'version', s.version, 'score', s.score,
                   'passed', s.passed, 'reason', s.reason)) order by s.filter), '[]')
          from scores s where (s.run_key, s.iteration, s.ordinal, s.stage) = (c.run_key, c.iteration, c.ordinal, 'instruction')) as earlier
       from candidates c where run_key = $1 and iteration = $2 and passed_screen order by ordinal`,
      [runKey, iteration],
    );
    return rows.map(({ decided_by, reason, raw, ...row }) => ({
      ...row,
      unusable: decided_by === 'teacher' ? { reason: reason ?? '', raw: raw ?? '' } : null,
    }));
  }

  /** `judge`: whether the teacher has yet to judge those that passed. */
  async saveScreenedPairs(
    input: IterationInput,
    screenings: readonly PairScreening[],
    judge: boolean,
  ): Promise<void> {
    const moved = { from: 'respond', to: judge ? 'judge' : 'screened', stage: 'pair' };
    await this.database.transaction((connection) => saveScreenings(connection, input, screenings, moved));
  }

  async saveJudged(input: IterationInput, judged: readonly PairScreening[]): Promise<void> {
    const moved = { from: 'judge', to: 'screened', stage: 'judge' };
    await this.database.transaction((connection) => saveScreenings(connection, input, judged, moved));
  }

  /** Candidates that passed every filter so far, in order, with the responses that were kept. */
  async judgeable({
    runKey,
    iteration,
  }: Pick<IterationInput, 'runKey' | 'iteration'>): Promise<JudgeableCandidate[]> {
    const { rows } = await this.database.query<JudgeableCandidate>(
      `select ordinal, instruction, kept.responses from candidates c
       join lateral (
         select jsonb_agg(jsonb_build_object('response', r.response, 'input', r.input, 'text', r.text) order by r.response) as responses
         from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept) kept on true
       where run_key = $1 and iteration = $2 and passed_screen and kept.responses is not null order by ordinal`,
      [runKey, iteration],
    );
    return rows;
  }

  /**
   * Decides what an iteration comes to, in one transaction under the run's lock, after its predecessor and before its
   * successor. Repeated, it returns what was decided.
   *
   * @param review Draws what people look at; left out where nobody does.
   */
  async commit(
    input: IterationInput,
    decide: (candidates: readonly CommitCandidate[]) => Promise<CommitDecisions>,
    review?: CommitReview,
  ): Promise<IterationOutcome> {
    const { runKey, iteration } = input;
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const { rows } = await connection.query<{
        outcome: IterationOutcome | null;
        works: number;
        predecessor: boolean;
      }>(
        `select outcome, json_array_length(plan) as works, (iteration = 0 or exists (select from iterations p where p.run_key = i.run_key
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
        `select ordinal, instruction, input, family, identity, lineage, (select max(s.score) from scores s where (s.run_key, s.iteration, s.ordinal)
                  = (c.run_key, c.iteration, c.ordinal) and s.stage = 'judge') as quality,
           coalesce((select s.evidence -> 'other' from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
                     and s.stage = 'compare'), '[]') as "judgedOther", exists (select from responses r where (r.run_key, r.iteration, r.ordinal)
                  = (c.run_key, c.iteration, c.ordinal) and r.kept) as answered
         from candidates c where run_key = $1 and iteration = $2 and state = 'open' order by ordinal`,
        [runKey, iteration],
      );
      const { decisions, health } = await decide(candidates.rows);
      await saveStates(connection, input, decisions);
      const results = decisions.flatMap(({ ordinal, result }) =>
        result ? [{ ...result, ordinal, response: -1 }] : [],
      );
      await saveResults(connection, input, 'commit', results);

      const reviews = review ? await drawReviews(connection, input, review) : [];
      await connection.query(
        'update candidates set committed_state = state where run_key = $1 and iteration = $2',
        [runKey, iteration],
      );

      const states = await connection.query<{ state: CandidateState }>(
        'select state from candidates where run_key = $1 and iteration = $2',
        [runKey, iteration],
      );
      const funnel = funnelOf(states.rows.map(({ state }) => state));
      assertBalanced(funnel, `iteration ${iteration}`);
      const outcome: IterationOutcome = {
        iteration,
        works: row.works,
        funnel,
        reviews,
        ...(health && { health }),
      };
      await connection.query(
        `update iterations set stage = 'committed', outcome = $3, committed_at = now() where run_key = $1 and iteration = $2`,
        [runKey, iteration, JSON.stringify(outcome)],
      );
      return outcome;
    });
  }
}

/** A pair that its commit let through. */
export type CommittedPair = Pick<
  PoolEntry,
  'iteration' | 'ordinal' | 'strategy' | 'instruction' | 'input' | 'family'
> & { readonly identity: string | null };

/** How a commit has people look at a part of what it decides. */
export interface CommitReview {
  readonly draw: (candidates: readonly Reviewable[]) => readonly (readonly NewReviewItem[])[];
  readonly policy: BatchPolicy;
  /** Whether what was drawn waits for them, instead of being accepted meanwhile. */
  readonly isGate: boolean;
}

export interface CommitDecisions {
  readonly decisions: readonly CommitDecision[];
  readonly health: IterationOutcome['health'];
}

export interface CommitCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  /** Null where it was written together with the response. */
  readonly input: string | null;
  readonly lineage: Lineage;
  readonly family: string | null;
  readonly identity: string | null;
  /** The judge's score; null where none was asked. */
  readonly quality: number | null;
  /** Neighbours that the judge called other tasks. */
  readonly judgedOther: readonly string[];
  /** Whether at least one of its responses was kept. */
  readonly answered: boolean;
}

/** Draws and keeps the batches of an iteration whose candidates have their states, and returns their numbers. */
async function drawReviews(
  connection: PoolClient,
  { runKey, iteration }: IterationInput,
  { draw, policy, isGate }: CommitReview,
): Promise<readonly number[]> {
  const { rows } = await connection.query<Reviewable>(
    `select c.ordinal, c.state, c.instruction, r.input, r.text as response, c.family, c.cell,
       (select coalesce(jsonb_agg(jsonb_build_object('filter', s.filter, 'score', s.score, 'passed', s.passed,
                 'spread', case when s.stage = 'judge' and jsonb_typeof(s.evidence -> 'spread') = 'number' then s.evidence -> 'spread' end) order by s.stage, s.response, s.filter), '[]')
        from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)) as scores
     from candidates c
     join lateral (
       select input, text from responses r
       where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
       order by r.kept desc, r.response limit 1) r on true
     where c.run_key = $1 and c.iteration = $2 and c.state in ('accepted', 'rejected') and c.instruction is not null
     order by c.ordinal`,
    [runKey, iteration],
  );
  const batches = draw(rows);
  if (isGate) {
    const waiting = batches.flat().filter(({ kind }) => kind === 'sample');
    await connection.query(
      `update candidates set state = 'awaitingReview' where run_key = $1 and iteration = $2 and ordinal = any($3)`,
      [runKey, iteration, waiting.map(({ ordinal }) => ordinal)],
    );
  }
  return saveBatches(connection, { runKey, iteration }, batches, policy);
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

/** A second attempt writes the same and changes nothing. */
async function saveResponses(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
  candidates: readonly { readonly ordinal: number; readonly responses: readonly StoredResponse[] }[],
): Promise<void> {
  const responses = candidates.flatMap(({ ordinal, responses }) =>
    responses.map((response) => ({ ...response, ordinal })),
  );
  await connection.query(
    `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, pool, model, prompts)
     select $1, $2, r.ordinal, r.response, r.input, r.text, r."finishReason", r."callKey", r.pool, r.model, r.prompts
     from jsonb_to_recordset($3) as r(ordinal int, response int, input text, text text, "finishReason" text, "callKey" text,
       pool text, model text, prompts jsonb)
     on conflict do nothing`,
    [runKey, iteration, toJson(responses)],
  );
}

/** Moves an iteration on by what its pairs came to. */
async function saveScreenings(
  connection: PoolClient,
  input: IterationInput,
  screenings: readonly PairScreening[],
  { from, to, stage }: { readonly from: string; readonly to: string; readonly stage: string },
): Promise<void> {
  if (!(await advance(connection, input, from, to))) return;
  await saveStates(connection, input, screenings);
  const responses = screenings.flatMap(({ ordinal, responses }) =>
    responses.map((response) => ({ ...response, ordinal })),
  );
  await connection.query(
    `update responses set kept = r.kept, reason = r.reason,
       input = coalesce(r.redacted ->> 'input', input), text = coalesce(r.redacted ->> 'text', text)
     from jsonb_to_recordset($3) as r(ordinal int, response int, kept boolean, reason text, redacted jsonb)
     where run_key = $1 and iteration = $2 and responses.ordinal = r.ordinal and responses.response = r.response`,
    [input.runKey, input.iteration, toJson(responses)],
  );
  const results = screenings.flatMap(({ ordinal, results }) =>
    results.map((result) => ({ ...result, ordinal })),
  );
  await saveResults(connection, input, stage, results);
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
