import { answerClassOf, Durations } from '../../../core/teacher/durations';
import type { TeacherRequest } from '../../../core/teacher/request';

function durationsOf(...milliseconds: readonly number[]): Durations {
  const durations = new Durations();
  for (const one of milliseconds) durations.note(one);
  return durations;
}

test('a quantile is never less than what was seen, and at most a fifth more', () => {
  const seen = Array.from({ length: 100 }, (_, index) => 900 + 7 * index);
  const durations = durationsOf(...seen);
  for (const share of [0.5, 0.9, 0.99, 1]) {
    const exact = seen[Math.ceil(share * seen.length) - 1] ?? NaN;
    expect(durations.quantile(share)).toBeGreaterThanOrEqual(exact);
    expect(durations.quantile(share)).toBeLessThan(exact * 1.2);
  }
});

test('without answers nothing is known', () => {
  expect(new Durations().quantile(0.5)).toBeUndefined();
});

test('an endpoint that became faster is known to be so after a while, and one that became slower soon', () => {
  const durations = new Durations();
  for (let count = 0; count < 4_000; count++) durations.note(1_000);
  for (let count = 0; count < 30; count++) durations.note(30_000);
  expect(durations.quantile(0.99)).toBeGreaterThan(29_000);
  for (let count = 0; count < 4_000; count++) durations.note(1_000);
  expect(durations.quantile(0.99)).toBeLessThan(1_200);
  expect(durations.count).toBeLessThan(2_048);
});

test('durations out of all bounds are counted at the ends', () => {
  const durations = durationsOf(0, 1e12);
  expect(durations.quantile(0.5)).toBe(10);
  expect(durations.quantile(1)).toBeGreaterThan(3_600_000);
});

test('answers are of one class when they play the same part within bounds of the same size', () => {
  const request = (max_tokens: number, role: TeacherRequest['role'] = 'respond'): TeacherRequest => ({
    role,
    endpoint: 'e',
    model: 'm',
    prompt: { kind: 'completion', prompt: 'p' },
    parameters: { max_tokens },
    sample: '0',
  });
  expect(answerClassOf(request(600))).toBe(answerClassOf(request(1_000)));
  expect(answerClassOf(request(600))).not.toBe(answerClassOf(request(6_000)));
  expect(answerClassOf(request(600))).not.toBe(answerClassOf(request(600, 'judge')));
  expect(answerClassOf(request(600))).not.toBe(
    answerClassOf({ ...request(600), thinkingAllowance: 'larger' }),
  );
});
