import { templateSizes } from '../../../../core/proposing/template/templateSizes';
import { instances, oneTemplate, recipeWith } from './testTemplates';

const digits = (count: number): number[] => [...Array(count).keys()];
const textsOf = (works: readonly { instruction: string }[]): string[] =>
  works.map(({ instruction }) => instruction);

describe('the sampling of slots', () => {
  test('exhaustive goes through all assignments in order, and ends', () => {
    const recipe = oneTemplate({
      sampling: 'exhaustive',
      slots: { a: { values: ['x', 'y'] }, b: { range: { from: 1, to: 3 } } },
      instruction: '{{ a }}{{ b }}',
    });
    expect(textsOf(instances(recipe, 0, 100))).toEqual(['x1', 'x2', 'x3', 'y1', 'y2', 'y3']);
    expect(textsOf(instances(recipe, 4, 100))).toEqual(['y2', 'y3']);
  });

  test('uniform brings every assignment once, in an order of the seed, whatever stretches it is asked for in', () => {
    const recipe = oneTemplate({
      slots: { a: { values: digits(30) }, b: { values: digits(40) }, c: { values: digits(10) } },
      instruction: '{{ a }} {{ b }} {{ c }}',
    });
    const all = textsOf(instances(recipe, 0, 20_000));
    expect(new Set(all).size).toBe(12_000);
    expect(all.length).toBe(12_000);
    const stretches = [0, 7, 500, 1_000].flatMap((from, at, starts) =>
      textsOf(instances(recipe, from, (starts[at + 1] ?? 1_200) - from)),
    );
    expect(stretches).toEqual(all.slice(0, 1_200));
    expect(textsOf(instances({ ...recipe, seed: 43 }, 0, 12_000))).not.toEqual(all);
  });

  test('only valid assignments are counted where one slot depends on another, and each is as likely', () => {
    const recipe = oneTemplate({
      slots: {
        quantity: { values: ['length', 'mass', 'colour'] },
        unit: {
          dependsOn: 'quantity',
          cases: { length: ['metre', 'foot', 'mile'], mass: ['gram', 'pound'] },
          otherwise: ['none'],
        },
        scale: { dependsOn: 'unit', cases: { metre: ['milli', 'kilo'] }, otherwise: ['plain'] },
      },
      instruction: '{{ quantity }} {{ unit }} {{ scale }}',
    });
    expect(textsOf(instances(recipe, 0, 100)).sort()).toEqual([
      'colour none plain',
      'length foot plain',
      'length metre kilo',
      'length metre milli',
      'length mile plain',
      'mass gram plain',
      'mass pound plain',
    ]);
  });

  test('a slot that depends on another by column has the value of the same row', () => {
    const row = (city: string, country: string): { value: string; row: Record<string, string> } => ({
      value: city,
      row: { city, country },
    });
    const recipe = oneTemplate({
      slots: {
        city: {
          values: [row('Paris', 'France'), row('Paris', 'Texas'), row('Rome', 'Italy'), row('Rome', 'Italy')],
        },
        country: { dependsOn: 'city', column: 'country' },
      },
      instruction: '{{ city }}, {{ country }}',
    });
    expect(textsOf(instances(recipe, 0, 10)).sort()).toEqual([
      'Paris, France',
      'Paris, Texas',
      'Rome, Italy',
    ]);
  });

  test('an optional part is there in its share, and assignments with and without it come once each', () => {
    const recipe = oneTemplate({
      slots: { a: { values: digits(500) }, tone: { values: ['kindly', 'briefly'], optional: 0.3 } },
      instruction: 'Say {{ a }}{% if tone %} {{ tone }}{% endif %}.',
    });
    const all = textsOf(instances(recipe, 0, 10_000));
    expect(new Set(all).size).toBe(1_500);
    const share = all.slice(0, 400).filter((text) => /ly\./.test(text)).length / 400;
    expect(share).toBeCloseTo(0.3, 2);
  });

  test('weighted follows the weights, and may repeat', () => {
    const recipe = oneTemplate({
      sampling: 'weighted',
      slots: {
        a: {
          values: [
            { value: 'often', weight: 9 },
            { value: 'seldom', weight: 1 },
          ],
        },
        b: { dependsOn: 'a', cases: { often: ['x', 'y'], seldom: ['z'] } },
      },
      instruction: '{{ a }} {{ b }}',
    });
    const works = instances(recipe, 0, 2_000);
    const share = textsOf(works).filter((text) => text === 'seldom z').length / works.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
    const numbers = new Set(works.map(({ template, instruction }) => `${template.index} ${instruction}`));
    expect([...numbers].sort()).toEqual(['0 often x', '1 often y', '2 seldom z']);
  });

  test('pairwise brings every two values together, in far fewer instances than all of them', () => {
    const slots = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { values: digits(4) }]));
    const recipe = oneTemplate({
      sampling: 'pairwise',
      slots: { ...slots, f: { dependsOn: 'a', cases: { '0': ['p', 'q'] }, otherwise: ['r'] } },
      instruction: '{{ a }} {{ b }} {{ c }} {{ d }} {{ e }} {{ f }}',
    });
    const works = instances(recipe, 0, 10_000);
    const names = Object.keys(works[0]?.template.slots ?? {});
    const pairs = new Set<string>();
    for (const { template } of works) {
      for (const one of names)
        for (const other of names)
          if (one < other) pairs.add(`${one}${template.slots[one]} ${other}${template.slots[other]}`);
    }
    // Ten pairs of two slots of four; f with a: 5 that can be; f with the four others: 3 values by 4.
    expect(pairs.size).toBe(10 * 16 + 5 + 4 * 12);
    expect(works.length).toBeLessThan(45);
    expect(works.length).toBeGreaterThanOrEqual(16);
  });

  test('templates take turns by weight, and one that is used up leaves its turns to the others', () => {
    const recipe = recipeWith({
      templates: [
        {
          name: 'many',
          weight: 1,
          slots: { n: { range: { from: 1, to: 1_000 } } },
          instruction: 'many {{ n }}',
        },
        { name: 'few', weight: 3, slots: { n: { values: [1, 2, 3] } }, instruction: 'few {{ n }}' },
        { name: 'part', weight: 0, instruction: 'never alone' },
      ],
    });
    const works = instances(recipe, 0, 2_000);
    expect(works.slice(0, 4).filter(({ template }) => template.name === 'few').length).toBe(3);
    expect(works.length).toBe(1_003);
    expect(new Set(textsOf(works)).size).toBe(1_003);
  });
});

