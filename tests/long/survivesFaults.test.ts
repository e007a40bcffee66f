import { runThroughFaults } from '../support/faultExperiment';

test('server errors, malformed answers, hangs and an outage together cost no pair, and the run ends by itself', async () => {
  const report = await runThroughFaults({
    pairs: 100,
    outageSeconds: 5,
    iterationSize: 60,
    withinMs: 150_000,
  });
  process.stdout.write(`faults: ${JSON.stringify(report)}\n`);
  expect(report.state).toBe('completed');
  expect(report.accepted).toBeGreaterThanOrEqual(100);
  expect(report.spoiledPairs).toBe(0);
  expect(report.repeatedAfterAnswer).toBe(0);
  // A hang lasts no longer than the others' answers tell: far less than the timeout.
  expect(report.seconds).toBeLessThan(60);
  expect(report.refusedForOutage).toBeGreaterThan(0);
}, 200_000);
