import { InUse } from '../../../adapters/purchasing/inUse';

test('what two hundred runs used is forgotten after a while, and what is in use is not', () => {
  const inUse = new InUse<{ isIdle: boolean }>();
  const begin = performance.now();
  const busy = inUse.get('busy', () => ({ isIdle: false }), begin);
  for (let run = 0; run < 200; run++) inUse.get(`run ${run}`, () => ({ isIdle: true }), begin + run);
  expect(inUse.size).toBe(201);
  inUse.get('another', () => ({ isIdle: true }), begin + 3_600_000);
  expect(inUse.size).toBe(2);
  expect(inUse.get('busy', () => ({ isIdle: true }), begin + 3_600_001)).toBe(busy);
});
