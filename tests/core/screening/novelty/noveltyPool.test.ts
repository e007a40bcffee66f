import { NoveltyPool, type PoolMember } from '../../../../core/screening/novelty/noveltyPool';
import { seededRandom } from '../../../../core/foundations/seededRandom';
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

test('as of an earlier size it says what it said then, of texts, families, identities and meanings', async () => {
  const random = seededRandom(7, 'pool as of');
  const word = (): string => ['bread', 'sea', 'train', 'moon', 'honey', 'chess'][random.below(6)]!;
  const draw = (): PoolMember => ({
    instruction: `Explain ${word()} and ${word()} to ${word()} ${word()}.`,
    family: [null, 'a', 'b', 'c'][random.below(4)]!,
    identity: [null, 'one', 'two'][random.below(3)]!,
  });
  const [members, asked] = [Array.from({ length: 120 }, draw), Array.from({ length: 40 }, draw)];
  const embed = async (member: PoolMember) => (await trigramEmbed([member.instruction]))[0]!;
  const filledWith = async (some: readonly PoolMember[]): Promise<NoveltyPool> => {
    const pool = new NoveltyPool();
    for (const member of some) pool.add(member, await embed(member));
    return pool;
  };
  const whole = await filledWith(members);
  for (const size of [0, 1, 17, 60, 119, 120]) {
    const [then, now] = [await filledWith(members.slice(0, size)), whole.asOf(size)];
    for (const member of asked) {
      expect(now.novelty(member)).toEqual(then.novelty(member));
      const options = { max: 8, min: 0.2, outside: member.family };
      const vector = await embed(member);
      expect(now.similar(vector, options)).toEqual(then.similar(vector, options));
      expect(now.family(member.family ?? 'a')).toEqual(then.family(member.family ?? 'a'));
    }
  }
});
