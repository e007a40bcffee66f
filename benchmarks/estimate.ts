import {
  estimatedCases,
  estimateExperiment,
  holds,
  offBy,
  type EstimatedOutcome,
} from '../tests/support/estimateExperiment';

/**
 * How well `seedbed estimate` tells what a run costs: ten differing recipes from a simulated teacher that is priced, and wordier or terser than anybody
 * assumes; estimated before, then again, with another seed, by what the first run took; and what the ledger says that they cost.
 */
async function main(): Promise<void> {
  const began = Date.now();
  await estimateExperiment(estimatedCases, (what, outcomes) =>
    show(what === 'assumed' ? 'by assumptions alone' : 'by one earlier run', outcomes),
  );
  process.stdout.write(`in ${((Date.now() - began) / 1_000).toFixed(0)} s\n`);
}

function show(title: string, outcomes: readonly EstimatedOutcome[]): void {
  const dollars = (amount: number): string => `$${amount.toFixed(4)}`.padStart(9);
  const lines = outcomes.map((outcome) => {
    const { low, median, high } = outcome.estimate.usd ?? { low: 0, median: 0, high: 0 };
    const { calls } = outcome.estimate;
    return `${outcome.name.padEnd(12)}${[low, median, high, outcome.usd].map(dollars).join('')}  ${holds(outcome) ? 'held' : 'not held'.padEnd(4)}  off by ${offBy(outcome).toFixed(2)}, calls ${calls.low.toFixed(0)} to ${calls.high.toFixed(0)}: ${outcome.calls}`;
  });
  const held = outcomes.filter(holds).length;
  const worst = Math.max(...outcomes.map(offBy));
  process.stdout.write(
    `${title}: low, middle, high, true cost\n${lines.join('\n')}\nheld ${held} of ${outcomes.length}; at most off by a factor of ${worst.toFixed(2)}\n\n`,
  );
}

void main();
