import { createHash } from 'node:crypto';
import type { Database, Queryable } from '../../adapters/store/database';
import { BiasAudits } from '../../adapters/store/biasAudits';
import { CalibrationStore } from '../../adapters/store/calibrationStore';
import { RunStore } from '../../adapters/store/runStore';
import { quantise } from '../../core/foundations/embedding/quantise';
import { seededRandom, type SeededRandom } from '../../core/foundations/seededRandom';
import { storableJson } from '../../core/foundations/text/storable';
import type { BiasAudit } from '../../core/run/bias/biasReport';
import type { GroupShare } from '../../core/run/bias/representation';
import type { Treatment } from '../../core/run/bias/treatment';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { runSetup, seedTask } from '../core/proposing/testSetup';

const verbs = [
  ...[
    'write',
    'explain',
    'list',
    'describe',
    'suggest',
    'compare',
    'summarize',
    'translate',
    'plan',
    'name',
    'find',
  ],
  ...[
    'rewrite',
    'give',
    'classify',
    'create',
    'convert',
    'design',
    'estimate',
    'draft',
    'edit',
    'choose',
    'count',
  ],
];
const objects = [
  'story',
  'letter',
  'recipe',
  'reason',
  'poem',
  'plan',
  'table',
  'sentence',
  'city',
  'plant',
  'tool',
];
const topics = [
  ...[
    'tomatoes on a balcony',
    'a rainy walk',
    'the night train',
    'bees in winter',
    'a small budget',
    'old maps',
  ],
  ...[
    'bread without yeast',
    'a quiet office',
    'learning to swim',
    'two neighbours',
    'a broken clock',
    'the first snow',
  ],
];
const fillers = [
  'softly',
  'often',
  'without',
  'because',
  'water',
  'people',
  'morning',
  'slowly',
  'garden',
  'answer',
  'light',
];
const cells = [
  'writing/simple',
  'writing/hard',
  'advice/simple',
  'advice/hard',
  'facts/simple',
  'facts/hard',
];
const filters = [
  { filter: 'novelty', stage: 'instruction', reason: 'repeats “Write a story about bees.”' },
  { filter: 'repetition', stage: 'pair', reason: 'the response says “again” 14 times' },
  { filter: 'refusal', stage: 'pair', reason: 'the response refuses' },
  { filter: 'judge', stage: 'judge', reason: 'scores 0.32, below 0.60' },
  { filter: 'novelty', stage: 'commit', reason: 'repeats “Name a plant.”' },
] as const;

/** Texts that a model may well write, and that must never be more than texts. */
export const nasty = [
  '<script>document.title = "stolen"</script>',
  '"><img src=x onerror="document.title=\'stolen\'">',
  "</style></svg><svg onload='document.title=`stolen`'>",
  '</pre></article></main><iframe src="javascript:document.title=1"></iframe>',
  '<!-- ]]> {b} ${7*7} {{7*7}} %3Cscript%3E &lt;b&gt; \u202Egnp.exe\u0007\uD800',
  `${'>'.repeat(400)}${'"'.repeat(3_000)}`,
];

export interface FilledRun {
  readonly runKey: string;
  /** Pairs that are accepted; about two more candidates for every five of them are rejected. */
  readonly pairs: number;
  readonly perIteration?: number;
  /** What some of the texts are, of models and of people. */
  readonly texts?: readonly string[];
  readonly recipe?: Partial<RecipeInput>;
}

