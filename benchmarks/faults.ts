import { parseArgs } from 'node:util';
import { runThroughFaults } from '../tests/support/faultExperiment';

/**
 * 1,000 pairs through server errors, malformed answers, hangs and an outage of 30 s together, beside the same run undisturbed: with the default
 * sizes and the default timeout of 120 s. `npm run bench:faults`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '1000' },
      slots: { type: 'string', default: '64' },
      latency: { type: 'string', default: '1' },
      outage: { type: 'string', default: '30' },
    },
  });
  const pairs = Number(values.pairs);
  const options = {
    pairs,
    slots: Number(values.slots),
    meanSeconds: Number(values.latency),
    timeoutSeconds: 120,
    withinMs: 1_800_000,
  };
  const undisturbed = await runThroughFaults(options);
  const report = await runThroughFaults({ ...options, outageSeconds: Number(values.outage) });
  const faults = Object.entries(report.faults).map(([fault, count]) => `${count} ${fault}`);
  const share = ((100 * report.askedTwice) / report.requests).toFixed(2);
  process.stdout.write(
    [
      `ended by itself             ${report.state}`,
      `accepted pairs              ${report.accepted} of ${pairs} (${report.proposed} candidates)`,
      `of them malformed answers   ${report.spoiledPairs} (0)`,
      `faults met                  ${faults.join(', ')}; ${report.refusedForOutage} requests refused in the outage`,
      `quarantined                 ${report.quarantined}`,
      `seconds                     ${report.seconds.toFixed(0)}, undisturbed ${undisturbed.seconds.toFixed(0)}: ${(report.seconds / undisturbed.seconds).toFixed(2)} times (at most 2)`,
      `asked a second time         ${report.askedTwice} of ${report.requests} requests (${share} %); undisturbed ${undisturbed.askedTwice}`,
      `of these answered twice     ${report.paidTwice}; undisturbed ${undisturbed.paidTwice}`,
      `sent again after an answer  ${report.repeatedAfterAnswer} (0)`,
      '',
    ].join('\n'),
  );
}

void main();
