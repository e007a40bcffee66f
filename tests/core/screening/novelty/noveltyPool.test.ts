import { NoveltyPool } from '../../../../core/screening/novelty/noveltyPool';
import { seedTask } from '../../proposing/testSetup';

const filled = (city: string, family: string | null = 'template:distance') => ({
  instruction: `How far is it from ${city} to the next town on the road, in kilometres?`,
  family,
  identity: city,
});

test('members of a family are alike by design: only the same one counts as known', () => {
  const pool = NoveltyPool.of({ seeds: [seedTask('Write a poem about the sea.')], sources: [] });
  pool.add(filled('Paris'));
  const { isKnown, score } = pool.novelty(filled('Rome'));
  expect(isKnown).toBe(false);
  expect(score).toBeLessThan(0.2);
  expect(pool.novelty(filled('Paris'))).toMatchObject({ isKnown: true });
});

test('everybody outside the family is compared by the novelty rule', () => {
  const pool = NoveltyPool.of({ seeds: [], sources: [] });
  pool.add(filled('Paris'));
  expect(pool.novelty(filled('Rome', null)).score).toBeGreaterThan(0.7);
  expect(pool.novelty(filled('Rome', 'template:other'))).toMatchObject({
    nearest: filled('Paris').instruction,
    isKnown: false,
  });
});

test('a seed and its variants are one family', () => {
  const task = seedTask('Explain how bread rises in a warm kitchen.');
  const pool = NoveltyPool.of({ seeds: [task], sources: [task] });
  const variant = { instruction: 'Explain how bread rises in a cold kitchen.', identity: 'variant' };
  expect(pool.novelty({ ...variant, family: 'seed:0' }).nearest).toBe(task.instruction); // the source of the same words
  expect(
    NoveltyPool.of({ seeds: [task], sources: [] }).novelty({ ...variant, family: 'seed:0' }).nearest,
  ).toBeUndefined();
});
