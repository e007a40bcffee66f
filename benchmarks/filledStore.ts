import type { Database } from '../adapters/store/database';
import { RunStore, type StoredRun } from '../adapters/store/runStore';
import { runSetup } from '../tests/core/proposing/testSetup';

/** Candidates of an iteration. */
export const iterationSize = 400;
/** Of ten candidates as many are accepted. */
export const accepted = 6;
/** Cells that candidates are of. */
const cells = 60;

/** The most pairs that a recipe may ask for. */
const maxTarget = 1_000_000;

/** Iterations whose rows are written by one statement. */
const atOnce = 100;

/**
 * Puts a run of so many candidates into the store, all committed, as runs leave them: an answer for every six proposals, a response for
 * each candidate that was new, five results for each, a call in the ledger for each proposal and response. Texts are as long as
 * English tasks and answers are, and as hard to compress; no two tasks or answers are equal. Returns the run's key.
 *
 * @param like A run whose setup and materials it has.
 */
export async function fillStore(
  database: Database,
  candidates: number,
  like?: Pick<StoredRun, 'setup' | 'materials'>,
): Promise<string> {
  const setup =
    like?.setup ?? runSetup({ name: `filled-${candidates}`, target: Math.min(candidates, maxTarget) });
  const { runKey } = await new RunStore(database).prepare(
    { workflowId: `filled-${candidates}`, firstRunId: '0f3b6b6a-3f2a-4c1b-9d2e-7a5c1e0b2d4f' },
    setup,
    like?.materials ?? { seeds: [], sources: [], lists: {}, personas: [] },
    candidates,
  );
  await database.query(texts);
  await database.query(phrases);
  const iterations = Math.ceil(candidates / iterationSize);
  for (let from = 0; from < iterations; from += atOnce) {
    const to = Math.min(from + atOnce, iterations) - 1;
    await database.transaction(async (connection) => {
      // Keys to other tables are not looked up for each row: the script makes both.
      await connection.query('set local session_replication_role = replica');
      for (const statement of statements) await connection.query(statement, [runKey, from, to]);
    });
  }
  await database.query(
    `insert into call_counts (run_key, endpoint, model, holder, counted, sends, answered, prompt_tokens, completion_tokens)
     select run_key, endpoint, model, '0f3b6b6a-3f2a-4c1b-9d2e-7a5c1e0b2d4f', 'settled', count(*), count(*), sum(prompt_tokens), sum(completion_tokens)
     from ledger where run_key = $1 group by 1, 2, 3`,
    [runKey],
  );
  await database.query('vacuum analyze');
  return runKey;
}

/** Texts of so many words each, from which rows are made: some words come often and most seldom, as in English (Zipf's law). */
const rank = `floor(exp((hashint8(n * 1000 + at) & 65535) / 65536.0 * ln(20000)))::int`;
const word = `translate(left(md5((${rank})::text), 2 + (hashint4(${rank}) & 7)), '0123456789abcdef', 'etaoinshrdlcumwf')`;
const wordsOf = (count: number): string => `(
  select string_agg(${word}, ' ') from generate_series(1, ${count}) as at)`;
const texts = `
  create unlogged table if not exists bench_texts as
  select n, ${wordsOf(8)} as reason, ${wordsOf(24)} as task, ${wordsOf(60)} as asked, ${wordsOf(170)} as answer, ${wordsOf(200)} as tasks,
    ${wordsOf(300)} as planned, ${wordsOf(500)} as prompt
  from generate_series(0::bigint, 996) as n`;
/** What instructions are put together from, four each: a phrase comes in 200 of a million, as beginnings and objects of tasks do. */
const phraseCount = 20_000;
const phrases = `
  create unlogged table if not exists bench_phrases as
  select n, ${wordsOf(6)} as phrase from generate_series(0::bigint, ${phraseCount - 1}) as n`;
const phraseNames = ['p', 'q', 'r', 's'];
const phrasesOf = (seed: string): string =>
  phraseNames
    .map(
      (name, at) =>
        `join bench_phrases ${name} on ${name}.n = (hashint8((${seed})::bigint * 4 + ${at}) & 2147483647) % ${phraseCount}`,
    )
    .join(' ');

/**
 * Another pair of texts for each of the first million: t begins what a candidate has, u ends it. Neither is had again by one of the next 900, so that what packs
 * bytes finds no more that is alike in them than in texts that people wrote.
 */
const textOf = (seed: string): string =>
  `join bench_texts t on t.n = (${seed}) % 997 join bench_texts u on u.n = ((${seed}) / 997 + (${seed}) * 389) % 997`;
/** Cut elsewhere for each million, so that those that follow are others again. */
const own = (column: string, seed: string): string =>
  `left(t.${column}, length(t.${column}) / 2 - (${seed}) / 994009) || substr(u.${column}, length(u.${column}) / 2)`;

const perIteration = `generate_series($2::int, $3::int) as iteration`;
const perCandidate = `${perIteration} cross join generate_series(0, ${iterationSize - 1}) as ordinal`;
const seed = `(iteration * ${iterationSize} + ordinal)`;
const key = (kind: string): string => `encode(sha256(convert_to($1 || '${kind}' || ${seed}, 'UTF8')), 'hex')`;
const proposalKey = `encode(sha256(convert_to($1 || 'propose' || iteration || '/' || ordinal / 6, 'UTF8')), 'hex')`;
const isAccepted = `ordinal % 10 < ${accepted}`;
const isNew = `ordinal % 10 < 8`;
const cell = `'domain' || ${seed} % ${cells / 3} || '/level' || ${seed} % 3`;

