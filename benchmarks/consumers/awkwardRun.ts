import type { Database } from '../../adapters/store/database';
import { recipeSchema } from '../../core/run/recipeSchema';
import { setupVersion } from '../../core/recipe/runSetup';
import { selfInstruct, writeRun } from '../../tests/adapters/store/storyFixture';

const pairs = 240;

/** Texts that loaders, tables and templates trip over. PostgreSQL keeps no NUL and no half of a surrogate, so no dataset has them. */
const awkward = [
  'two\nlines\r\nand a "quote", a comma; an apostrophe’s \'end\'',
  '=HYPERLINK("http://example.org","click")',
  "'=1+1",
  '- a list\n- of two',
  '\tindented, with a trailing tab\t',
  'emoji 👩‍👩‍👧 𝒳 and the separators \u2028 and \u2029',
  'مرحبا بالعالم \u202e reversed \u202c',
  '{{ jinja }} {% raw %} <|im_end|> </s> <think>',
  ' padded ',
  'null',
  '12',
  '\u0001\u007f control \ufeff mark \ufffd',
  `100 kB: ${'long words '.repeat(9_500)}`,
];

const textOf = (at: number) => awkward[at % awkward.length]!;

/** How many exchanges follow the first one of a pair: none in two of five, up to three in the others. */
const turnsOf = (ordinal: number) => [0, 1, 0, 2, 3][ordinal % 5]!;

/**
 * A run whose pairs are awkward: inputs, thinking, edits by people, drafts that a critique had rewritten, a prompt of the user's own with a system text.
 *
 * @param hasTurns Whether some of them go on as conversations, as awkward.
 */
export async function writeAwkwardRun(database: Database, runKey: string, hasTurns: boolean): Promise<void> {
  const candidates = Array.from({ length: pairs }, (_, ordinal) => ({
    ordinal,
    cell: ['coding', 'law', 'cooking'][ordinal % 3]!,
    // Words of its own, so that splits find pairs to part.
    instruction: `${textOf(ordinal)} ${[...`${ordinal}`.padStart(3, '0')].map((digit) => ['oak', 'elm', 'fir', 'ash', 'yew', 'bay', 'fig', 'nut', 'hop', 'rye'][Number(digit)]! + ordinal).join(' ')} task${ordinal}`,
    lineage: selfInstruct([], ordinal % 4 === 0 ? { persona: 'A gardener.' } : {}),
    response: {
      text: `${textOf(ordinal + 5)}`,
      call: null,
      input: ordinal % 3 === 0 ? textOf(ordinal + 2) : '',
    },
  }));
  await writeRun(database, {
    runKey,
    candidates,
    recipe: recipeSchema.parse({
      ...{ name: 'awkward', description: 'Texts that loaders | trip over: --- # <b>', reasoning: 'keep' },
      ...{ language: 'no', license: 'CC-BY-4.0', strategies: { selfInstruct: 1 } },
      seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }], license: 'cc0-1.0' },
    }),
    materials: {
      seeds: [],
      sources: [
        {
          ...{ instruction: 'Greet her.', input: 'Ana', response: 'Hello, Ana!', rejected: 'Hm.\n"What?"' },
          ...{ classification: false, instances: [{ input: 'Ana', output: 'Hello, Ana!' }] },
        },
      ],
    },
  });
  const respond = {
    ...{
      name: 'respond',
      version: '1',
      description: 'Ours.',
      role: 'respond',
      variables: {},
      origin: 'seedbed',
    },
    messages: [
      { system: 'You are a careful gardener.\nYou say what you do not know.' },
      { user: '{{ instruction }}' },
    ],
  };
  const role = { endpoint: 'local', model: 'smollm2-135m-instruct' };
  const roles = { propose: role, respond: role, classify: role, judge: role };
  const setup = {
    version: setupVersion,
    roles,
    routes: [],
    prompts: { respond: [{ file: respond, share: 1 }] },
  };
  const talks = candidates.map(({ ordinal }) => ({
    ordinal,
    turns: Array.from({ length: turnsOf(ordinal) }, (_, at) => ({
      ...{ kind: 'followUp', message: textOf(ordinal + at + 1), response: textOf(ordinal + 2 * at + 4) },
      ...{
        finishReason: 'stop',
        messageCall: `message ${ordinal}.${at}`,
        call: `call ${ordinal}.${at}`,
        prompts: [],
      },
      ...(ordinal % 2 === 0 && { thinking: `Then: ${textOf(ordinal + at)}` }),
    })),
  }));
  const conversing: [string, unknown[]][] = [
    [
      `update documents set body = jsonb_set(body::jsonb, '{recipe,conversation}', '{}')::json
       where hash = (select setup_hash from runs where run_key = $1)`,
      [runKey],
    ],
    [
      `update responses r set turns = t.turns from jsonb_to_recordset($2) as t(ordinal int, turns jsonb)
       where r.run_key = $1 and r.ordinal = t.ordinal and jsonb_array_length(t.turns) > 0`,
      [runKey, JSON.stringify(talks)],
    ],
    [
      `insert into review_decisions (run_key, watermark, iteration, ordinal, batch, item, state, edit, by_reviewer)
       select run_key, 1, iteration, ordinal, 0, ordinal, 'accepted',
         '{"turns": [{"exchange": 2, "response": "=Edited(later)"}]}', 'ana'
       from responses where run_key = $1 and ordinal % 25 = 8 and ordinal % 11 <> 3`,
      [runKey],
    ],
  ];
  const statements: [string, unknown[]][] = [
    ['update iterations set committed_at = now()', []],
    [
      `update documents set body = (body::jsonb || $1::jsonb)::json 
       where hash = (select setup_hash from runs where run_key = $2)`,
      [JSON.stringify(setup), runKey],
    ],
    [`update responses set thinking = 'Hm: ' || text where run_key = $1 and ordinal % 2 = 0`, [runKey]],
    [`update responses set draft = 'Draft: ' || text where run_key = $1 and ordinal % 7 = 1`, [runKey]],
    [
      `update responses set prompts = '["respondByExample@1"]' where run_key = $1 and ordinal % 5 = 0`,
      [runKey],
    ],
    [
      `insert into review_decisions (run_key, watermark, iteration, ordinal, batch, item, state, edit, by_reviewer)
       select run_key, 1, iteration, ordinal, 0, ordinal, 'accepted', jsonb_build_object('response', 'Edited: ' || text), 'ana'
       from responses where run_key = $1 and ordinal % 11 = 3`,
      [runKey],
    ],
    ...(hasTurns ? conversing : []),
  ];
  for (const [text, values] of statements) await database.query(text, values);
}
