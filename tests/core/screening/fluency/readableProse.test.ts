import { isReadableProse } from '../../../../core/screening/fluency/readableProse';

test.each([
  'She walked to school with her brother.',
  'Der Laden in der Stadt öffnet heute erst um neun.',
  '春天来了，花园里的花都开了。',
  'Take the eggs, the milk and the flour out of the fridge, then beat the eggs until they are pale.',
  'Use a loop, since it is shorter and easier to read than the rest:\n\n```js\nfor (const x of xs) sing(x);\n```',
])('prose is read: %j', (text) => expect(isReadableProse(text)).toBe(true));

test.each([
  'Au',
  'Lisbon',
  'name@example.com',
  'The text names https://www.example.org/help.',
  'SELECT customer_id, COUNT(*) AS orders\nFROM orders\nGROUP BY customer_id;',
  'def double(number):\n    return 2 * number + offset[number]',
  '```python\nfor number in range(1, 4):\n    print(number)\n```',
  'Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday',
  '| bird | wings |\n|---|---|\n| wren | 2 |\n| robin | 2 |\n| owl | 2 |',
  '{"name": "Lena", "age": 31, "town": "Graz", "street": "Hof"}',
  '24 × 60 × 60 = 86,400 seconds.',
])('a few words, values, code and addresses are not: %j', (text) =>
  expect(isReadableProse(text)).toBe(false),
);
