import vm from 'node:vm';

/** The shortest of several tries, in milliseconds. */
function shortest(work: () => number): number {
  const tries = Array.from({ length: 5 }, () => {
    const began = performance.now();
    expect(work()).toBeGreaterThan(0);
    return performance.now() - began;
  });
  return Math.min(...tries);
}

const hasPlainContexts = 'DONT_CONTEXTIFY' in vm.constants;

test('what computes in a test finds a global as fast as a variable of its own', () => {
  const { max } = Math;
  const byVariable = shortest(() => {
    let sum = 0;
    for (let index = 0; index < 200_000; index++) sum += max(index % 7, 3);
    return sum;
  });
  const byGlobal = shortest(() => {
    let sum = 0;
    for (let index = 0; index < 200_000; index++) sum += Math.max(index % 7, 3);
    return sum;
  });
  if (hasPlainContexts) expect(byGlobal).toBeLessThan(20 * byVariable);
});

test('a file still has globals of its own, in the realm of what it makes', () => {
  expect([]).toBeInstanceOf(Array);
  expect(new Error('one')).toBeInstanceOf(Error);
  expect(globalThis).toHaveProperty('expect');
  expect(vm.runInThisContext('typeof expect')).toBe('undefined');
});
