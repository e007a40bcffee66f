import { runThroughFaults } from '../tests/support/faultExperiment';

/** 1,000 pairs through server errors, malformed answers, hangs and an outage of 30 s together. `npm run bench:faults` */
async function main(): Promise<void> {
  const report = await runThroughFaults({
    pairs: 1_000,
    outageSeconds: 30,
    iterationSize: 100,
    withinMs: 900_000,
  });
  const faults = Object.entries(report.faults).map(([fault, count]) => `${count} ${fault}`);
  process.stdout.write(
    [
      `ended by itself             ${report.state}`,
      `accepted pairs              ${report.accepted} of 1000 (${report.proposed} candidates)`,
      `of them malformed answers   ${report.spoiledPairs} (0)`,
      `faults met                  ${faults.join(', ')}; ${report.refusedForOutage} requests refused in the outage`,
      `quarantined                 ${report.quarantined}`,
      `paid twice                  ${report.repeatedAfterAnswer}`,
      '',
    ].join('\n'),
  );
}

void main();
