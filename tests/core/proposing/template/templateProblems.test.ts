import { instances, oneTemplate, problemsOf, recipeWith } from './testTemplates';

const at = 'template.templates[0]';

test('a sound template has no problems', () => {
  const recipe = oneTemplate(
    {
      slots: { city: { list: 'cities' }, n: { range: { from: 1, to: 5 } }, double: { compute: 'n * 2' } },
      instruction: 'Name {{ n }} sights in {{ city }}.',
      response: '{{ double }}',
    },
    { cities: { values: ['Rome', 'Oslo'] } },
  );
  expect(problemsOf(recipe)).toEqual([]);
});

type Template = Parameters<typeof oneTemplate>[0];

test.each<[string, Template, string]>([
  [
    'an unknown placeholder',
    { slots: { city: { values: ['Rome'] } }, instruction: 'Go to {{ citty }}, {{ city }}.' },
    `"${at}.instruction" uses "citty", which is not a slot of the template "one": did you mean "city"?`,
  ],
  [
    'one in a later line of the response',
    { slots: { city: { values: ['Rome'] } }, instruction: '{{ city }}', response: 'Yes.\n{{ town }}' },
    `"${at}.response, line 2" uses "town", which is not a slot of the template "one": its slots are city.`,
  ],
  [
    'a slot that nothing uses',
    { slots: { city: { values: ['Rome'] } }, instruction: 'Go.' },
    `"${at}.slots.city" is not used: name it in a text as {{ city }}, or remove it.`,
  ],
  [
    'an empty list',
    { slots: { a: { values: [] } }, instruction: '{{ a }}' },
    `"${at}.slots.a" is empty: give it a value.`,
  ],
  [
    'an empty range',
    { slots: { a: { range: { from: 3, to: 1 } } }, instruction: '{{ a }}' },
    `"${at}.slots.a" is empty: give it a value.`,
  ],
  [
    'a list that is not there',
    { slots: { a: { list: 'citys' } }, instruction: '{{ a }}' },
    `"${at}.slots.a.list" is "citys", which is not in "template.lists": the lists are none.`,
  ],
  [
    'a case that is missing',
    {
      slots: { q: { values: ['a', 'b'] }, u: { dependsOn: 'q', cases: { a: ['x'] } } },
      instruction: '{{ q }}{{ u }}',
    },
    `"${at}.slots.u.cases" has no values for "b", which "q" may be: add them, or "otherwise".`,
  ],
  [
    'a case that never is',
    {
      slots: { q: { values: ['length'] }, u: { dependsOn: 'q', cases: { length: ['x'], lenght: ['y'] } } },
      instruction: '{{ q }}{{ u }}',
    },
    `"${at}.slots.u.cases" has a case "lenght", which "q" never is: did you mean "length"?`,
  ],
  [
    'a column that is missing',
    {
      slots: {
        city: { values: [{ value: 'Rome', row: { land: 'Italy' } }] },
        country: { dependsOn: 'city', column: 'country' },
      },
      instruction: '{{ city }}{{ country }}',
    },
    `"${at}.slots.city" has no column "country" for the value "Rome", which a slot reads: its columns are land.`,
  ],
  [
    'a circle of computed slots',
    { slots: { a: { compute: 'b + 1' }, b: { compute: 'a + 1' } }, instruction: '{{ a }}' },
    `"${at}.slots.a" closes a circle of slots: a > b > a. A slot may not need itself.`,
  ],
  [
    'a circle of slots that depend on each other',
    {
      slots: { a: { dependsOn: 'b', cases: { x: ['y'] } }, b: { dependsOn: 'a', cases: { y: ['x'] } } },
      instruction: '{{ a }}',
    },
    `"${at}.slots.a" closes a circle of slots: a > b > a. A slot may not need itself.`,
  ],
  [
    'a text that is no Liquid',
    { slots: { a: { values: [1] } }, instruction: 'Go.\n{% if a %}there' },
    `"${at}.instruction" is not a valid text at line 2: tag {% if a %} not closed.`,
  ],
  [
    'a filter that is not there',
    { slots: { a: { values: [1] } }, instruction: '{{ a | uppercase }}' },
    `"${at}.instruction" is not a valid text at line 1: undefined filter: uppercase.`,
  ],
  [
    'an expression that is none',
    { slots: { a: { compute: '1 + * 2' } }, instruction: '{{ a }}' },
    `"${at}.slots.a.compute" is not a valid expression at column 5: value expected.`,
  ],
  [
    'a division by zero',
    { slots: { n: { values: [0, 1] }, a: { compute: '1 / n' } }, instruction: '{{ a }}' },
    `"${at}" can't be filled with {n: 0, a: undefined}, because it divides by zero.`,
  ],
  [
    'a name that means something else',
    { slots: { mod: { values: [1] } }, instruction: '{{ mod }}' },
    `"${at}.slots.mod" has a name that means something else in texts and expressions: choose another.`,
  ],
  [
    'an axis without a grid',
    { cell: { taskType: 'coding' }, instruction: 'Code.' },
    `"${at}.cell" names "taskType", which is not an axis of the grid: the recipe has no "coverage".`,
  ],
])('%s is told, with its place', (_, template, message) => {
  expect(problemsOf(oneTemplate(template)).map((one) => one.replace(', a: undefined', ''))).toContain(
    message.replace(', a: undefined', ''),
  );
});

