import { RateControl, type Allowance, type Outcome } from '../../../core/teacher/rateControl';

const allowance: Allowance = { concurrency: 8, expiresAt: Infinity };
const answered: Outcome = { kind: 'answered', tokens: 10 };
const failed = (kind: 'transient' | 'rateLimited' | 'cancelled'): Outcome => ({
  kind: 'failed',
  failure: { kind, message: '' },
});

/** Lets a request through and back at once. */
function once(control: RateControl, now: number, outcome: Outcome): void {
  control.arrive(control.depart(now), outcome, now);
}

test('no more than allowed are in flight', () => {
  const control = new RateControl({ ...allowance, concurrency: 2 }, 0);
  control.depart(0);
  const second = control.depart(0);
  expect(control.earliestDeparture(0)).toBe(Infinity);
  control.arrive(second, answered, 1);
  expect(control.earliestDeparture(1)).toBe(1);
});

test('a request that left late is made up for, so that lateness does not add up', () => {
  const control = new RateControl({ ...allowance, concurrency: 1000, requestsPerMinute: 1200 }, 0);
  let now = 0;
  for (let sent = 0; sent < 400; sent++) {
    now = Math.max(now, control.earliestDeparture(now)) + (sent % 3) * 2;
    control.depart(now);
  }
  expect(399 / (now / 1000)).toBeGreaterThan(19.5);
  expect(399 / (now / 1000)).toBeLessThan(20);
});

test('the refusals of one burst narrow once', () => {
  const control = new RateControl(allowance, 0);
  const burst = Array.from({ length: 8 }, () => control.depart(0));
  for (const departure of burst.slice(4)) control.arrive(departure, failed('rateLimited'), 5);
  expect(control.concurrencyLimit(5)).toBe(4);
  for (const departure of burst.slice(0, 4)) control.arrive(departure, answered, 900);
  expect(control.concurrencyLimit(900)).toBeGreaterThanOrEqual(4);
});

test('after five failures in a row one request at a time asks, until one is answered', () => {
  const control = new RateControl(allowance, 0);
  for (let i = 0; i < 5; i++) once(control, i, failed('transient'));
  const probe = control.earliestDeparture(5);
  expect(probe).toBeGreaterThan(400);
  once(control, probe, failed('transient'));
  expect(control.earliestDeparture(probe)).toBeGreaterThan(probe + 500);
  const next = control.earliestDeparture(probe);
  const asked = control.depart(next);
  expect(control.earliestDeparture(next)).toBeGreaterThan(next + 1_000);
  control.arrive(asked, answered, next + 100);
  expect(control.earliestDeparture(next + 100)).toBe(next + 100);
  expect(control.concurrencyLimit(next + 100)).toBe(8);
});

test('what we withdraw says nothing about the endpoint', () => {
  const control = new RateControl(allowance, 0);
  for (let i = 0; i < 20; i++) once(control, i, failed('cancelled'));
  expect(control.earliestDeparture(20)).toBe(20);
  expect(control.inFlight).toBe(0);
});

test('one failure in twenty neither stops nor slows anything', () => {
  const control = new RateControl(allowance, 0);
  for (let i = 0; i < 2000; i++) once(control, i, i % 20 === 0 ? failed('transient') : answered);
  expect(control.concurrencyLimit(2000)).toBe(8);
  expect(control.probingAt).toBeUndefined();
});

test('an endpoint that refuses everything for a while is asked again, ever less often', () => {
  const control = new RateControl(allowance, 0);
  let now = 0;
  const waits: number[] = [];
  for (let i = 0; i < 6; i++) {
    const at = control.earliestDeparture(now);
    waits.push(at - now);
    now = at;
    once(control, now, failed('rateLimited'));
  }
  expect(waits).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000]);
  now = control.earliestDeparture(now);
  once(control, now, answered);
  expect(control.earliestDeparture(now)).toBe(now);
});
