import { compareSets } from '../../../../core/run/sets/compareSets';
import type { ReadableSet, SetPair } from '../../../../core/run/sets/setPair';
import { seededRandom } from '../../../../core/foundations/seededRandom';

function pair(
  id: string | null,
  instruction: string,
  response: string,
  more: Partial<SetPair> = {},
): SetPair {
  const instances = [{ input: '', response, turns: [] }];
  return { id, instruction, instances, strategy: null, cell: null, known: {}, ...more };
}

function set(pairs: readonly SetPair[]): ReadableSet {
  // eslint-disable-next-line @typescript-eslint/require-await -- as sets are read
  return { name: 'it', pairs: async function* () { yield* pairs; } }; // prettier-ignore
}

const diff = (before: readonly SetPair[], after: readonly SetPair[]) =>
  compareSets(set(before), set(after), 5);
const numbers = Array.from({ length: 60 }, (_, at) =>
  pair(
    `p${at}`,
    `Write the number ${at} as the town of ${'abcdefghij'[at % 10]!.repeat(3)} does.`,
    `It is ${at}.`,
  ),
);

test('equal sets differ in nothing, whatever the order of their rows', async () => {
  const { same, added, removed, edited, moved } = await diff(numbers, numbers.toReversed());
  expect({ same, added, removed, edited }).toEqual({
    same: 60,
    added: 0,
    removed: 0,
    edited: { response: 0, question: 0, both: 0 },
  });
  expect(moved).toMatchObject({ languages: 0, verbObjects: 0 });
});

test('a row is edited, and not removed and added, where its response or the words of its question changed', async () => {
  const before = [
    pair('p1', 'Name three rivers of Spain.', 'Ebro, Tagus, Duero.'),
    pair('p2', 'Explain in one sentence why the sky looks blue.', 'Scattering.'),
    pair('p3', 'How long is a marathon for adults in kilometres?', '42.195'),
    pair('p4', 'Say something entirely different about gardens.', 'Bees.'),
    pair(null, 'List the primary colours of paint on paper.', 'Red, yellow, blue.'),
  ];
  const after = [
    pair('p1', 'Name three rivers of Spain.', 'Ebro, Tagus and Duero.'), // its response
    pair('p2', 'Explain in one sentence why the sky is blue.', 'Scattering.'), // its question
    pair('p3', 'How long is a full marathon for adults, in kilometres?', '42.195 km'), // both
    pair('p4', 'Translate the word cheese into five languages.', 'Fromage.'), // another pair under the id of one
    pair(null, 'list the primary  colours of paint on paper', 'Red, yellow, blue.'), // case, space and marks alone
  ];
  const found = await diff(before, after);
  expect(found).toMatchObject({
    same: 0,
    added: 1,
    removed: 1,
    edited: { response: 1, question: 2, both: 1 },
  });
  expect(found.examples.added).toMatchObject([
    { instruction: 'Translate the word cheese into five languages.' },
  ]);
  expect(found.examples.edited.map((one) => [one.before.id, one.after.id]).sort()).toEqual(
    [
      ['p1', 'p1'],
      ['p2', 'p2'],
      ['p3', 'p3'],
      [null, null],
    ].sort(),
  );
});

test('the order of rows changes nothing of what is found', async () => {
  const random = seededRandom(1, 'diff');
  const texts = Array.from(
    { length: 200 },
    (_, at) =>
      `Describe ${['a cat', 'a dog', 'a fox'][at % 3]} with ${random.below(9)} words and ${random.below(9)} colours.`,
  );
  const before = texts
    .slice(0, 140)
    .map((text, at) => pair(at % 2 ? `p${at}` : null, text, `Answer ${at % 7}.`));
  const after = texts.slice(60).map((text, at) => pair(null, text, `Answer ${at % 5}.`));
  const shuffled = (pairs: readonly SetPair[], seed: number) =>
    seededRandom(seed, 'shuffle').sample(pairs, pairs.length);
  const found = await diff(before, after);
  expect(await diff(shuffled(before, 3), shuffled(after, 4))).toEqual(found);
  const { same, added, removed, edited } = found;
  const changed = edited.response + edited.question + edited.both;
  expect([same + changed + removed, same + changed + added]).toEqual([140, 140]);
  expect(changed).toBeGreaterThan(0);
});

test('rows that stand twice count as often as they stand', async () => {
  const twice = [...numbers, numbers[0]!, numbers[0]!];
  const found = await diff(numbers, twice);
  expect(found).toMatchObject({ same: 60, added: 2, removed: 0 });
  expect(found.sets.map(({ repeated }) => repeated)).toEqual([0, 2]);
});

test('distributions tell how far they moved, and what a set does not tell is not guessed', async () => {
  const of = (strategies: readonly string[]) =>
    numbers.map((one, at) => ({ ...one, strategy: strategies[at % strategies.length]! }));
  const { sets, moved } = await diff(
    of(['template', 'selfInstruct']),
    of(['template', 'template', 'template', 'selfInstruct']),
  );
  expect(sets[1].strategies).toEqual({ template: 45, selfInstruct: 15 });
  expect(moved.strategies).toBeCloseTo(0.25);
  expect(moved.cells).toBeNull();
  expect(sets[0].words.instruction).toEqual({ p10: 10, median: 10, p90: 10 });
});

test('an empty set is one to which everything was added', async () => {
  expect(await diff([], numbers)).toMatchObject({
    same: 0,
    added: 60,
    removed: 0,
    moved: { strategies: null },
  });
});
