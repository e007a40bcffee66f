import type { RecipeInput } from '../../core/run/recipeSchema';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let babbler: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  babbler = await startSimulatedTeacher({ faults: { malformed: 1 } });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, others: { babbler: babbler.baseUrl } });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await Promise.all([teacher, babbler].map((each) => each?.close()));
});

const [doubtful, repeating, fresh] = [
  'Why does a bicycle not fall over?',
  'Explain to kids how water moves around the earth.',
  'Name four lakes in Finland with their sizes.',
] as const;

/** Instructions of which the rule is unsure, beside one of which it is not. */
const recipe = (name: string, judge: string): RecipeInput => ({
  name,
  target: 3,
  iteration: { size: 3 },
  seeds: {
    tasks: ['Explain how a bicycle stays upright.', 'Explain the water cycle for children.'].map(
      (instruction) => ({ instruction, response: 'As asked.' }),
    ),
  },
  novelty: { rule: 'sameTask', unsure: 'judge' },
  template: {
    templates: [
      { name: 'given', slots: { task: { values: [doubtful, repeating, fresh] } }, instruction: '{{ task }}' },
    ],
  },
  teacher: { endpoint: 'simulated', judge: { endpoint: judge } },
});

/** What became of each instruction. */
async function statesOf(name: string): Promise<Record<string, string>> {
  const { rows } = await seedbed.database.query<{
    instruction: string;
    state: string;
    reason: string | null;
  }>('select instruction, state, reason from candidates where run_key = $1', [await seedbed.runKey(name)]);
  return Object.fromEntries(rows.map(({ instruction, state }) => [instruction, state]));
}

describe('where it is unsure whether an instruction repeats another, the judge', () => {
  test('decides, before a response is bought', async () => {
    teacher.reset();
    await (await seedbed.startRun(recipe('judged', 'simulated'), 'judged')).result();
    expect(await statesOf('judged')).toEqual({
      [doubtful]: 'accepted',
      [repeating]: 'rejected',
      [fresh]: 'accepted',
    });
    expect(teacher.stats().byTask.compare).toBe(2);
    expect(teacher.stats().byTask.respond).toBe(2);
  }, 60_000);

  test('that cannot be understood lets nothing of that through', async () => {
    await (await seedbed.startRun(recipe('babbled', 'babbler'), 'babbled')).result();
    expect(await statesOf('babbled')).toEqual({
      [doubtful]: 'quarantined',
      [repeating]: 'quarantined',
      [fresh]: 'accepted',
    });
  }, 60_000);
});
