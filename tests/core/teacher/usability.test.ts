import { Usability } from '../../../core/teacher/usability';

/** What is said after each of some answers: `u` usable, `x` not, `r` again not. */
function after(usability: Usability, answers: string): unknown[] {
  return [...answers].map((answer) => {
    const { period } = usability;
    if (answer !== 'u') return usability.unusable(period, answer === 'x' ? 1 : 2);
    usability.usable(period);
    return undefined;
  });
}

test('an endpoint that gave nothing usable is given up after the fifth answer', () => {
  const found = after(new Usability(), 'xxxxx');
  expect(found.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(found[4]).toEqual({ unusable: 5, of: 5 });
});

test('whoever tries it again finds out after three, from nothing', () => {
  const usability = new Usability();
  after(usability, 'xxxxx');
  expect(usability.isProven).toBe(false);
  expect(after(usability, 'xxx')).toEqual([undefined, undefined, { unusable: 3, of: 3 }]);
});

test('one that gave something usable is given up when half of the last forty answers were none', () => {
  const usability = new Usability();
  after(usability, 'u'.repeat(400));
  expect(after(usability, 'xu'.repeat(19)).every((found) => found === undefined)).toBe(true);
  expect(after(usability, 'x')).toEqual([{ unusable: 20, of: 40 }]);
});

test('one that turns useless is given up when ten requests in a row got no answer', () => {
  const usability = new Usability();
  after(usability, 'u'.repeat(400));
  expect(after(usability, 'x'.repeat(10)).at(-1)).toEqual({ unusable: 10, of: 40 });
});

test('requests that have no answer are asked again at the end, and that says nothing of the endpoint', () => {
  const usability = new Usability();
  expect(after(usability, `${'uuuuuuux'.repeat(10)}${'r'.repeat(20)}`).filter(Boolean)).toEqual([]);
});

test('one of eight that is no answer costs nobody the endpoint', () => {
  const usability = new Usability();
  expect(after(usability, `u${'uxuuuuuu'.repeat(100)}`).every((found) => found === undefined)).toBe(true);
});

test('what was sent before it was given up says nothing of it afterwards', () => {
  const usability = new Usability();
  const { period } = usability;
  after(usability, 'xxxxx');
  usability.usable(period);
  expect(usability.isProven).toBe(false);
  expect([1, 2, 3, 4].map(() => usability.unusable(period, 1))).toEqual(Array(4).fill(undefined));
  expect(after(usability, 'xxx').at(-1)).toEqual({ unusable: 3, of: 3 });
});

test('until something usable came one request is out, and a few more where it takes long', () => {
  const usability = new Usability();
  expect(usability.maySend(0, 0)).toBe(true);
  expect(usability.maySend(1, 9_999)).toBe(false);
  expect(usability.sendsNextIn(1, 4_000)).toBe(6_000);
  expect(usability.maySend(3, 10_000)).toBe(true);
  expect(usability.sendsNextIn(4, 60_000)).toBeUndefined();
  after(usability, 'u');
  expect(usability.maySend(100, 0)).toBe(true);
});

test('of an endpoint that takes many at once, a few are out until something usable came', () => {
  const firstOut = (slots: number): number => {
    const usability = new Usability(slots);
    return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((out) => usability.maySend(out, 0)).length;
  };
  expect([1, 16, 64, 512, 4_096].map(firstOut)).toEqual([1, 1, 4, 8, 8]);
  expect(new Usability(64).sendsNextIn(4, 4_000)).toBe(6_000);
  expect(new Usability(64).sendsNextIn(7, 60_000)).toBeUndefined();
});

test('empty answers are reason enough before anything usable came, and none after it', () => {
  const usability = new Usability();
  const silence = (times: number) => Array.from({ length: times }, () => usability.silent(usability.period));
  expect(silence(5)).toEqual([undefined, undefined, undefined, undefined, { unusable: 5, of: 5 }]);
  usability.usable(usability.period);
  expect(silence(40).every((found) => found === undefined)).toBe(true);
});
