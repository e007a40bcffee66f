import type { TokenProbability } from './languageModel';

/** How much likelier, in nats, the likeliest repair of a text is than the text itself; undefined where none was tried. */
export function repairGain(
  ofText: readonly TokenProbability[],
  ofRepairs: readonly (readonly TokenProbability[])[],
): number | undefined {
  if (ofRepairs.length === 0) return undefined;
  return Math.max(...ofRepairs.map(total)) - total(ofText);
}

const total = (probabilities: readonly TokenProbability[]): number =>
  probabilities.reduce((sum, { logProbability }) => sum + logProbability, 0);
