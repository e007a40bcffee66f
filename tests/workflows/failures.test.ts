import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { UserError } from '../../core/foundations/userError';
import { PassingError, type FailureKind } from '../../core/foundations/failure/failure';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import { defect, needsMending } from '../../core/run/failureTypes';
import type { Progress } from '../../workflows/messages';
import type { StageName } from '../../core/run/stages';
import type { DueStage } from '../../core/run/stages/dueStage';
import { eventually } from '../support/testSeedbed';
import { batchWorkflowId } from '../../core/review/batchName';
import { dueStage, prepared, WorkflowStage } from './workflowStage';

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open();
}, 180_000);

afterEach(() => {
  stage.activities = {};
});

afterAll(() => stage?.close());

const words = 'Put a valid key there.';
const uniqueViolation = (): Error =>
  Object.assign(new Error('duplicate key value violates unique constraint "x"'), {
    code: '23505',
    severity: 'ERROR',
  });

const thrown: Readonly<Record<FailureKind, () => Error>> = {
  passing: () => new PassingError('The database is away.'),
  needsMending: () => new UserError(words),
  defect: uniqueViolation,
};

/** What a run is shown with that such a failure paused. */
const shown: Readonly<Record<Exclude<FailureKind, 'passing'>, RegExp>> = {
  needsMending: /^Put a valid key there\.$/,
  defect: /^A defect of Seedbed in .*unique constraint/,
};

/** Two stages, since all are asked and read by the same code: the last one has nobody after it. */
const then: Partial<Record<StageName, DueStage>> = { propose: dueStage('respond', 1) };

/** A run in which every activity of runs and iterations has its turn. */
const everything: WorkflowStage['activities'] = {
  prepareRun: () =>
    Promise.resolve({
      ...prepared,
      target: 20,
      openIterations: 1,
      listsToWrite: 1,
      reviewsGate: true,
      refits: true,
    }),
  readStage: ({ stage: name }) => Promise.resolve(then[name] ?? null),
  commitIteration: ({ iteration }) => {
    const [accepted, awaitingReview] = iteration === 0 ? [0, 10] : [20, 0];
    const states = { rejected: 0, quarantined: 0, declined: 0, abandoned: 0, open: 0 };
    const funnel = { ...states, proposed: accepted + awaitingReview, accepted, awaitingReview };
    return Promise.resolve({ iteration, works: 4, funnel, reviews: iteration === 0 ? [0] : [] });
  },
};

type Name = keyof WorkflowStage['activities'];

const ofRuns = [
  'writeLists',
  'planIteration',
  'askStage',
  'readStage',
  'commitIteration',
  'applyReview',
  'refit',
  'acceptCalibration',
  'exportRun',
  'noteRun',
] as const satisfies readonly Name[];

/** An activity of that name that throws for as long as it is broken, and does what it usually does from then on. */
function breaking(name: Name, kind: FailureKind): { mend(): void; attempts(): number } {
  let [isBroken, attempts] = [true, 0];
  const usual = everything[name] as ((input: unknown) => Promise<unknown>) | undefined;
  const broken = async (input: unknown): Promise<unknown> => {
    attempts++;
    if (isBroken) throw thrown[kind]();
    return usual?.(input);
  };
  stage.activities = { ...everything, [name]: broken };
  return { mend: () => void (isBroken = false), attempts: () => attempts };
}

const at = (handle: WorkflowHandle) => handle.query<Progress, []>('progress');
const pauses = (handle: WorkflowHandle) =>
  eventually('the run to pause', async () => (await at(handle)).stage === 'paused');

/** People decide, and accept what was fitted to it, as soon as they are asked: a run that is stopped before asks nobody. */
async function decide(run: string, hasEnded: () => Promise<boolean>): Promise<void> {
  const { workflow } = stage.environment.client;
  const isAsked = (): boolean => stage.calls.includes('load batch 0');
  await eventually('a batch', async () => isAsked() || (await hasEnded()));
  if (!isAsked()) return;
  await workflow.getHandle(run).signal('acceptCalibration', { version: 1, reviewer: 'ana' });
  const batch = workflow.getHandle(batchWorkflowId(run, 0, prepared.runTag));
  await batch.signal('approve', { items: 'all', reviewer: 'ana' });
}

async function start(name: string): Promise<WorkflowHandle> {
  const handle = await stage.start(name);
  // Not by its result: while that is waited for, the server skips time.
  const hasEnded = async (): Promise<boolean> => (await handle.describe()).status.name !== 'RUNNING';
  decide(name, hasEnded).catch(async (error: unknown) => {
    // A verdict that came too late is no fault; one that the run still waits for would be waited for in vain.
    if (!(await hasEnded())) await handle.terminate(`nobody could decide: ${String(error)}`);
  });
  return handle;
}

describe.each(ofRuns)('%s', (name) => {
  test('is tried again where something is away, and the run goes on by itself', async () => {
    const activity = breaking(name, 'passing');
    const handle = await start(`passing-${name}`);
    await eventually('it to be tried again', () => Promise.resolve(activity.attempts() >= 2));
    expect((await at(handle)).stage).not.toBe('paused');
    activity.mend();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }, 30_000);

  test.each(['needsMending', 'defect'] as const)(
    'pauses the run and says why where it fails for good (%s); resumed, it is done',
    async (kind) => {
      const activity = breaking(name, kind);
      const handle = await start(`${kind}-${name}`);
      await pauses(handle);
      expect((await at(handle)).waitsFor).toMatch(shown[kind]);
      if (name !== 'noteRun') {
        await eventually('the store to know', () => Promise.resolve(stage.notes.at(-1)?.state === 'paused'));
        expect(stage.notes.at(-1)).toMatchObject({ cause: { by: kind }, ended: false });
      }
      activity.mend();
      await handle.signal('resume');
      expect(await handle.result()).toMatchObject({ state: 'completed', dataset: 'datasets/run.jsonl' });
      expect(stage.notes.at(-1)).toMatchObject({ state: 'completed', cause: null });
    },
    30_000,
  );
});

