import { sandboxedLiquid } from '../../../../core/recipe/prompts/liquid';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { parseText, textFilters } from '../../../../core/proposing/template/text';

const liquid = sandboxedLiquid(textFilters);

test('texts put together without Liquid have the bytes that Liquid gives', () => {
  const random = seededRandom(1, 'texts');
  const pieces = [
    'How many ', '{{ a }}', '{{a}}', '{{ b | article }}', '{{ b|plural|capitalise }}', '{{ n | words }}', ' { ', '} ', '{{ nothing }}',
    '\n  ', '{{ yes }}', '{{ n | grouped }}', '{{ d | ordinal }}', '{{ n | fixed }}', 'é "quoted" ', '%}', '{{ b | plural: n }}',
    '{% if yes %}y{% endif %}', '{{- a -}}', '{{ b | upcase }}', '{{ "text" }}', '{{ a', '}}', '{%', '{{ n | fixed: 2 }}', '{',
  ]; // prettier-ignore
  const values = { a: 'apples', b: 'hour', n: 12345, d: 1.5, nothing: null, yes: true };
  const outcome = (make: () => string): string => {
    try {
      return make();
    } catch {
      return 'refused';
    }
  };
  let rendered = 0;
  for (let round = 0; round < 3_000; round++) {
    const text = random.sample([...pieces, ...pieces], 1 + random.below(6)).join('');
    const expected = outcome(() => liquid(text).render(values));
    expect(outcome(() => parseText(text).render(values))).toBe(expected);
    if (expected !== 'refused') rendered++;
  }
  expect(rendered).toBeGreaterThan(1_500);
});

test('values are data: Liquid in them stays as it is', () => {
  expect(parseText('{{ a }} {% if a %}{{ a }}{% endif %}').render({ a: '{{ b }}' })).toBe('{{ b }} {{ b }}');
});

test.each([
  '{% include "x" %}',
  '{% render "x" %}',
  '{% layout "x" %}',
  '{{ a | date: "%s" }}',
  '{{ a | sample }}',
])('%s is not part of the language: no file, clock or chance', (text) =>
  expect(() => parseText(text)).toThrow(),
);

test('nothing but own properties can be read', () => {
  expect(() => parseText('{{ a.constructor.name }}').render({ a: 'x' })).toThrow();
});