const funnelOf = (times: string): string => {
  const share = (tenths: number): string => `${(iterationSize * tenths) / 10} * ${times}`;
  return `jsonb_build_object('proposed', ${share(10)}, 'open', 0, 'awaitingReview', 0, 'accepted', ${share(accepted)}, 'rejected', ${share(10 - accepted)},
    'quarantined', 0, 'declined', 0, 'abandoned', 0)`;
};

/** Of run $1, iterations $2 to $3. */
const statements = [
  `insert into iterations (run_key, iteration, read_through, plan, stretches, stage, outcome, committed_at, works_through, stretch_ends, funnel_through, rejected_through)
   select $1, iteration, iteration - 2,
     (select json_agg(json_build_object('strategy', 'selfInstruct', 'request', json_build_object('role', 'propose', 'prompt', (select planned from bench_texts where n = (iteration * 67 + work) % 997)),
        'prompt', 'proposeDirected@1', 'cell', ${cell.replaceAll('ordinal', 'work')})) from generate_series(1, ${Math.ceil(iterationSize / 6)}) work),
     jsonb_build_object('selfInstruct', jsonb_build_object('from', iteration * 67, 'count', 67)), 'committed',
     jsonb_build_object('iteration', iteration, 'works', 67, 'reviews', '[]'::jsonb, 'funnel', ${funnelOf('1')},
       'health', jsonb_build_object('distinct', 0.9, 'entropy', 5.1, 'accepted', 0.6, 'similarity', 0.31)), now(),
     jsonb_build_object('selfInstruct', (iteration + 1) * 67), jsonb_build_object('selfInstruct', (iteration + 1) * 67),
     ${funnelOf('(iteration + 1)')}, jsonb_build_object('novelty', ${(iterationSize * 2) / 10} * (iteration + 1), 'judge', ${(iterationSize * 2) / 10} * (iteration + 1))
   from ${perIteration}`,
  `insert into candidates (run_key, iteration, ordinal, work, state, committed_state, strategy, instruction, input, asked_cell, cell, classification, proposal_call,
     passed_screen, decided_by, reason, calls, lineage, novelty_score, novelty_nearest)
   select $1, iteration, ordinal, ordinal / 6, case when ${isAccepted} then 'accepted' else 'rejected' end, case when ${isAccepted} then 'accepted' else 'rejected' end,
     'selfInstruct', ${phraseNames.map((name) => `${name}.phrase`).join(` || ' ' || `)}, null, ${cell}, ${cell}, false, ${proposalKey}, ${isNew},
     case when ${isAccepted} then null when ${isNew} then 'judge' else 'novelty' end, case when ${isAccepted} then null else t.reason end,
     case when ${isNew} then jsonb_build_array(${key('respond')}) else '[]' end,
     jsonb_build_object('strategy', 'selfInstruct', 'prompts', '["proposeDirected@1"]'::jsonb, 'calls', jsonb_build_array(${proposalKey}),
       'examples', '[{"seed": 3}, {"pair": [12, 17]}, {"pair": [13, 117]}]'::jsonb), 0.4, t.task
   from ${perCandidate} ${textOf(seed)} ${phrasesOf(seed)} order by iteration, ordinal`,
  `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, kept, endpoint, model, prompts)
   select $1, iteration, ordinal, 0, '', ${own('answer', seed)}, 'stop', ${key('respond')}, ${isAccepted}, 'somewhere', 'some-model', '["respond@1"]'
   from ${perCandidate} ${textOf(seed)} where ${isNew} order by iteration, ordinal`,
  `insert into scores (run_key, iteration, ordinal, response, stage, filter, version, score, passed, reason, evidence)
   select $1, iteration, ordinal, said.response, said.stage, said.filter, 1, 0.4, true, null,
     case when said.filter = 'novelty' then jsonb_build_object('nearest', t.task)
          when said.filter = 'judge' then jsonb_build_object('call', ${key('judge')}, 'prompt', 'judge@1') end
   from ${perCandidate} ${textOf(seed)} cross join (values (-1, 'instructions', 'length'), (-1, 'instructions', 'novelty'), (0, 'pairs', 'chatter'), (0, 'pairs', 'repetition'),
     (0, 'judge', 'judge'), (-1, 'commit', 'novelty')) as said (response, stage, filter) where ${isNew} or said.stage = 'instructions' order by iteration, ordinal`,
  `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, answer, finish_reason, request_id, prompt_tokens, completion_tokens,
     cost_usd, answered_at, sent)
   select $1, case when kind = 'respond' then ${key('respond')} else ${proposalKey} end, $1, iteration, kind, 'somewhere', 'some-model',
     jsonb_build_object('role', kind, 'endpoint', 'somewhere', 'model', 'some-model', 'parameters', '{"max_tokens": 1024, "temperature": 0.7}'::jsonb, 'sample', '0/1',
       'prompt', jsonb_build_object('kind', 'chat', 'messages', jsonb_build_array(jsonb_build_object('role', 'user', 'content',
         case when kind = 'respond' then t.asked else t.prompt end)))),
     'answered', case when kind = 'respond' then ${own('answer', seed)} else t.tasks end, 'stop', 'chatcmpl-7f3a6b6a3f2a4c1b9d2e', 200, 220, 0.00012, now(),
     '{"max_tokens": 1024, "temperature": 0.7}'
   from ${perCandidate} ${textOf(seed)} cross join (values ('respond'), ('propose')) as asked (kind)
   where case when kind = 'respond' then ${isNew} else ordinal % 6 = 0 end
   on conflict do nothing`,
];
