import { mean } from './mean';
import { dualScore, ridgePath, type Gram } from './ridgePath';

/** Below, nothing is learned. */
const fewestOutcomes = 20;
const penalties = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

/**
 * What is left of each outcome after what units have in common tells of it (kernel ridge regression, each fold told by the others; the penalty with the
 * smallest error). Where nothing is told, the outcomes less their mean.
 *
 * @param places Which unit of the matrix each outcome is of. @param foldOf Of each unit of the matrix.
 */
export function unexplained(
  outcomes: readonly number[],
  gram: Gram,
  places: readonly number[],
  foldOf: readonly number[],
): number[] {
  const centre = mean(outcomes);
  const plain = outcomes.map((value) => value - centre);
  if (outcomes.length < fewestOutcomes) return plain;
  const tried = penalties.map(() => [...plain]);
  for (const fold of new Set(places.map((place) => foldOf[place]))) {
    const inside = plain.flatMap((_, at) => (foldOf[places[at]!] === fold ? [] : [at]));
    const outside = plain.flatMap((_, at) => (foldOf[places[at]!] === fold ? [at] : []));
    const among = inside.map((at) => places[at]!);
    const known = inside.map((at) => plain[at]!);
    const level = mean(known);
    ridgePath(gram, among, known, penalties).forEach((fit, penalty) => {
      for (const at of outside)
        tried[penalty]![at] = plain[at]! - level - dualScore(gram, among, fit, places[at]!);
    });
  }
  return tried.reduce((best, other) => (squares(other) < squares(best) ? other : best), plain);
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