describe('what instances hold', () => {
  test('texts, computed values and the slots that they came from', () => {
    const recipe = oneTemplate({
      slots: {
        price: { values: ['19.90'] },
        percent: { values: [15] },
        off: { compute: 'price * percent / 100' },
        rest: { compute: 'price - off', decimals: 2 },
        thing: { values: ['umbrella'] },
        n: { values: [3] },
      },
      instruction:
        'What does {{ thing | article }} for {{ price }} cost at {{ percent }} % off? And {{ n | words }} {{ thing | plural: n }}?',
      input: '{{ n }}',
      response: '{{ rest }}{% if n > 2 %}, many{% endif %}',
    });
    expect(instances(recipe, 0, 1)).toEqual([
      {
        strategy: 'template',
        instruction: 'What does an umbrella for 19.90 cost at 15 % off? And three umbrellas?',
        input: '3',
        response: '16.92, many',
        template: {
          name: 'one',
          index: '0',
          slots: { price: '19.90', percent: 15, thing: 'umbrella', n: 3, off: 2.985, rest: 16.92 },
        },
        cell: null,
      },
    ]);
  });

  test('a nested template fills a slot, and its own slots go by both names', () => {
    const recipe = recipeWith({
      templates: [
        {
          name: 'person',
          weight: 0,
          slots: {
            job: { values: ['baker'] },
            age: { range: { from: 30, to: 31 } },
            next: { compute: 'age + 1' },
          },
          instruction: '{{ job | article }} of {{ age }}, soon {{ next }}',
        },
        {
          name: 'letter',
          slots: { who: { template: 'person' }, double: { compute: 'who_age * 2' } },
          instruction: 'Write to {{ who }} ({{ who_job }}, {{ double }}).',
        },
      ],
    });
    expect(textsOf(instances(recipe, 0, 5)).sort()).toEqual([
      'Write to a baker of 30, soon 31 (baker, 60).',
      'Write to a baker of 31, soon 32 (baker, 62).',
    ]);
  });

  test('decimal ranges have the values that people expect', () => {
    const recipe = oneTemplate({
      sampling: 'exhaustive',
      slots: { x: { range: { from: 0.1, to: 0.7, step: 0.1 } } },
      instruction: '{{ x }}',
    });
    expect(textsOf(instances(recipe, 0, 10))).toEqual(['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
  });

  test("slots that can't be computed are told, and take no other instance with them", () => {
    const recipe = oneTemplate({
      sampling: 'exhaustive',
      slots: { n: { values: [0, 2] }, half: { compute: '1 / n' } },
      instruction: '{{ half }}',
    });
    expect(instances(recipe, 0, 2)).toMatchObject([
      { instruction: '', failed: 'it divides by zero' },
      { instruction: '0.5' },
    ]);
  });

  test('the cell of the grid is the one that the template declares', () => {
    const recipe = recipeWith(
      { templates: [{ name: 'one', cell: { taskType: 'coding', level: 'easy' }, instruction: 'Code.' }] },
      { coverage: { axes: { taskType: ['coding', 'planning'], level: ['easy', 'hard'] } } },
    );
    expect(instances(recipe, 0, 1)[0]?.cell).toBe('coding/easy');
  });
});

test('a space far above 2^53 is sampled without repetition', () => {
  const slots = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`s${at}`, { range: { from: 1, to: 1_000 } }]),
  );
  const text = Object.keys(slots)
    .map((name) => `{{ ${name} }}`)
    .join(' ');
  const works = instances(oneTemplate({ slots, instruction: text }), 0, 2_000);
  expect(new Set(textsOf(works)).size).toBe(2_000);
  expect(works.some(({ template }) => BigInt(template.index) > 2n ** 100n)).toBe(true);
});