/** Puts a run into the store, by statements instead of by a pipeline: as many pairs as a test wants, in seconds. */
export async function fillRun(
  database: Database,
  { runKey, pairs, perIteration = 200, texts = [], recipe = {} }: FilledRun,
): Promise<void> {
  const [workflowId = '', firstRunId = ''] = runKey.split('@');
  const axes = {
    taskType: { writing: 3, advice: 2, facts: 1 },
    complexity: { simple: 2, hard: 1 },
  };
  const setup = runSetup({ name: 'garden', seed: 7, coverage: { axes }, ...recipe });
  await new RunStore(database).prepare(
    { workflowId, firstRunId },
    setup,
    { seeds: [seedTask('Name a fruit.')], sources: [], lists: {}, personas: [] },
    pairs,
  );
  const iterations = Math.ceil(pairs / perIteration);
  const through = { proposed: 0, accepted: 0, rejected: 0, by: {} as Record<string, number> };
  for (let iteration = 0; iteration < iterations; iteration++) {
    const accepted = Math.min(perIteration, pairs - iteration * perIteration);
    const rows = candidates(iteration, accepted, iteration / iterations, texts);
    through.proposed += rows.length;
    through.accepted += accepted;
    through.rejected += rows.length - accepted;
    for (const { decidedBy } of rows)
      if (decidedBy !== null) through.by[decidedBy] = (through.by[decidedBy] ?? 0) + 1;
    await database.transaction((connection) => insert(connection, runKey, iteration, rows, { ...through }));
  }
  await addPeople(database, runKey, texts[0] ?? 'ana');
  // Whoever fills tables at once has to say so, or statements are planned as for empty ones.
  await database.query('analyze candidates, responses, scores, ledger, embeddings, iterations');
  await database.query(
    `update runs set state = 'completed', ended_at = now(), created_at = now() - interval '3 hours' where run_key = $1`,
    [runKey],
  );
}

interface Row {
  readonly ordinal: number;
  readonly state: string;
  readonly decidedBy: string | null;
  readonly stage: string | null;
  readonly reason: string | null;
  readonly instruction: string;
  readonly response: string;
  readonly cell: string;
  readonly similarity: number;
  readonly judge: number;
  readonly perplexity: number;
  readonly hash: string;
  readonly vector: string;
}

function candidates(iteration: number, accepted: number, age: number, texts: readonly string[]): Row[] {
  const random = seededRandom(7, 'filled run', iteration);
  const rejected = Math.round(accepted * (0.2 + 0.5 * age));
  return Array.from({ length: accepted + rejected }, (_, ordinal) => {
    const isOut = ordinal >= accepted;
    const skewed = (most: number): number => Math.floor(most * random.uniform() ** 2);
    const out = isOut ? filters[skewed(filters.length)] : undefined;
    const verb = skewed(verbs.length);
    const about = topics[random.below(topics.length)] ?? '';
    const said = `${verbs[verb] ?? ''} a ${objects[skewed(objects.length)] ?? ''} about ${about}, in ${2 + random.below(40)} words`;
    const strange = texts.length > 0 && ordinal % 3 === 0 ? texts[random.below(texts.length)] : undefined;
    const instruction =
      strange === undefined ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : `${said} ${strange}`;
    return {
      ordinal,
      state: isOut ? 'rejected' : 'accepted',
      decidedBy: out?.filter ?? null,
      stage: out?.stage ?? null,
      reason: out === undefined ? null : (strange ?? out.reason),
      instruction,
      response: strange ?? words(random, 8 + Math.floor(150 * random.uniform() ** 3)),
      cell:
        strange !== undefined && ordinal % 2 === 0
          ? strange.slice(0, 200)
          : (cells[skewed(cells.length)] ?? ''),
      similarity: out?.filter === 'novelty' ? 0.7 + 0.3 * random.uniform() : 0.7 * random.uniform() ** 0.7,
      judge: out?.filter === 'judge' ? 0.6 * random.uniform() : 0.6 + 0.4 * random.uniform(),
      perplexity: 4 + 60 * random.uniform() ** 4,
      hash: createHash('sha256').update(instruction).digest('hex'),
      vector: vectorOf(verb, topics.indexOf(about), random),
    };
  });
}

function words(random: SeededRandom, count: number): string {
  const all = Array.from({ length: count }, () => fillers[random.below(fillers.length)] ?? '');
  return `${all.join(' ')}.`;
}

/** Near to others of its verb, and a little to those of its topic. */
function vectorOf(verb: number, topic: number, random: SeededRandom): string {
  const own = Float32Array.from({ length: 32 }, () => 0.9 * (random.uniform() - 0.5));
  own[verb % 24] = (own[verb % 24] ?? 0) + 1;
  own[24 + (topic % 8)] = (own[24 + (topic % 8)] ?? 0) + 0.5;
  return Buffer.from(quantise(own).buffer).toString('hex');
}

