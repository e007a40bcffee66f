import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const range = { range: { from: 2, to: 60 } };
const numbers = { have: range, more: range, all: { compute: 'have + more' } };

test.each([
  ['zh', 'Chinese', '小明有{{ have }}个苹果，又买了{{ more }}个，一共有多少个？', '一共有{{ all }}个。'],
  ['th', 'Thai', 'มีไข่{{ have }}ฟองซื้อเพิ่ม{{ more }}ฟองรวมกี่ฟอง', 'รวม{{ all }}ฟอง'],
])(
  'with `language: %s` a run accepts instructions in %s, which have no space between words',
  async (language, _, instruction, response) => {
    const handle = await seedbed.startRun(
      {
        name: `language-${language}`,
        language,
        target: 12,
        teacher: { endpoint: 'simulated' },
        seeds: { tasks: [{ instruction: response, response: instruction }] },
        strategies: { template: 1 },
        template: { templates: [{ name: 'sum', slots: numbers, instruction, response }] },
      },
      `language-${language}`,
    );
    const { funnel, accepted } = await handle.result();
    expect(funnel.rejected).toBe(0);
    expect(accepted).toBeGreaterThanOrEqual(12);
  },
  60_000,
);
