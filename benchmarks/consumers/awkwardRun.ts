import type { Database } from '../../adapters/store/database';
import { recipeSchema } from '../../core/run/recipeSchema';
import { setupVersion } from '../../core/recipe/runSetup';
import { selfInstruct, writeRun } from '../../tests/adapters/store/storyFixture';

export const runKey = 'awkward@1';
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

/** A run whose pairs are awkward: inputs, thinking, edits by people, drafts that a critique had rewritten, a prompt of the user's own with a system text. */
export async function writeAwkwardRun(database: Database): Promise<void> {
  const textOf = (at: number) => awkward[at % awkward.length]!;
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
  const statements: [string, unknown[]][] = [
    ['update iterations set committed_at = now()', []],
    [
      `update documents set body = (body::jsonb || $1::jsonb)::json where kind = 'setup'`,
      [JSON.stringify(setup)],
    ],
    [`update responses set thinking = 'Hm: ' || text where ordinal % 2 = 0`, []],
    [`update responses set draft = 'Draft: ' || text where ordinal % 7 = 1`, []],
    [`update responses set prompts = '["respondByExample@1"]' where ordinal % 5 = 0`, []],
    [
      `insert into review_decisions (run_key, watermark, iteration, ordinal, batch, item, state, edit, by_reviewer)
       select run_key, 1, iteration, ordinal, 0, ordinal, 'accepted', jsonb_build_object('response', 'Edited: ' || text), 'ana'
       from responses where ordinal % 11 = 3`,
      [],
    ],
  ];
  for (const [text, values] of statements) await database.query(text, values);
}