async function insert(
  connection: Queryable,
  runKey: string,
  iteration: number,
  rows: readonly Row[],
  through: { proposed: number; accepted: number; rejected: number; by: Record<string, number> },
): Promise<void> {
  const at = [runKey, iteration, storableJson(rows)];
  const funnel = { open: 0, awaitingReview: 0, quarantined: 0, declined: 0, abandoned: 0 };
  const accepted = rows.filter(({ state }) => state === 'accepted').length;
  const outcome = {
    iteration,
    funnel: { ...funnel, proposed: rows.length, accepted, rejected: rows.length - accepted },
    health: {
      proposals: rows.length,
      novel: 0.9,
      distinct2: 0.9 - iteration * 0.002,
      verbObjectEntropy: 0.8,
      nearestSimilarity: 0.5,
    },
  };
  const { by, ...counted } = through;
  await connection.query(
    `insert into iterations (run_key, iteration, read_through, plan, stage, stretches, outcome, committed_at, funnel_through, rejected_through, cost_through)
     values ($1, $2, -1, '[]', 'committed', $3, $4, now(), $5, $6, $7)`,
    [
      ...[
        runKey,
        iteration,
        storableJson({ selfInstruct: { from: 0, count: rows.length } }),
        storableJson(outcome),
      ],
      ...[storableJson({ ...funnel, ...counted }), storableJson(by), 0.02 * (iteration + 1)],
    ],
  );
  const of = `jsonb_to_recordset($3::jsonb) as row (ordinal int, state text, "decidedBy" text, stage text, reason text, instruction text,
    response text, cell text, similarity float8, judge float8, perplexity float8, hash text, vector text)`;
  for (const statement of [
    `insert into candidates (run_key, iteration, ordinal, state, committed_state, strategy, instruction, passed_screen, asked_cell, cell, decided_by, reason, lineage, proposal_call, calls)
     select $1, $2::int, ordinal, state, state, 'selfInstruct', instruction, true, cell, cell, "decidedBy", reason, jsonb_build_object('strategy', 'selfInstruct', 'prompts', jsonb_build_array('proposeDirected@' || 1 + ordinal % 2),
       'calls', jsonb_build_array('p' || $2::int || '/' || ordinal / 8)), 'p' || $2::int || '/' || ordinal / 8, jsonb_build_array('r' || $2::int || '/' || ordinal) from ${of}`,
    `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, endpoint, model, prompts, kept)
     select $1, $2::int, ordinal, 0, '', response, 'stop', 'r' || $2::int || '/' || ordinal, 'openai', 'small', '["respond@1"]', state = 'accepted' from ${of}`,
    `insert into scores (run_key, iteration, ordinal, stage, filter, version, score, passed, reason, evidence)
     select $1, $2::int, ordinal, coalesce(nullif(stage, 'pair'), 'instruction'), 'novelty', 3, similarity, "decidedBy" is distinct from 'novelty', reason, null::jsonb from ${of} where stage is distinct from 'judge'
     union all select $1, $2::int, ordinal, 'pair', "decidedBy", 1, 0.1, false, reason, null from ${of} where stage = 'pair'
     union all select $1, $2::int, ordinal, 'pair', 'fluency', 1, 0.5, true, null, jsonb_build_object('perplexity', perplexity) from ${of}
     union all select $1, $2::int, ordinal, 'judge', 'judge', 1, judge, "decidedBy" is distinct from 'judge', null,
       jsonb_build_object('prompt', 'judge@3', 'length', 120, 'judges', '[]'::jsonb) from ${of} where stage is null or stage in ('judge', 'commit')`,
    `insert into embeddings (model, text_hash, vector) select 'of-a-test', decode(hash, 'hex'), decode(vector, 'hex') from ${of} where $1 <> '' and $2::int >= 0 on conflict do nothing`,
    `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, answer, prompt_tokens, completion_tokens, cost_usd, price, answered_at)
     select $1, 'r' || $2::int || '/' || ordinal, $1, $2::int, 'respond', 'openai', 'small', '{}'::jsonb, 'answered', response, 120, 80, 0.00004, null::text, now() from ${of}
     union all select $1, 'p' || $2::int || '/' || ordinal / 8, $1, $2::int, 'propose', 'openai', 'large', '{}', 'answered', '', 900, 400, 0.0009, null, now() from ${of} where ordinal % 8 = 0`,
  ])
    await connection.query(statement, at);
}

