import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { smolLm2 } from '../adapters/stack/assets';
import { fetchAsset } from '../adapters/stack/fetch';
import { PairStore } from '../adapters/store/pairStore';
import type { AcceptedPair } from '../core/dataset/formats/acceptedPair';
import type { Recipe } from '../core/recipe/schema';
import { drawTurns } from '../core/responding/conversing/drawTurns';
import { messageFault } from '../core/responding/conversing/messageFault';
import type { RecipeInput } from '../core/run/recipeSchema';
import { isMeantWell } from '../tests/support/simulatedConversation';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { eventually, TestSeedbed } from '../tests/support/testSeedbed';

/** A line of our seeds. */
interface WrittenSeed {
  readonly instruction: string;
  readonly instances: readonly [{ readonly input: string; readonly output: string }];
  readonly is_classification: boolean;
}

interface Teacher {
  readonly baseUrl: string;
  readonly endpoint: object;
  close(): Promise<void>;
}

/** What a run took to its end. */
interface Took {
  readonly minutes: number;
  readonly kills: number;
  /** Answers of the ledger. */
  readonly answers: number;
}

/**
 * A run of conversations of 2 to 4 turns, and the same with a worker that is killed with -9 three times: whether all of them are whole and as long
 * as was drawn, what became of the others, and whether both runs have the same bytes. It ends with 1 where any of that does not hold.
 * `npm run bench:conversations`, or `npm run bench:conversations -- --teacher embedded --conversations 60 --show 10` with the embedded model: a
 * conversation takes seconds of one core.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      conversations: { type: 'string', default: '200' },
      teacher: { type: 'string', default: 'simulated' },
      /** Share of messages and later responses that are none, where the teacher is simulated. */
      faulty: { type: 'string', default: '0.15' },
      /** Conversations that are printed in full. */
      show: { type: 'string', default: '0' },
      /** Kills of the worker; 0: the run is made once. */
      kills: { type: 'string', default: '3' },
      /** Minutes that there are for both runs: the first is stopped after half of them, and what both came to in whole iterations is compared. */
      minutes: { type: 'string' },
    },
  });
  const target = Number(values.conversations);
  const isEmbedded = values.teacher === 'embedded';
  const teacher = isEmbedded ? await embedded() : await simulated(Number(values.faulty));
  const seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    endpoint: teacher.endpoint,
    servers: 'own',
  });
  try {
    const recipeFor = isEmbedded ? embeddedRecipe : simulatedRecipe;
    const most = values.minutes === undefined ? Infinity : Number(values.minutes) / 2;
    const calm = await grow(seedbed, recipeFor(target), 'calm', { most });
    const pairs = await pairsOf(seedbed, 'calm');
    const { setup } = await seedbed.runs.load(await seedbed.runKey('calm'));
    const { lines, isWhole } = await linesOf(seedbed, 'calm', pairs, setup.recipe, isEmbedded);
    print([...lines, ...(await effortOf(seedbed, 'calm', calm))]);
    if (!isWhole) process.exitCode = 1;
    for (const pair of pairs.slice(0, Number(values.show))) print(['', ...shown(pair)]);
    const kills = Number(values.kills);
    if (kills === 0) return;
    const moments = Array.from({ length: kills }, (_, index) =>
      Math.floor((calm.answers * (index + 1)) / (kills + 1)),
    );
    const killed = await grow(seedbed, recipeFor(target), 'killed', { moments, most });
    const { said, isSame } = await compared(seedbed);
    print([
      `killed with -9              ${killed.kills} times; ${said}: ${isSame ? 'yes' : 'NO'}`,
      ...(await effortOf(seedbed, 'killed', killed)),
    ]);
    if (!isSame) process.exitCode = 1;
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

async function simulated(faultyTurns: number): Promise<Teacher> {
  const teacher = await spawnSimulatedTeacher({ latency: { meanSeconds: 0.1 }, proposals: { faultyTurns } });
  return { baseUrl: teacher.baseUrl, endpoint: { concurrency: 32 }, close: () => teacher.close() };
}

/** The model that answers without a key, as `seedbed up` serves it. */
async function embedded(): Promise<Teacher> {
  const { path } = await fetchAsset(smolLm2);
  const serve = require.resolve('../adapters/languageModel/serve.js');
  const child = spawn(process.execPath, [serve, '--model', path, '--port', '0', '--name', 'simulated'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const baseUrl = /http\S+/.exec(line)?.[0] ?? '';
  const endpoint = {
    concurrency: 2,
    small: true,
    completions: true,
    structuredOutput: false,
    timeoutSeconds: 600,
  };
  return {
    baseUrl,
    endpoint,
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function simulatedRecipe(target: number): RecipeInput {
  return testRecipe({ name: 'conversations', target, conversation: {}, judge: { min: 0.1 } });
}

function embeddedRecipe(target: number): RecipeInput {
  const tasks = readFileSync('recipes/seeds/quickstart.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WrittenSeed)
    .map(({ instruction, instances: [{ input, output }], is_classification: classification }) => ({
      ...{ instruction, input, response: output, classification },
    }));
  return {
    ...{ name: 'conversations', target, conversation: {}, iteration: { size: 20, open: 2 } },
    seeds: { tasks },
  };
}

/** Runs a recipe to its end, or for so many minutes, and kills the worker at so many answers. */
async function grow(
  seedbed: TestSeedbed,
  recipe: RecipeInput,
  name: string,
  { moments = [], most }: { readonly moments?: readonly number[]; readonly most: number },
): Promise<Took> {
  const begun = performance.now();
  const handle = await seedbed.startRun(recipe, name);
  const stopping = Number.isFinite(most)
    ? setTimeout(() => void handle.signal('stop'), most * 60_000)
    : undefined;
  const answered = async (): Promise<number> => {
    const { rows } = await seedbed.database.query<{ answers: number }>(
      `select count(*)::int as answers from ledger where state = 'answered' and run_key = $1`,
      [await seedbed.runKey(name)],
    );
    return rows[0]?.answers ?? 0;
  };
  let hasEnded = false;
  const result = handle.result().finally(() => (hasEnded = true));
  let kills = 0;
  for (const moment of moments) {
    await eventually(`${moment} answers`, async () => hasEnded || (await answered()) >= moment, 7_200_000);
    if (hasEnded) break;
    await seedbed.kill9('worker');
    kills += 1;
  }
  await result;
  clearTimeout(stopping);
  return { minutes: (performance.now() - begun) / 60_000, kills, answers: await answered() };
}

/** What a run took, and what each role was asked. */
async function effortOf(
  seedbed: TestSeedbed,
  run: string,
  { minutes, answers }: Took,
): Promise<readonly string[]> {
  const { rows } = await seedbed.database.query<
    Record<'role' | 'calls' | 'read' | 'cached' | 'written', string>
  >(
    `select role, count(*) as calls, sum(prompt_tokens) as read, coalesce(sum(cached_tokens), 0) as cached, sum(completion_tokens) as written
     from ledger where state = 'answered' and run_key = $1 group by 1 order by 1`,
    [await seedbed.runKey(run)],
  );
  const roles = rows.map(
    ({ role, calls, read, cached, written }) =>
      `${role} ${calls} (${read} tokens read, ${cached} of them kept from before, ${written} written)`,
  );
  return [
    `took                        ${minutes.toFixed(1)} minutes, ${answers} answers: ${roles.join('; ')}`,
  ];
}

/** Whether both runs have the same bytes; of runs that were stopped, in the iterations before the first that was cut off in one of them. */
async function compared(seedbed: TestSeedbed): Promise<{ readonly said: string; readonly isSame: boolean }> {
  const runs = ['calm', 'killed'];
  const [calm = [], killed = []] = await Promise.all(runs.map((run) => pairsOf(seedbed, run)));
  const ends = await Promise.all(
    runs.map(async (run) => {
      const { rows } = await seedbed.database.query<{ end: number | null }>(
        `select min(iteration) as end from candidates where run_key = $1 and state = 'abandoned'`,
        [await seedbed.runKey(run)],
      );
      return rows[0]?.end ?? Infinity;
    }),
  );
  const end = Math.min(...ends);
  if (end === Infinity) {
    const [one, other] = await Promise.all(runs.map((run) => seedbed.dataset(run)));
    const isSame = one === other && JSON.stringify(calm) === JSON.stringify(killed);
    return { said: 'the same bytes', isSame };
  }
  const [some, same] = [calm, killed].map((pairs) => pairs.filter(({ iteration }) => iteration < end));
  return {
    said: `stopped, and before iteration ${end}, where one was cut off, ${some?.length ?? 0} pairs in both, the same bytes`,
    isSame: end > 0 && JSON.stringify(some) === JSON.stringify(same),
  };
}

async function pairsOf(seedbed: TestSeedbed, run: string): Promise<AcceptedPair[]> {
  const pairs: AcceptedPair[] = [];
  for await (const pair of new PairStore(seedbed.database).accepted(await seedbed.runKey(run)))
    pairs.push(pair);
  return pairs;
}

async function linesOf(
  seedbed: TestSeedbed,
  run: string,
  pairs: readonly AcceptedPair[],
  recipe: Recipe,
  isEmbedded: boolean,
): Promise<{ readonly lines: readonly string[]; readonly isWhole: boolean }> {
  const runKey = await seedbed.runKey(run);
  const talks = pairs.flatMap(({ iteration, ordinal, instruction, instances }) =>
    instances.map((instance) => ({
      iteration,
      ordinal,
      instruction,
      ...instance,
      turns: instance.turns ?? [],
    })),
  );
  const { rows: kept } = await seedbed.database.query<{
    iteration: number;
    ordinal: number;
    response: number;
  }>(
    `select iteration, ordinal, response from responses r join candidates c using (run_key, iteration, ordinal)
     where run_key = $1 and c.state = 'accepted' and r.kept order by 1, 2, 3`,
    [runKey],
  );
  const drawn = kept.map((address) => drawTurns(recipe, address).length);
  const whole = talks.filter(({ turns }, index) => turns.length === drawn[index]).length;
  const lengths = countBy(talks.map(({ turns }) => `${turns.length + 1}`));
  const messages = talks.flatMap(({ instruction, input, response, turns }) =>
    turns.map(({ message }, index) => ({
      message,
      before: [{ message: `${instruction}\n\n${input}`.trim(), response }, ...turns.slice(0, index)],
    })),
  );
  const faulty = messages.filter(({ message, before }) => messageFault(message, before, 'en') !== undefined);
  const odd = messages.filter(({ message }) => !isMeantWell(message));
  const { rows: states } = await seedbed.database.query<{ state: string; by: string | null; count: number }>(
    `select state, decided_by as by, count(*)::int as count from candidates
     where run_key = $1 and state <> 'accepted' group by 1, 2 order by 3 desc, 2`,
    [runKey],
  );
  const { rows: reasons } = await seedbed.database.query<{ reason: string }>(
    `select reason from candidates where run_key = $1 and decided_by = 'conversation'`,
    [runKey],
  );
  const { rows: later } = await seedbed.database.query<{ filter: string; count: number }>(
    `select filter, count(*)::int as count from scores where run_key = $1 and stage = 'converse' and not passed group by 1 order by 2 desc`,
    [runKey],
  );
  const list = (entries: readonly (readonly [string, number])[]): string =>
    entries.map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  const lines = [
    `conversations               ${talks.length} of ${pairs.length} accepted pairs, ${whole} whole and as long as was drawn`,
    `exchanges each              ${list(lengths)}`,
    `messages                    ${messages.length}, of them by a rule none ${faulty.length}; different ones ${new Set(messages.map(({ message }) => message)).size}`,
    ...(isEmbedded ? [] : [`bad habits that came through ${odd.length} of ${messages.length} messages`]),
    ...(isEmbedded ? [] : odd.slice(0, 10).map(({ message }) => `  ${message.replaceAll('\n', ' ')}`)),
    ...faulty.map(({ message, before }) => `  ${messageFault(message, before, 'en')}: ${message}`),
    `other candidates            ${list(states.map(({ state, by, count }) => [`${state}${by ? ` by ${by}` : ''}`, count] as const))}`,
    `that came to nothing        ${list(countBy(reasons.map(({ reason }) => reason.replace(/message \d+/u, 'a message').replace(/: ".*$/su, ''))))}`,
    `rejected in later exchanges ${list(later.map(({ filter, count }) => [filter, count] as const))}`,
  ];
  return { lines, isWhole: whole === talks.length && talks.length > 0 };
}

function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
}

function shown({
  instruction,
  instances: [{ input, response, turns = [] }],
}: AcceptedPair): readonly string[] {
  return [
    `> ${instruction}${input === '' ? '' : `\n  ${input}`}`,
    response,
    ...turns.flatMap((turn) => [`> ${turn.message}`, turn.response]),
  ];
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

void main();