describe('prepareRun', () => {
  test('is tried again where something is away', async () => {
    const activity = breaking('prepareRun', 'passing');
    const handle = await start('passing-prepareRun');
    await eventually('it to be tried again', () => Promise.resolve(activity.attempts() >= 2));
    activity.mend();
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }, 30_000);

  test.each([
    ['needsMending', needsMending],
    ['defect', defect],
  ] as const)('fails for good (%s): there is no run yet that could pause', async (kind, type) => {
    breaking('prepareRun', kind);
    const error = await (await stage.start(`${kind}-prepareRun`)).result().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect((error as WorkflowFailedError).cause).toMatchObject({ type });
  });
});

describe.each(['loadBatch', 'recordVerdicts', 'closeBatch'] as const)('%s of a batch', (name) => {
  test.each(['passing', 'needsMending', 'defect'] as const)(
    'is tried again by itself (%s), and the batch and its run end as they should',
    async (kind) => {
      const activity = breaking(name, kind);
      const handle = await start(`batch-${kind}-${name}`);
      await eventually('it to be tried', () => Promise.resolve(activity.attempts() >= 1));
      activity.mend();
      expect(await handle.result()).toMatchObject({ state: 'completed', openReviews: [] });
    },
    30_000,
  );
});

describe('a run that is stopped while something waits to be mended', () => {
  test.each(['readStage', 'commitIteration', 'planIteration'] as const)(
    'ends as stopped and writes its dataset, whether or not it is mended (%s)',
    async (name) => {
      breaking(name, 'needsMending');
      const handle = await start(`stopped-${name}`);
      await pauses(handle);
      await handle.signal('stop');
      const summary: unknown = await handle.result();
      expect(summary).toMatchObject({ state: 'stopped', accepted: 0, dataset: 'datasets/run.jsonl' });
      expect((summary as { reason: string }).reason).toContain(words);
      expect(stage.notes.at(-1)).toMatchObject({ state: 'stopped', ended: true, cause: null });
    },
    30_000,
  );

  test('ends as stopped where a shard waits, with what was answered', async () => {
    breaking('askStage', 'needsMending');
    const handle = await start('stopped-respond');
    await pauses(handle);
    stage.activities = {
      ...everything,
      commitIteration: ({ iteration }) =>
        Promise.resolve({ iteration, works: 4, funnel: emptyFunnel, reviews: [] }),
    };
    await handle.signal('stop');
    expect(await handle.result()).toMatchObject({ state: 'stopped', dataset: 'datasets/run.jsonl' });
  }, 30_000);

  test('still writes its dataset where that waits: mended and resumed', async () => {
    const activity = breaking('exportRun', 'needsMending');
    const handle = await start('stopped-exportRun');
    await handle.signal('stop');
    await pauses(handle);
    expect((await at(handle)).waitsFor).toBe(words);
    activity.mend();
    await handle.signal('resume');
    expect(await handle.result()).toMatchObject({ state: 'stopped', dataset: 'datasets/run.jsonl' });
  }, 30_000);
});

test('the run hears of the first shard that somebody must mend something for, while the others are still at work', async () => {
  let release = (): void => undefined;
  const others = new Promise<void>((resolve) => (release = resolve));
  let isMended = false;
  stage.activities = {
    ...everything,
    planIteration: () => Promise.resolve({ works: 256, due: dueStage('propose', 256) }),
    askStage: async ({ from }) => {
      if (isMended) return { answered: 1, sent: 1 };
      if (from === 0) throw thrown.needsMending();
      await others;
      return { answered: 1, sent: 1 };
    },
  };
  const handle = await start('first-shard');
  await pauses(handle);
  isMended = true;
  release();
  await handle.signal('resume');
  expect(await handle.result()).toMatchObject({ state: 'completed' });
}, 30_000);

test('what is away is shown in the details of the run, since when and how often, and is gone when it is over', async () => {
  let release = (): void => undefined;
  const away = new Promise<void>((resolve) => (release = resolve));
  stage.activities = {
    ...everything,
    readStage: async ({ stage: name }) => {
      if (name === 'respond') await away;
      return then[name] ?? null;
    },
  };
  const handle = await start('away');
  await eventually('the screening', () => Promise.resolve(stage.calls.includes('read respond 0')));
  const details = async (): Promise<string> =>
    (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
  const troubles = [
    {
      what: 'readStage of iteration 0',
      message: 'The embedder is away.',
      times: 48,
      since: '2026-01-05T10:00:00.000Z',
      lastAt: '2026-01-05T10:04:00.000Z',
    },
  ];
  await handle.signal('troubles', { worker: 'a', troubles });
  await eventually('the details to tell', async () => /readStage of iteration 0/.test(await details()));
  expect(await details()).toContain(
    'failed 48 times since 2026-01-05T10:00:00.000Z, last at 2026-01-05T10:04:00.000Z. The embedder is away.',
  );
  await handle.signal('troubles', 'nonsense');
  await handle.signal('troubles', { worker: 'a', troubles: [] });
  await eventually('the details to forget', async () => !/readStage/.test(await details()));
  release();
  expect(await handle.result()).toMatchObject({ state: 'completed' });
}, 30_000);
