import { cosine } from '../../../../core/foundations/embedding/cosine';
import { maximalMarginalRelevance } from '../../../../core/foundations/embedding/maximalMarginalRelevance';
import { nearestSimilarity } from '../../../../core/foundations/embedding/nearestSimilarity';
import { randomVectors, unit } from './randomVectors';

const candidates = randomVectors(60, 16);
const query = randomVectors(1, 16, 2)[0]!;
const byRelevance = candidates
  .map((_, index) => index)
  .sort((left, right) => cosine(candidates[right]!, query) - cosine(candidates[left]!, query));

/** The formula, read literally: quadratic in what is chosen. */
function literally(count: number, lambda: number): number[] {
  const chosen: number[] = [];
  while (chosen.length < count) {
    const scores = candidates.map((candidate, index) => {
      if (chosen.includes(index)) return -Infinity;
      const nearest = Math.max(-1, ...chosen.map((other) => cosine(candidate, candidates[other]!)));
      return lambda * cosine(candidate, query) - (1 - lambda) * nearest;
    });
    chosen.push(scores.indexOf(Math.max(...scores)));
  }
  return chosen;
}

test.each([0, 0.3, 0.5, 0.9, 1])('with lambda %d it chooses what the formula says', (lambda) => {
  expect(maximalMarginalRelevance(candidates, { count: 12, lambda, query })).toEqual(literally(12, lambda));
});

test('lambda 1 is the order of relevance, and every lambda begins with the most relevant', () => {
  expect(maximalMarginalRelevance(candidates, { count: 60, lambda: 1, query })).toEqual(byRelevance);
  expect(maximalMarginalRelevance(candidates, { count: 1, lambda: 0.2, query })).toEqual(
    byRelevance.slice(0, 1),
  );
});

test('what is chosen for diversity is less alike than what is chosen for relevance', () => {
  const likeness = (indices: readonly number[]): number => {
    const vectors = indices.map((index) => candidates[index]!);
    const others = vectors.map((vector, index) => nearestSimilarity([vector], vectors.toSpliced(index, 1)));
    return others.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  };
  const choose = (lambda: number): number[] =>
    maximalMarginalRelevance(candidates, { count: 8, lambda, query });
  expect(likeness(choose(0.3))).toBeLessThan(likeness(choose(1)));
});

test('of two equal candidates one is chosen, then the different one', () => {
  const twins = [unit([1, 0.1]), unit([1, 0.1]), unit([0.1, 1])];
  expect(maximalMarginalRelevance(twins, { count: 2, lambda: 0.5 })).toEqual([0, 2]);
});

test('nobody is chosen twice, ties go to the lower index, and fewer candidates than asked for are all chosen', () => {
  const same = Array.from({ length: 4 }, () => unit([1, 2]));
  expect(maximalMarginalRelevance(same, { count: 9, lambda: 0.5 })).toEqual([0, 1, 2, 3]);
  expect(maximalMarginalRelevance([], { count: 3, lambda: 0.5, query })).toEqual([]);
  expect(maximalMarginalRelevance(candidates, { count: 0, lambda: 0.5, query })).toEqual([]);
  expect(new Set(maximalMarginalRelevance(candidates, { count: 60, lambda: 0.5 })).size).toBe(60);
});