async function addPeople(database: Database, runKey: string, reviewer: string): Promise<void> {
  await database.query(
    `insert into review_batches (run_key, batch, iteration, workflow_id, policy, closed_at) values ($1, 0, 0, 'review', '{"agreement": {}}', now())`,
    [runKey],
  );
  await database.query(
    `insert into review_items (run_key, batch, item, kind, iteration, ordinal, instruction, input, response, drawn_by, probability, needed)
     select $1, 0, ordinal + 1, case when state = 'accepted' then 'sample' else 'rejection' end, 0, ordinal, instruction, '', '', 'random', 0.2, 1 from candidates
     where run_key = $1 and iteration = 0 and (ordinal < 60 and state = 'accepted' or state = 'rejected')`,
    [runKey],
  );
  await database.query(
    `insert into verdicts (run_key, batch, item, reviewer, revision, verdict, reason, seconds, given_at)
     select $1, 0, item, case when item % 3 = 0 then $2 else 'ben' end, 1,
       case when (item % 7 = 0) <> (kind = 'rejection') then 'reject' when item % 11 = 0 then 'edit' when item % 13 = 0 then 'unsure' else 'approve' end, $2, 11.5, now()
     from review_items where run_key = $1`,
    [runKey, reviewer],
  );
  const calibrations = new CalibrationStore(database);
  for (const [watermark, before, after] of [
    [1, 0.6, 0.66],
    [2, 0.66, 0.68],
  ] as const)
    await calibrations.save(
      runKey,
      watermark,
      {
        moved: { field: 'judge.min', before, after },
        scorer: null,
        expected: {
          labels: { given: 60, good: 48, bad: 12 },
          precision: {
            before: { value: 0.8, interval: [0.68, 0.88], of: 60 },
            after: { value: 0.87, interval: [0.75, 0.94], of: 52 },
          },
          recall: { value: 0.94, interval: [0.83, 0.98], of: 48 },
          area: null,
        },
      },
      watermark === 1,
    );
  await new BiasAudits(database).keep(runKey, audit);
}

/** What an audit of bias may come to. */
export const audit: BiasAudit = {
  ...{ language: 'en', pairs: 1_000 },
  representation: [
    {
      ...{ attribute: 'gender', pairs: 200 },
      groups: [
        { ...named('woman', 60, 0.3), reference: 0.5, adjusted: 0.0001, finding: 'tooFew' },
        { ...named('man', 140, 0.7), reference: 0.5, adjusted: 0.0001, finding: 'tooMany' },
      ],
    },
    { attribute: 'age', pairs: 40, groups: [named('child', 30, 0.75), named('older', 10, 0.25)] },
  ],
  treatment: {
    ...{ errorRate: 0.05, byMeaning: true, pairs: 240 },
    comparisons: [
      { ...compared('length', -0.18), p: 0.0002, adjusted: 0.003, found: true },
      { ...compared('sentiment', 0.004), p: 0.6, adjusted: 0.99, found: false },
    ],
  },
  genderAssociation: { sentences: 66, logOdds: 0.47, interval: [-0.1, 1.04] },
  counterfactuals: null,
  stereotypes: null,
};

function named(group: string, pairs: number, share: number): GroupShare {
  const none = { reference: null, adjusted: null, finding: null };
  return {
    ...{ group, instructions: pairs, responses: pairs, pairs, share, ...none },
    interval: [share - 0.1, share + 0.1],
  };
}

function compared(
  outcome: Treatment['outcome'],
  difference: number,
): Omit<Treatment, 'p' | 'adjusted' | 'found'> {
  return {
    ...{ attribute: 'gender', group: 'woman', against: 'man', outcome, difference },
    pairs: [60, 140],
    interval: [difference - 0.05, difference + 0.05],
  };
}
