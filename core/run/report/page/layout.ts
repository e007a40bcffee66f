import { UMAP } from 'umap-js';
import type { SeededRandom } from '../../../foundations/seededRandom';

/** Fewer points make no map. */
export const fewestPoints = 16;
const neighbours = 15;
const epochs = 200;

/**
 * Places vectors of length 1 on a plane, so that near ones stay near (UMAP, McInnes et al. 2018): 0 to 1 both ways. What lies far apart tells
 * little, and so does the direction. Equal vectors and randomness give an equal map.
 */
export function layout(
  vectors: readonly Float32Array[],
  random: SeededRandom,
): { readonly x: number; readonly y: number }[] {
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(neighbours, vectors.length - 1),
    minDist: 0.15,
    nEpochs: epochs,
    random: () => random.uniform(),
  });
  const placed = umap.fit(vectors.map((vector) => [...vector]));
  const xs = placed.map(([x = 0]) => x);
  const ys = placed.map(([, y = 0]) => y);
  const [toX, toY] = [scaleOf(xs), scaleOf(ys)];
  return placed.map(([x = 0, y = 0]) => ({ x: toX(x), y: toY(y) }));
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  return (value) => Math.round((1_000 * (value - least)) / span) / 1_000;
}
