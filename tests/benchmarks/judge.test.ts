import { labelledPairs, measureJudge } from '../../benchmarks/judge';
import { endpointSchema } from '../../core/teacher/endpoint';
import { ourPrompts } from '../support/ourPrompts';
import { startSimulatedTeacher } from '../support/simulatedTeacher';
import type { SimulatedTeacherOptions } from '../support/simulatedTeacherOptions';

async function measured(options: SimulatedTeacherOptions): Promise<string[][]> {
  const teacher = await startSimulatedTeacher(options);
  try {
    const lines = await measureJudge(labelledPairs(24, 42), {
      endpoint: endpointSchema.parse({
        baseUrl: teacher.baseUrl,
        structuredOutput: true,
        concurrency: 8,
      }),
      model: 'simulated',
      prompts: ourPrompts,
      together: [1, 4],
      maxTokens: 1024,
      environment: {},
    });
    return lines
      .filter((line) => /^\| \d/u.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()));
  } finally {
    await teacher.close();
  }
}

test('a judge is measured alone, with others in one order and in both, and what each way costs', async () => {
  const [alone, together, both] = await measured({});
  expect(alone?.slice(1, 4)).toEqual(['1', '1', '24 of 24']);
  expect(together?.slice(1, 4)).toEqual(['4', '1', '24 of 24']);
  expect(both?.slice(1, 4)).toEqual(['4', '2', '24 of 24']);
  expect(Number(together?.at(-2))).toBeLessThan(Number(alone?.at(-2)));
  expect(Number(both?.at(-2))).toBeGreaterThan(Number(together?.at(-2)));
  // It grades whatever it is shown, so that its area has a half inside.
  const [, low = 1, high = 0] = /\(([\d.]+) to ([\d.]+)\)/u.exec(alone?.[4] ?? '')?.map(Number) ?? [];
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
});

test('a judge that answers garbage is worth nothing, and is said so', async () => {
  const rows = await measured({ faults: { refusals: 1 } });
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row.slice(3, 5)).toEqual(['0 of 24', '–']);
});
