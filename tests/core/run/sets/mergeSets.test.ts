import type { Embed } from '../../../../core/foundations/embedding/embed';
import { parseRecipe } from '../../../../core/run/parseRecipe';
import { mergeSets, type MergedSet } from '../../../../core/run/sets/mergeSets';
import type { ReadableSet, SetPair } from '../../../../core/run/sets/setPair';

function pair(id: string | null, instruction: string, response: string, input = ''): SetPair {
  const instances = [{ input, response, turns: [] }];
  return { id, instruction, instances, strategy: null, cell: null, known: { teacher: 'small' } };
}

function set(name: string, pairs: readonly SetPair[]): ReadableSet {
  // eslint-disable-next-line @typescript-eslint/require-await -- as sets are read
  return { name, pairs: async function* () { yield* pairs; } }; // prettier-ignore
}

const one = set('one', [
  pair('p1', 'Name three rivers of Spain.', 'Ebro, Tagus, Duero.'),
  pair('p2', 'Summarise the text.', 'A.', 'The first text.'),
  pair(null, 'Explain tides.', 'The moon.'),
]);
const other = set('other', [
  pair('p1', 'Translate cheese into French.', 'Fromage.'),
  pair('q2', 'name three rivers of Spain', 'Ebro.'),
  pair('q3', 'Name five rivers of Spain.', 'Ebro …'),
  pair('q4', 'Summarise the text.', 'B.', 'Quite another story about bees and honey in the garden.'),
]);

const nobody: Embed = () => Promise.reject(new Error('nobody compares meanings'));

async function merged(sets: readonly ReadableSet[], dedupe: boolean, embed?: Embed) {
  const parsed = parseRecipe({
    name: 'merge',
    seeds: { tasks: [{ instruction: 'Say a.', response: 'A.' }] },
    ...(embed && { novelty: { semantic: { threshold: 0.85 } } }),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const tallies: MergedSet[] = [];
  const rows: Record<string, unknown>[] = [];
  const by = dedupe ? { recipe: parsed.recipe, embed: embed ?? nobody } : undefined;
  for await (const row of mergeSets(sets, tallies, by)) rows.push(row);
  return { rows, tallies };
}

test('what repeats a pair before it is left out, and told why; what is asked of another text stays', async () => {
  const { rows, tallies } = await merged([one, other], true);
  expect(tallies).toEqual([
    { name: 'one', pairs: 3, kept: 3, repeated: { text: 0, words: 0, meaning: 0 } },
    { name: 'other', pairs: 4, kept: 2, repeated: { text: 1, words: 1, meaning: 0 } },
  ]);
  expect(rows.map(({ instruction }) => instruction)).toEqual([
    ...['Name three rivers of Spain.', 'Summarise the text.', 'Explain tides.'],
    ...['Translate cheese into French.', 'Summarise the text.'],
  ]);
});

test('where the recipe compares meanings, the same request in other words is left out too', async () => {
  /** Two directions of meaning: the moon, and anything else. */
  const embed: Embed = (texts) =>
    Promise.resolve(texts.map((text) => Float32Array.from(/moon|tides/.test(text) ? [1, 0] : [0, 1])));
  const moon = set('moon', [
    pair('m1', 'What has the moon to do with the sea?', 'It pulls.'),
    pair('m2', 'Why does water rise and fall twice a day at the beach?', 'The pull.'),
  ]);
  const { tallies } = await merged(
    [set('one', [pair(null, 'Explain tides.', 'The moon.')]), moon],
    true,
    embed,
  );
  expect(tallies[1]).toMatchObject({ kept: 1, repeated: { text: 0, words: 0, meaning: 1 } });
});

test('every pair keeps what is known of it, where it is from, and an id that is its own', async () => {
  const { rows } = await merged([one, other], true);
  expect(rows.map(({ id }) => id)).toEqual(['p1', 'p2', '1-3', 'p1-2-1', 'q4']);
  expect(rows[3]).toMatchObject({ teacher: 'small', from: { set: 'other', id: 'p1' } });
  expect(rows[2]).toMatchObject({ from: { set: 'one' } });
});

test('the order of the sets decides who stays, and without --dedupe all do', async () => {
  const { rows } = await merged([other, one], true);
  expect(rows.map(({ response }) => response)).toEqual(['Fromage.', 'Ebro.', 'B.', 'A.', 'The moon.']);
  expect((await merged([one, other], false)).rows).toHaveLength(7);
});
