import { storableJson } from '../../core/foundations/text/storable';
import { resultStageOf, screened, stageNamed, type StageName } from '../../core/run/stages';
import type { StagedCandidate, StageView } from '../../core/run/stages/stage';
import type {
  CandidateChange,
  ConversedCandidate,
  RespondedCandidate,
  ScreenedCandidate,
} from '../../core/vocabulary/screenedCandidate';
import type { ScreeningProgress } from '../../core/vocabulary/screeningProgress';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import { saveResponses, saveResults, saveStates, type IterationAddress } from './candidateWrites';
import type { Database, Queryable } from './database';
import { resultOrder } from './resultOrder';
import { turnsField } from './turnsOfResponses';

/** What reading a stage brings. */
export interface StageWrites {
  /** Candidates that are new. */
  readonly created?: readonly ScreenedCandidate[];
  /** What was written for candidates that are there. */
  readonly responded?: readonly RespondedCandidate[];
  /** How their conversations went on. */
  readonly conversed?: readonly ConversedCandidate[];
  readonly changes?: readonly CandidateChange[];
}

/** How far an iteration is, and what its stages look at and bring. Each step is one transaction, and harmless when repeated. */
export class StageStore {
  constructor(private readonly database: Database) {}

  /** The stage that an iteration is at; undefined where all of them have been read. */
  async at({ runKey, iteration }: IterationAddress): Promise<StageName | undefined> {
    const { rows } = await this.database.query<{ stage: StageName | 'screened' | 'committed' }>(
      'select stage from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    if (!rows[0]) throw new Error(`Iteration ${iteration} of ${runKey} has no plan.`);
    const { stage } = rows[0];
    return stage === screened || stage === 'committed' ? undefined : stage;
  }

  /** What the stage that an iteration is at looks at. */
  async view(address: IterationAddress): Promise<StageView> {
    return viewOf(this.database, address);
  }

  /** Keeps how far what came of the stage is screened, until the stage is settled. */
  async noteScreening({ runKey, iteration }: IterationAddress, progress: ScreeningProgress): Promise<void> {
    await this.database.query('update iterations set screening = $3 where run_key = $1 and iteration = $2', [
      runKey,
      iteration,
      storableJson(progress),
    ]);
  }

  /**
   * Writes down what a stage brought, and moves on to the stage that `next` names, if any. Returns what that one looks at; undefined where an earlier
   * attempt did it, and this one changed nothing.
   */
  async settle(
    address: IterationAddress,
    stage: StageName,
    { created = [], responded = [], conversed = [], changes = [] }: StageWrites,
    next: (view: StageView) => StageName | undefined,
  ): Promise<StageView | undefined> {
    const { runKey, iteration } = address;
    return this.database.transaction(async (connection) => {
      const locked = await connection.query(
        'select from iterations where run_key = $1 and iteration = $2 and stage = $3 for update',
        [runKey, iteration, stage],
      );
      if (locked.rowCount !== 1) return undefined;
      await insertCandidates(connection, address, created);
      await saveResponded(connection, address, responded);
      await saveResponses(connection, address, [...created, ...responded]);
      await saveConversed(connection, address, conversed);
      await saveChanges(connection, address, changes);
      if (stageNamed(stage).of === 'instruction') {
        await connection.query(
          `update candidates set passed_screen = false where run_key = $1 and iteration = $2 and passed_screen and state <> 'open'`,
          [runKey, iteration],
        );
      }
      const said = [
        ...created.flatMap(({ ordinal, results }) =>
          results.map((result) => ({ ...result, ordinal, response: -1 })),
        ),
        ...changes.flatMap(({ ordinal, results }) => results.map((result) => ({ ...result, ordinal }))),
      ];
      await saveResults(connection, address, resultStageOf(stage), said);
      const after = { plan: [], candidates: await openCandidates(connection, address) };
      await connection.query(
        'update iterations set stage = $3, screening = null where run_key = $1 and iteration = $2',
        [runKey, iteration, next(after) ?? screened],
      );
      return after;
    });
  }
}

async function viewOf(connection: Queryable, address: IterationAddress): Promise<StageView> {
  const { rows } = await connection.query<{ plan: readonly PlannedWork[] | null }>(
    `select case when stage = 'propose' then plan end as plan from iterations where run_key = $1 and iteration = $2`,
    [address.runKey, address.iteration],
  );
  if (!rows[0]) throw new Error(`Iteration ${address.iteration} of ${address.runKey} has no plan.`);
  const { plan } = rows[0];
  return plan
    ? { plan, candidates: [] }
    : { plan: [], candidates: await openCandidates(connection, address) };
}

async function openCandidates(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
): Promise<readonly StagedCandidate[]> {
  const { rows } = await connection.query<StagedCandidate>(
    `select ordinal, instruction, strategy, input, asked_cell as "askedCell", cell,
       lineage -> 'attributes' ->> 'language' as "askedLanguage", lineage ->> 'persona' as persona, classification,
       (select coalesce(jsonb_agg(jsonb_build_object('response', r.response, 'input', r.input, 'text', r.text,
                 'finishReason', r.finish_reason, 'callKey', r.call_key, 'endpoint', r.endpoint, 'model', r.model, 'prompts', r.prompts,
                 'kept', r.kept, 'sampleOf', r.sample_of) || ${turnsField('r')} order by r.response), '[]')
        from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) as responses,
       (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('stage', s.stage, 'response', s.response, 'filter', s.filter,
                 'version', s.version, 'score', s.score, 'passed', s.passed, 'reason', s.reason, 'evidence', s.evidence))
                 order by ${resultOrder('s.stage')}, s.response, s.filter), '[]')
        from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)) as results
     from candidates c where run_key = $1 and iteration = $2 and state = 'open' and passed_screen order by ordinal`,
    [runKey, iteration],
  );
  return rows;
}

async function insertCandidates(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  candidates: readonly ScreenedCandidate[],
): Promise<void> {
  if (candidates.length === 0) return;
  await connection.query(
    `insert into candidates (run_key, iteration, ordinal, work, strategy, state, instruction, input, family, identity,
       asked_cell, cell, classification, lineage, proposal_call, passed_screen, decided_by, reason, raw)
     select $1, $2, c.ordinal, c.work, c.strategy, c.state, c.instruction, c.input, c.family, c.identity,
       c."askedCell", c.cell, c.classification, c.lineage, c."proposalCall", c.state = 'open', c."decidedBy", c.reason, c.raw
     from jsonb_to_recordset($3) as c(ordinal int, work int, strategy text, state text, instruction text, input text, family text,
       identity text, "askedCell" text, cell text, classification boolean, lineage jsonb, "proposalCall" text,
       "decidedBy" text, reason text, raw text)`,
    [runKey, iteration, storableJson(candidates)],
  );
}

async function saveResponded(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  candidates: readonly RespondedCandidate[],
): Promise<void> {
  if (candidates.length === 0) return;
  await connection.query(
    `update candidates set classification = c.classification, calls = c.calls, raw = c.unreadable ->> 'raw'
     from jsonb_to_recordset($3) as c(ordinal int, calls jsonb, classification boolean, unreadable jsonb)
     where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal`,
    [runKey, iteration, storableJson(candidates)],
  );
}

async function saveConversed(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  candidates: readonly ConversedCandidate[],
): Promise<void> {
  if (candidates.length === 0) return;
  await connection.query(
    `update candidates set calls = candidates.calls || c.calls, raw = coalesce(c.raw, candidates.raw)
     from jsonb_to_recordset($3) as c(ordinal int, calls jsonb, raw text)
     where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal`,
    [runKey, iteration, storableJson(candidates)],
  );
  const conversations = candidates.flatMap(({ ordinal, conversations }) =>
    conversations.map((conversation) => ({ ...conversation, ordinal })),
  );
  await connection.query(
    `update responses set turns = r.turns from jsonb_to_recordset($3) as r(ordinal int, response int, turns jsonb)
     where run_key = $1 and iteration = $2 and responses.ordinal = r.ordinal and responses.response = r.response`,
    [runKey, iteration, storableJson(conversations)],
  );
}

async function saveChanges(
  connection: Queryable,
  address: IterationAddress,
  changes: readonly CandidateChange[],
): Promise<void> {
  const { runKey, iteration } = address;
  await saveStates(
    connection,
    address,
    changes.filter(({ state }) => state !== undefined),
  );
  const cells = changes.filter(({ cell }) => cell !== undefined);
  if (cells.length > 0) {
    await connection.query(
      `update candidates set cell = c.cell from jsonb_to_recordset($3) as c(ordinal int, cell text)
       where run_key = $1 and iteration = $2 and candidates.ordinal = c.ordinal`,
      [runKey, iteration, storableJson(cells)],
    );
  }
  const responses = changes.flatMap(({ ordinal, responses = [] }) =>
    responses.map((response) => ({ ...response, ordinal })),
  );
  if (responses.length > 0) {
    await connection.query(
      `update responses set kept = r.kept, reason = r.reason,
         input = coalesce(r.redacted ->> 'input', input), text = coalesce(r.redacted ->> 'text', text)
       from jsonb_to_recordset($3) as r(ordinal int, response int, kept boolean, reason text, redacted jsonb)
       where run_key = $1 and iteration = $2 and responses.ordinal = r.ordinal and responses.response = r.response`,
      [runKey, iteration, storableJson(responses)],
    );
  }
}
