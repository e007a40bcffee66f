import type { RecipeInput } from '../../core/run/recipeSchema';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';
import { startThinkingProxy, type Said, type ThinkingProxy } from '../support/thinkingProxy';

const thought = 'PONDERING: what would be a good answer?';

function plain(message: unknown, { usage }: Said, finish_reason = 'stop'): string {
  return JSON.stringify({ id: 17, choices: [{ index: 0, message, finish_reason }], usage });
}

/** Every form in which teachers think aloud. */
const forms: readonly ((said: Said) => string)[] = [
  (said) => plain({ content: `<think>\n${thought}\n</think>\n\n${said.text}` }, said),
  (said) => plain({ content: `${thought}\n</think>\n\n${said.text}` }, said),
  (said) => plain({ content: `<reasoning>${thought}</reasoning>\n${said.text}` }, said),
  (said) => plain({ content: `[THINK]${thought}[/THINK]${said.text}` }, said),
  (said) => plain({ content: `◁think▷${thought}◁/think▷${said.text}` }, said),
  (said) => plain({ content: said.text, reasoning_content: thought }, said),
  (said) =>
    plain(
      {
        content: said.text,
        reasoning: thought,
        reasoning_details: [{ type: 'reasoning.text', text: thought }],
      },
      said,
    ),
  (said) =>
    plain(
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: thought }] },
          { type: 'text', text: said.text },
        ],
      },
      said,
    ),
  (said) =>
    plain(
      {
        content: `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>${said.text}`,
      },
      said,
    ),
  (said) => {
    const half = Math.floor(said.text.length / 2);
    const deltas = [
      { reasoning_content: thought },
      { content: said.text.slice(0, half) },
      { content: said.text.slice(half) },
    ];
    const chunks = [
      ...deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: said.usage },
    ];
    return `: waiting\n\n${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
  },
];

let teacher: SimulatedTeacher;
let aloud: ThinkingProxy;
let endless: ThinkingProxy;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  aloud = await startThinkingProxy(
    teacher.baseUrl,
    (said) => forms[said.number % forms.length]?.(said) ?? '',
  );
  endless = await startThinkingProxy(teacher.baseUrl, (said) => {
    const isRoom = Number(said.body['max_tokens']) > 4096;
    const isHopeless = JSON.stringify(said.body['messages']).includes('Finland');
    return isRoom && !isHopeless
      ? plain({ content: `<think>${thought}</think>${said.text}` }, said)
      : plain({ content: `<think>${thought}` }, said, 'length');
  });
  seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    others: { aloud: aloud.baseUrl, endless: endless.baseUrl },
  });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await Promise.all([aloud, endless, teacher].map((each) => each?.close()));
});

interface Pair {
  readonly instruction: string;
  readonly response: string;
  readonly reasoning?: string;
}

async function pairsOf(recipe: RecipeInput): Promise<Pair[]> {
  await (await seedbed.startRun(recipe)).result();
  const text = await seedbed.dataset(recipe.name);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair);
}

const judged = (name: string, rest: Partial<RecipeInput> = {}): RecipeInput =>
  testRecipe({ name, target: 25, judge: {}, teacher: { endpoint: 'aloud' }, ...rest });

describe('a teacher that thinks aloud, in every form there is', () => {
  test('brings pairs without its thinking, whichever part it plays', async () => {
    const pairs = await pairsOf(judged('dropped'));
    expect(pairs.length).toBeGreaterThanOrEqual(25);
    expect(JSON.stringify(pairs)).not.toMatch(/PONDERING|think>|"reasoning":|THINK|channel\|/);
    const { rows } = await seedbed.database.query<{ role: string; untold: number; apart: number }>(
      `select role, count(*) filter (where answer ~ 'PONDERING|think>')::int as untold, count(thinking)::int as apart
       from ledger where run_key = $1 group by role order by role`,
      [await seedbed.runKey('dropped')],
    );
    expect(rows.map(({ role }) => role)).toEqual(['classify', 'judge', 'propose', 'respond']);
    for (const { untold, apart } of rows) expect([untold, apart > 0]).toEqual([0, true]);
    const seen = new Set(
      aloud.asked.map(
        ({ messages }) =>
          [...JSON.stringify(messages)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % forms.length,
      ),
    );
    expect(seen.size).toBe(forms.length);
  }, 120_000);

  test('has its thinking kept beside the response where the recipe says so', async () => {
    const pairs = await pairsOf(judged('kept', { reasoning: 'keep' }));
    expect(pairs.length).toBeGreaterThanOrEqual(25);
    const thoughtful = pairs.filter(({ reasoning }) => reasoning === thought);
    expect(thoughtful.length).toBeGreaterThan(0);
    for (const { response, reasoning } of pairs) {
      expect(response).not.toMatch(/PONDERING|think>|THINK|channel/);
      expect([undefined, thought]).toContain(reasoning);
    }
  }, 120_000);
});

test('a thought that used up all tokens is asked for once more with a larger allowance; after that its candidate is quarantined, with the reason', async () => {
  const tasks = [
    'Why does a bicycle not fall over?',
    'Explain to kids how water moves around the earth.',
    'Name four lakes in Finland with their sizes.',
  ];
  await (
    await seedbed.startRun({
      name: 'endless',
      target: 3,
      iteration: { size: 3, patience: 1 },
      seeds: { tasks: [{ instruction: 'Explain how bread is made.', response: 'As asked.' }] },
      template: {
        templates: [{ name: 'given', slots: { task: { values: tasks } }, instruction: '{{ task }}' }],
      },
      teacher: { endpoint: 'simulated', respond: { endpoint: 'endless' } },
    })
  ).result();
  const { rows } = await seedbed.database.query<{
    instruction: string;
    state: string;
    reason: string | null;
    raw: string;
  }>('select instruction, state, reason, raw from candidates where run_key = $1 order by instruction', [
    await seedbed.runKey('endless'),
  ]);
  const hopeless = rows.filter(({ instruction }) => instruction.includes('Finland'));
  expect(hopeless).toMatchObject([
    {
      state: 'quarantined',
      reason: expect.stringContaining('used up all its tokens') as string,
      raw: thought,
    },
  ]);
  for (const { instruction, state, reason } of rows)
    if (!instruction.includes('Finland')) expect(reason ?? state).not.toContain('used up');
  const questions = endless.asked.map(({ messages }) => JSON.stringify(messages));
  expect(new Set(questions).size).toBeGreaterThanOrEqual(3);
  for (const question of questions)
    expect(questions.filter((one) => one === question).length).toBeLessThanOrEqual(2);
}, 120_000);
