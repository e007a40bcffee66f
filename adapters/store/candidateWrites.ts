import { storableJson } from '../../core/foundations/text/storable';
import type { RecordedResult } from '../../core/vocabulary/filterResult';
import type { IterationInput } from '../../core/run/iteration';
import type { CandidateChange, StoredResponse } from '../../core/vocabulary/screenedCandidate';
import type { Queryable } from './database';

/** Which iteration of which run. */
export type IterationAddress = Pick<IterationInput, 'runKey' | 'iteration'>;

/** Writes down what candidates came to. */
export async function saveStates(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  decisions: readonly Pick<CandidateChange, 'ordinal' | 'state' | 'decidedBy' | 'reason'>[],
): Promise<void> {
  await connection.query(
    `update candidates set state = d.state, decided_by = d."decidedBy", reason = d.reason
     from jsonb_to_recordset($3) as d(ordinal int, state text, "decidedBy" text, reason text)
     where run_key = $1 and iteration = $2 and candidates.ordinal = d.ordinal`,
    [runKey, iteration, storableJson(decisions)],
  );
}

/** A second attempt writes the same and changes nothing. */
export async function saveResponses(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  candidates: readonly { readonly ordinal: number; readonly responses: readonly StoredResponse[] }[],
): Promise<void> {
  const responses = candidates.flatMap(({ ordinal, responses }) =>
    responses.map((response) => ({ ...response, ordinal })),
  );
  await connection.query(
    `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, endpoint, model, prompts, thinking, draft, sample_of, turns)
     select $1, $2, r.ordinal, r.response, r.input, r.text, r."finishReason", r."callKey", r.endpoint, r.model, r.prompts, r.thinking, r.draft, r."sampleOf", r.turns
     from jsonb_to_recordset($3) as r(ordinal int, response int, input text, text text, "finishReason" text, "callKey" text,
       endpoint text, model text, prompts jsonb, thinking text, draft text, "sampleOf" int, turns jsonb)
     on conflict do nothing`,
    [runKey, iteration, storableJson(responses)],
  );
}

/** Keeps what was said, under the name of the point of the iteration at which it was said. */
export async function saveResults(
  connection: Queryable,
  { runKey, iteration }: IterationAddress,
  stage: string,
  results: readonly (RecordedResult & { ordinal: number; response: number })[],
): Promise<void> {
  await connection.query(
    `insert into scores (run_key, iteration, ordinal, response, stage, filter, version, score, passed, reason, evidence)
     select $1, $2, s.ordinal, s.response, $4, s.filter, s.version, s.score, s.passed, s.reason, s.evidence
     from jsonb_to_recordset($3) as s(ordinal int, response int, filter text, version int, score float8, passed boolean, reason text, evidence jsonb)`,
    [runKey, iteration, storableJson(results), stage],
  );
}
