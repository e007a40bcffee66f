import { NoveltyPool } from '../../../../core/screening/novelty/noveltyPool';
import { recombine } from '../../../../benchmarks/novelty';
import { trigramEmbed } from '../sameTask/trigramEmbed';
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

test('a pool that grew on says of the time when it was smaller what the smaller one says', async () => {
  const words = ['Name a bird that sings at night.', 'Explain how bread rises in a warm kitchen.'];
  const sources = [...words, 'Write a poem about the sea and its ships.', 'List five uses of an old brick.'];
  const members = recombine(sources, 160, 5).map((instruction, index) => ({
    instruction,
    input: index % 3 === 0 ? `input ${index}` : '',
    family: index % 4 === 0 ? 'family' : `pair:${index}`,
    identity: index % 8 === 0 ? `identity ${index % 24}` : null,
  }));
  const vectors = await trigramEmbed(members.map(({ instruction }) => instruction));
  const [grown, smaller] = [new NoveltyPool(), new NoveltyPool()];
  members.slice(0, 120).forEach((member, index) => grown.add(member, vectors[index]));
  members.slice(0, 70).forEach((member, index) => smaller.add(member, vectors[index]));
  const view = grown.upTo(70);
  for (const [index, member] of members.entries()) {
    expect(view.novelty(member)).toEqual(smaller.novelty(member));
    const options = { max: 8, min: 0.5, outside: member.family };
    expect(view.similar(vectors[index]!, options)).toEqual(smaller.similar(vectors[index]!, options));
    expect(view.family(member.family)).toEqual(smaller.family(member.family));
  }
});
