import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyRecipeNames } from '../../../../adapters/workspace/readyRecipes';
import { validateOutput } from '../../../../client/commands/validate/output';
import { Terminal } from '../../../../client/terminal/terminal';
import { validateRecipe } from '../../../../client/commands/validate/validateRecipe';
import { seedDiversityView } from '../../../../client/commands/validate/seedDiversityView';
import { seedDiversity } from '../../../../core/run/seeds/seedDiversity';
import { seedTask } from '../../../core/proposing/testSetup';

let workspace: string;
beforeEach(() => (workspace = mkdtempSync(join(tmpdir(), 'seedbed-validate-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

/** What the command prints, and its exit code. */
async function validate(recipe: string, json = false): Promise<{ out: string; exitCode: number }> {
  let out = '';
  const stdout = { write: (text: string) => ((out += text), true) } as unknown as NodeJS.WriteStream;
  const exitCode = await validateRecipe(recipe, new Terminal({ json }, stdout, stdout), workspace);
  return { out, exitCode };
}

const tasks = [
  { instruction: 'Name a nut.', response: 'Hazel.', group: 'food' },
  { instruction: 'Name a nut, please.', response: 'Hazel.', group: 'food' },
];

function written(fields: object): string {
  writeFileSync(join(workspace, 'my.yaml'), JSON.stringify({ name: 'mine', ...fields }));
  return 'my.yaml';
}

test('every ready recipe can run, and its seeds lack nothing obvious', async () => {
  for (const name of await readyRecipeNames()) {
    const { out, exitCode } = await validate(name, true);
    const validation = validateOutput.parse(JSON.parse(out));
    expect({ exitCode, valid: validation.valid }).toEqual({ exitCode: 0, valid: true });
    if (validation.valid && validation.seeds) expect(validation.seeds.advice).toEqual([]);
  }
});

test('seeds are told how varied they are, and what is missing, in plain lines', async () => {
  const { out, exitCode } = await validate(written({ seeds: { tasks } }));
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^✓ mine \(recipe my\.yaml\) can run: 100 pairs\.$/m);
  expect(out).toMatch(/^ {2}strategies {8}selfInstruct 100 %$/m);
  expect(out).toMatch(/^ {2}groups {12}food 2$/m);
  expect(out).toMatch(
    /^ {2}verbs .* 1 different in 2 of 2 instructions: 0\.0 bits, as varied as 1 equally frequent verbs$/m,
  );
  expect(out).toMatch(/^! There are 2 seeds: write 20 or more/m);
  expect(out).toMatch(/^! 1 seed nearly repeats an earlier one, such as seed 2 with seed 1: replace it\.$/m);
});

test('the output for programs is what its schema says, for better and for worse', async () => {
  const good = await validate(written({ seeds: { tasks } }), true);
  expect(validateOutput.parse(JSON.parse(good.out))).toMatchObject({
    valid: true,
    strategies: { selfInstruct: 1, template: 0, augment: 0 },
    seeds: { tasks: 2, verbs: { top: [{ name: 'name', count: 2, objects: [{ name: 'nut', count: 2 }] }] } },
    seedFile: null,
  });
  const bad = await validate(written({}), true);
  expect(bad.exitCode).toBe(2);
  expect(validateOutput.parse(JSON.parse(bad.out))).toMatchObject({
    valid: false,
    recipe: 'my.yaml',
    problem: expect.stringContaining('"seeds" is missing') as unknown,
  });
});

describe('what would stop a run is told before it:', () => {
  test.each([
    [
      'a strategy without what it needs',
      { seeds: { tasks }, strategies: { augment: 1 } },
      /"augment" is missing/,
    ],
    [
      'an unknown placeholder',
      { template: { templates: [{ name: 'a', instruction: 'Name a {{ nutt }}.' }] } },
      /nutt/,
    ],
    ['an unknown operator', { seeds: { tasks }, augment: { chains: [['deepn']] } }, /deepn/],
    [
      'an endpoint that nobody configured',
      { seeds: { tasks }, teacher: { endpoint: 'midd' } },
      /There is no endpoint "midd"; there are mid, local/,
    ],
    [
      'a judge at one',
      { seeds: { tasks }, judge: { judges: [{ endpoint: 'mid' }, { endpoint: 'midd', model: 'm' }] } },
      /There is no endpoint "midd"/,
    ],
    [
      'a route to one',
      {
        seeds: { tasks },
        coverage: { axes: { complexity: { hard: 1, simple: 1 } } },
        teacher: { respond: { routes: [{ endpoint: 'midd', when: { complexity: ['hard'] } }] } },
      },
      /There is no endpoint "midd"/,
    ],
    ['an unknown version of a prompt', { seeds: { tasks }, prompts: { respond: 'nope' } }, /nope/],
    [
      'a column that is missing',
      { seeds: { file: 'set.csv', columns: { input: 'contxt' } } },
      /has no column "contxt"/,
    ],
  ])('%s', async (_, fields, message) => {
    writeFileSync(join(workspace, 'set.csv'), 'instruction,response\nName a nut.,Hazel.\n');
    writeFileSync(
      join(workspace, 'seedbed.config.yaml'),
      'endpoints: { mid: { baseUrl: "http://127.0.0.1:9/v1", model: m } }\n',
    );
    await expect(validate(written(fields))).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 2,
      message: expect.stringMatching(message) as string,
    });
  });
});

test('rows that were left out are shown with their place, the first ones', async () => {
  const line = '{"instruction": "Name a nut.", "output": "Hazel."}\n';
  writeFileSync(join(workspace, 'set.jsonl'), line + 'oops\n'.repeat(7) + line);
  const { out } = await validate(written({ seeds: { file: 'set.jsonl', onMalformed: 'skip' } }));
  expect(out).toMatch(/seed file {9}set\.jsonl: 2 tasks, Alpaca/);
  expect(out.match(/^ {2}line \d+ is left out: Not JSON/gm)).toHaveLength(5);
  expect(out).toMatch(/^ {2}and 2 more$/m);
  expect(out).toMatch(/^ {2}line 9 has the same instruction as line 1$/m);
});

test('on a terminal no line is wider than it, and no text of a seed steers it', () => {
  const seeds = [seedTask('Write \u001B[31m a long poem about everything that there is in the wide world.')];
  const plain = new Terminal(
    {},
    { isTTY: false } as NodeJS.WriteStream,
    { isTTY: false } as NodeJS.WriteStream,
  ).outColors;
  const doubled = [...seeds, ...seeds];
  const lines = seedDiversityView(
    seedDiversity(doubled, 'en', undefined),
    doubled.map(({ instruction }) => instruction),
    plain,
    60,
  );
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(60);
    expect(line).not.toContain('\u001B');
  }
});

