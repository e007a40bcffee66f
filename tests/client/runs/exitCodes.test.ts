import { exitCodeOf, waitsForMending } from '../../../client/terminal/exitCodes';
import { causeOf, pauseOn, type Cause } from '../../../core/run/pause';
import { classifyFailure, meaningOf, type RequestContext } from '../../../core/teacher/failure';
import { runStates, type RunState } from '../../../core/run/status';
import { running } from '../statusFixture';

const context: RequestContext = {
  endpoint: 'openai',
  host: 'api.example.com',
  model: 'm',
  apiKeyEnv: 'OPENAI_API_KEY',
  timeoutSeconds: 1,
  now: 0,
  secrets: [],
};

function codeOf(state: RunState, cause: Cause | null = null, accepted = 412): number {
  return exitCodeOf({ ...running, state, cause, funnel: { ...running.funnel, accepted } });
}

test('every state of a run has its documented exit code', () => {
  expect(Object.fromEntries(runStates.map((state) => [state, codeOf(state)]))).toEqual({
    running: 0,
    stopping: 0,
    completed: 0,
    exhausted: 3,
    stopped: 3,
    cancelled: 3,
    paused: 5,
    failed: 1,
  });
  expect(codeOf('stopped', null, 1_000)).toBe(0);
});

test.each([
  ['a missing key', { cause: 'missingKey' } as const, 4],
  ['a refused key', { cause: 'status', status: 401, headers: {} } as const, 4],
  ['a key without permission', { cause: 'status', status: 403, headers: {} } as const, 4],
  ['an unknown model', { cause: 'status', status: 404, headers: {} } as const, 5],
  ['no credit', { cause: 'status', status: 402, headers: {} } as const, 5],
])('a run paused by %s ends `seedbed run` and says so by its exit code', (_name, problem, exitCode) => {
  const pause = pauseOn(meaningOf(classifyFailure(problem, context)));
  const cause = pause ? causeOf(pause) : null;
  expect(waitsForMending({ state: 'paused', cause })).toBe(true);
  expect(codeOf('paused', cause)).toBe(exitCode);
});

test('a run that a defect paused ends `seedbed run` too', () => {
  expect(waitsForMending({ state: 'paused', cause: { by: 'defect' } })).toBe(true);
  expect(codeOf('paused', { by: 'defect' })).toBe(5);
});

test('a run that a person paused is waited for', () => {
  expect(waitsForMending({ state: 'paused', cause: { by: 'person' } })).toBe(false);
});

test('a run whose budget has no room ends `seedbed run` and says so by its exit code', () => {
  const pause = pauseOn({ kind: 'needsMending', message: 'There is no room.', about: 'budget' });
  expect(codeOf('paused', pause ? causeOf(pause) : null)).toBe(6);
});