test('a circle of nested templates is told', () => {
  const recipe = recipeWith({
    templates: [
      { name: 'a', slots: { x: { template: 'b' } }, instruction: '{{ x }}' },
      { name: 'b', slots: { y: { template: 'a' } }, instruction: '{{ y }}' },
    ],
  });
  expect(problemsOf(recipe)[0]).toBe(
    '"template.templates[1].slots.y.template" closes a circle of templates: a > b > a. A template may not contain itself.',
  );
});

test('values that the teacher is yet to write can be neither enumerated nor planned with', () => {
  const slots = {
    shop: { teacher: 'kinds of small business', count: 5 },
    sign: { dependsOn: 'shop', cases: { bakery: ['bread'] } },
  };
  const recipe = oneTemplate({ slots, instruction: '{{ shop }} {{ sign }}' });
  expect(problemsOf(recipe)).toEqual([
    `"${at}.slots.sign" needs "otherwise": the teacher writes the values of "shop", so "cases" can't name them all.`,
  ]);
  const written = oneTemplate({ slots: { shop: slots.shop }, instruction: 'Open a {{ shop }}.' });
  expect(problemsOf(written)).toEqual([]);
  expect(() => instances(written, 0, 1)).toThrow('waits for values');
  const lists = { 'one.shop': [{ value: 'bakery', weight: 1 }] };
  expect(instances(written, 0, 5, lists).map(({ instruction }) => instruction)).toEqual(['Open a bakery.']);
});

test('lists that are not used, and names that come twice, are told', () => {
  const recipe = recipeWith({
    lists: { idle: { values: ['x'] } },
    templates: [
      { name: 'a', instruction: 'One.' },
      { name: 'a', instruction: 'Two.' },
    ],
  });
  expect(problemsOf(recipe)).toEqual([
    '"template.templates[1].name" is "a", as is template.templates[0]: names must differ.',
    '"template.lists.idle" is not used: name it as the "list" of a slot, or remove it.',
  ]);
});

test('templates that nest each other over and over are refused before they fill the memory', () => {
  const nesting = Array.from({ length: 40 }, (_, at) => ({
    name: `t${at}`,
    slots: { a: { template: `t${at + 1}` }, b: { template: `t${at + 1}` } },
    instruction: '{{ a }}{{ b }}',
  }));
  const recipe = recipeWith({ templates: [...nesting, { name: 't40', instruction: 'End.' }] });
  expect(problemsOf(recipe)[0]).toMatch('brings the template to more than 500 slots');
});
