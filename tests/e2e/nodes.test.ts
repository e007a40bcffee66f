import { growBy } from '../../benchmarks/nodes';

test('a run grows by the version of Node that most people have, and not only by the oldest that will do', async () => {
  const { version, accepted } = await growBy('24.22.3');
  expect(version).toMatch(/^24\./);
  expect(accepted).toBeGreaterThanOrEqual(24);
}, 180_000);
