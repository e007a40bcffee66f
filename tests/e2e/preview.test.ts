import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { CandidateStore } from '../../adapters/store/candidateStore';
import { ReportStore } from '../../adapters/store/reportStore';
import { listRuns } from '../../adapters/store/runList';
import { previewOf } from '../../core/run/report/preview';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { previewRecipe } from '../../workflows/previewRecipe';
import { mixedRecipe } from '../support/mixedRecipe';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 120_000);

beforeEach(() => teacher.reset());

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const startPreview = (recipe: RecipeInput, candidates: number) =>
  seedbed.client.workflow.start<typeof previewRecipe>('previewRecipe', {
    workflowId: `preview-${recipe.name}`,
    taskQueue: 'seedbed',
    args: [{ recipe, candidates }],
  });

test('a preview shows a candidate of each strategy with its calls and verdicts, and no list of runs shows it', async () => {
  const { runKey } = await (await startPreview(mixedRecipe({ name: 'mixed', judge: {} }), 12)).result();
  const store = new CandidateStore(seedbed.database);
  const candidates = await store.all(runKey);
  const calls = await store.calls(runKey, candidates);
  const spent = await new ReportStore(seedbed.database).spent(runKey);
  const preview = previewOf({ recipe: 'mixed', runKey, spent }, candidates, calls);

  expect(new Set(candidates.map(({ strategy }) => strategy))).toEqual(
    new Set(['selfInstruct', 'template', 'augment']),
  );
  expect(preview.candidates).toHaveLength(candidates.length);
  const accepted = candidates.filter(({ state }) => state === 'accepted');
  expect(accepted.length).toBeGreaterThan(0);
  for (const candidate of accepted)
    expect(candidate.scores.map(({ filter }) => filter)).toEqual(
      expect.arrayContaining(['novelty', 'judge']),
    );
  for (const { calls: keys } of candidates) for (const key of keys) expect(calls.get(key)).toBeDefined();
  expect(spent.completionTokens).toBe(teacher.stats().completionTokens);

  expect(await seedbed.status('preview-mixed')).toMatchObject({ state: 'completed', funnel: { open: 0 } });
  expect(await listRuns(seedbed.database, 'all', 10)).toEqual([]);
  expect(await seedbed.runs.find('preview-mixed')).toBeUndefined();
}, 60_000);

test('a preview whose key is refused ends with the sentence that says what to mend, and asks nothing more', async () => {
  teacher.configure({ unauthorized: true });
  try {
    const handle = await startPreview(testRecipe({ name: 'refused' }), 5);
    const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkflowFailedError);
    const { cause } = error as WorkflowFailedError;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect(cause?.message).toMatch(/wants a key and got none \(HTTP 401/);
    await eventually('no workflow to run', async () => {
      for await (const _ of seedbed.client.workflow.list({ query: 'ExecutionStatus = "Running"' }))
        return false;
      return true;
    });
    const { state, detail, funnel } = await seedbed.status('preview-refused');
    expect({ state, detail, open: funnel.open }).toEqual({
      state: 'failed',
      detail: cause?.message,
      open: 0,
    });
  } finally {
    teacher.configure({ unauthorized: false });
  }
}, 60_000);

test('a preview that is cancelled is noted as such, and leaves no candidate open', async () => {
  teacher.configure({ latency: { meanSeconds: 1 } });
  try {
    const handle = await startPreview(testRecipe({ name: 'cancelled' }), 5);
    await eventually('a request', () => Promise.resolve(teacher.stats().requests > 0));
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    await eventually(
      'the preview to be noted',
      async () => (await seedbed.status('preview-cancelled')).state === 'cancelled',
      10_000,
    );
  } finally {
    teacher.configure({ latency: { meanSeconds: 0 } });
  }
}, 60_000);

test.each([
  ['candidates', { candidates: 0 }, /"candidates" is 0, but must be a whole number from 1 to 100/],
  ['recipe', { recipe: { name: 'x', target: 'ten' } }, /"target" is the text "ten"/],
])('a mistake in its %s fails it at once, in words', async (field, input, sentence) => {
  const handle = await seedbed.client.workflow.start('previewRecipe', {
    workflowId: `preview-bad-${field}`,
    taskQueue: 'seedbed',
    args: [{ recipe: testRecipe({ name: 'bad' }), ...input }],
  });
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  expect((error as WorkflowFailedError).cause?.message).toMatch(sentence);
  expect(teacher.stats().requests).toBe(0);
});
