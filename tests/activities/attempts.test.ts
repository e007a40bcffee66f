import { CancelledFailure } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { asAttempts } from '../../activities/attempts';
import { UserError } from '../../core/foundations/userError';
import { PassingError } from '../../core/foundations/failure/failure';
import { Troubles } from '../../core/foundations/failure/troubles';
import { defect, invalidInput, needsMending, passing } from '../../core/run/failureTypes';
import { createLog } from '../../workers/log';

/** Failures are what is tested here. */
const logger = new DefaultLogger('ERROR');

const key = 'very-secret-0123456789';
const prompt = 'Write a sonnet about the confidential merger.';
const shard = {
  input: { runKey: 'run@1', iteration: 7, instruction: prompt },
  endpoint: 'openai',
  from: 64,
  to: 128,
};

interface AttemptOptions {
  readonly input?: unknown;
  readonly attempt?: number;
  readonly troubles?: Troubles;
}

/** One attempt of an activity: what it threw, and the lines that it left in the log. */
async function attempt(
  activity: (input: unknown) => Promise<unknown>,
  { input, attempt: number = 1, troubles = new Troubles() }: AttemptOptions = {},
): Promise<{ thrown: unknown; lines: Record<string, unknown>[]; text: string; troubles: Troubles }> {
  let text = '';
  const log = createLog('trace', { write: (line: string) => void (text += line) });
  const { respond } = asAttempts({ respond: activity }, { log, troubles, secrets: [key] });
  const environment = new MockActivityEnvironment({ activityType: 'respond', attempt: number }, { logger });
  const thrown: unknown = await environment
    .run(() => respond(input ?? shard))
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { thrown, lines, text, troubles };
}

const failing = (error: Error) => attempt(() => Promise.reject(error));

test('each attempt is one line, by which it is found: run, iteration, shard, attempt, outcome', async () => {
  const { lines } = await attempt(() => Promise.resolve(prompt));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: 'info',
    activity: 'respond',
    workflowId: 'test',
    run: 'run@1',
    iteration: 7,
    shard: { endpoint: 'openai', from: 64, to: 128 },
    attempt: 1,
    outcome: 'done',
    ms: expect.any(Number) as number,
  });
});

test.each([
  ['passing', new PassingError('away'), 'warn', passing, false],
  ['needsMending', new UserError('Wrong.'), 'warn', needsMending, true],
  ['defect', new TypeError('x is undefined'), 'error', defect, true],
] as const)('a failure is of one of three kinds, as data: %s', async (kind, error, level, type, isFinal) => {
  const { thrown, lines } = await failing(error);
  expect(thrown).toMatchObject({ type, nonRetryable: isFinal, details: [{ kind }] });
  expect(lines).toMatchObject([{ level, outcome: kind }]);
});

test('a limit that is waited for is no alarm, and is waited for as long as was told', async () => {
  const { thrown } = await failing(new PassingError('later', { retryAfterMs: 6 * 3_600_000 }));
  expect(thrown).toMatchObject({
    nextRetryDelay: 6 * 3_600_000,
    category: ApplicationFailureCategory.BENIGN,
    nonRetryable: false,
  });
});

test.each([
  ['cancelled', new CancelledFailure('cancelled by the workflow')],
  [invalidInput, ApplicationFailure.nonRetryable('No seeds.', invalidInput)],
] as const)('what ends a run stays what it is: %s', async (outcome, error) => {
  const { thrown, lines } = await failing(error);
  expect(thrown).toBe(error);
  expect(lines).toMatchObject([{ outcome }]);
});

test('a defect says where it is, to people and in the log', async () => {
  const { thrown, lines } = await failing(new TypeError('x is undefined'));
  expect((thrown as Error).message).toMatch(
    /^A defect of Seedbed in respond: TypeError: x is undefined\. Please report it/,
  );
  expect(String((lines[0]?.['frames'] as string[])[0])).toContain('attempts.test.ts');
});

test.each([
  ['a result', () => Promise.resolve({ text: prompt, key })],
  ['what is away', () => Promise.reject(new PassingError(`${prompt} ${key}`))],
  ['what is to be mended', () => Promise.reject(new UserError(`${prompt} ${key}`))],
  ['a defect', () => Promise.reject(new Error(`${prompt}\n${key}`))],
  ['a cause', () => Promise.reject(new Error('outer', { cause: new SyntaxError(`${prompt} ${key}`) }))],
])('no key and no text of a prompt or an answer gets into the log: %s', async (_, activity) => {
  const { text, lines } = await attempt(activity);
  expect(lines).toHaveLength(1);
  expect(text).not.toContain(key);
  expect(text).not.toMatch(/sonnet|merger/);
});

test('no key gets into a history', async () => {
  for (const error of [new PassingError(`it says ${key}`), new UserError(key), new Error(key)])
    expect(
      JSON.stringify((await failing(error)).thrown, Object.getOwnPropertyNames(Error.prototype)),
    ).not.toContain(key);
});

test('what passes is noted as a trouble of its run for as long as it fails', async () => {
  const soon = Date.now() + 31_000;
  const { troubles } = await failing(new PassingError('The embedder is away.'));
  expect(troubles.shown(soon).get('run@1')).toMatchObject([
    { what: 'respond of iteration 7', message: 'The embedder is away.', times: 1 },
  ]);
  await attempt(() => Promise.resolve('done'), { attempt: 2, troubles });
  expect(troubles.shown(soon).size).toBe(0);
});

test.each([
  ['a plan', { runKey: 'run@1', iteration: 3, readThrough: 1 }, { run: 'run@1', iteration: 3 }],
  ['a batch', { runKey: 'run@1', batch: 2, given: [prompt] }, { run: 'run@1', batch: 2 }],
  ['a beginning', { input: { recipe: prompt }, workflowId: 'run', firstRunId: '1' }, { run: 'run@1' }],
])(
  'whatever it is asked to do, its line tells the address and nothing else: %s',
  async (_, input, address) => {
    const { lines, text } = await attempt(() => Promise.resolve(), { input });
    expect(lines[0]).toMatchObject(address);
    expect(text).not.toContain('sonnet');
  },
);