describe('endpoints that a recipe asks are looked at, which costs nothing and makes no recipe invalid', () => {
  const answers: Record<string, { status: number; body: unknown }> = {
    '/known/models': { status: 200, body: { data: [{ id: 'gpt-4o-mini' }, { id: 'o3' }] } },
    '/strict/models': { status: 401, body: { error: { message: 'no' } } },
    '/busy/models': { status: 503, body: {} },
  };
  const server = createServer((incoming, response) => {
    const { status, body } = answers[incoming.url ?? ''] ?? { status: 404, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ['a model that is listed', 'known', 'o3', null],
    [
      'a model that is not listed',
      'known',
      'gpt-4o-mimi',
      /"gpt-4o-mimi" is not among them\. The closest is "gpt-4o-mini"\./,
    ],
    ['a key that is wanted', 'strict', 'o3', /wants a key and got none/],
    ['a service that lists no models', 'silent', 'o3', null],
    ['a service that has no time', 'busy', 'o3', null],
  ])('%s', async (_, path, model, problem) => {
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}/${path}`;
    writeFileSync(
      join(workspace, 'seedbed.config.yaml'),
      JSON.stringify({ endpoints: { mine: { baseUrl, model } } }),
    );
    const recipe = written({ seeds: { tasks }, teacher: { endpoint: 'mine' } });
    const { out, exitCode } = await validate(recipe, true);
    expect(exitCode).toBe(0);
    expect(validateOutput.parse(JSON.parse(out))).toMatchObject({
      valid: true,
      endpoints: [
        {
          endpoint: 'mine',
          model,
          problem: problem === null ? null : (expect.stringMatching(problem) as string),
        },
      ],
    });
    if (problem !== null) expect((await validate(recipe)).out).toMatch(problem);
  });

  test('one whose price nobody knows, where the budget is in dollars: the run would be refused', async () => {
    writeFileSync(
      join(workspace, 'seedbed.config.yaml'),
      'endpoints: { mine: { baseUrl: "http://127.0.0.1:9/v1", model: gpt-4o-mini } }',
    );
    const { out } = await validate(written({ seeds: { tasks }, budget: { usd: 1 } }));
    expect(out).toMatch(
      /^ {2}! The recipe has a "budget" in dollars\. The price of "gpt-4o-mini" at endpoint "mine" is not known: .*endpoints\.mine\.prices\["gpt-4o-mini"\]/m,
    );
    const inTokens = await validate(written({ seeds: { tasks }, budget: { tokens: 1_000 } }));
    expect(inTokens.out).not.toContain('The price of');
  });

  test('one that nobody listens at', async () => {
    writeFileSync(
      join(workspace, 'seedbed.config.yaml'),
      'endpoints: { mine: { baseUrl: "http://127.0.0.1:9/v1", model: m } }',
    );
    const { out, exitCode } = await validate(written({ seeds: { tasks } }));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^ {2}! Endpoint "mine" \(127\.0\.0\.1:9\) could not be reached/m);
  });
});