test('a long chain of slots that depend on each other is counted, and sampled, without writing it out', () => {
  const values = digits(60);
  const chain = Object.fromEntries(
    Array.from({ length: 11 }, (_, at) => [
      `s${at + 1}`,
      { dependsOn: `s${at}`, cases: { '0': [0] }, otherwise: values },
    ]),
  );
  const slots = { s0: { values }, ...chain };
  const text = Object.keys(slots)
    .map((name) => `{{ ${name} }}`)
    .join(' ');
  const works = instances(oneTemplate({ slots, instruction: text }), 0, 1_000);
  expect(new Set(textsOf(works)).size).toBe(1_000);
});

test('the number of instances is told beforehand, where it has an end', () => {
  const slots = { a: { range: { from: 1, to: 1_000_000 } }, b: { range: { from: 1, to: 1_000_000 } } };
  const few = { a: { values: [1, 2, 3] }, b: { values: [1, 2] }, c: { values: [1, 2] } };
  const recipe = recipeWith({
    templates: [
      { name: 'large', slots, instruction: '{{ a }} {{ b }}' },
      { name: 'endless', sampling: 'weighted', slots: few, instruction: '{{ a }} {{ b }} {{ c }}' },
      { name: 'pairs', sampling: 'pairwise', slots: few, instruction: '{{ a }} {{ b }} {{ c }}' },
      { name: 'asked', slots: { a: { teacher: 'shops', count: 7 } }, instruction: '{{ a }}' },
      { name: 'part', weight: 0, instruction: 'Never alone.' },
    ],
  });
  expect(templateSizes(recipe, {})).toEqual([
    { name: 'large', sampling: 'uniform', instances: 10n ** 12n, estimated: false },
    { name: 'endless', sampling: 'weighted', instances: undefined, estimated: false },
    { name: 'pairs', sampling: 'pairwise', instances: 6n, estimated: false },
    { name: 'asked', sampling: 'uniform', instances: 7n, estimated: true },
  ]);
});
