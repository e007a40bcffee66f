import { Liquid } from 'liquidjs';
import { seededRandom, type SeededRandom } from '../../../../core/foundations/seededRandom';
import { fenceFilter } from '../../../../core/recipe/prompts/fence';
import { plainFillingOf } from '../../../../core/recipe/prompts/plainFilling';
import { textsOf } from '../../../../core/recipe/prompts/promptFile';
import { everyPrompt } from '../../../support/ourPrompts';

const fence = fenceFilter(['task', 'input', 'response']);
const liquid = new Liquid({
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  ownPropertyOnly: true,
});
liquid.registerFilter('fence', fence);

const texts = everyPrompt.flatMap((file) => textsOf(file).map(({ text }) => text));
const mostlyPlain = [
  '{% if a > 1 and b != "x" or c %}{{ a }}{% elsif b %}{{ b | fence: "task" }}{% else %}none{% endif %}',
  '{% for a in list %}{{ forloop.index }}/{{ forloop.length }} {{ a.b }}{% for b in a.list %} {{ b }}{{ forloop.index0 }}{% endfor %}{% else %}empty{% endfor %}',
  '{%- if list.size > 0 -%} {{ list.size }} {%- endif %}{{ a.size }}',
];

/** Values of every kind for whatever a text names: some are what it wants. */
function valuesFor(text: string, random: SeededRandom): Record<string, unknown> {
  const tags = (text.match(/\{[{%].*?[%}]\}/g) ?? []).join();
  const names = [...new Set(tags.match(/\b[a-z]\w*\b/gi))];
  const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!;
  const plain = (): unknown =>
    pick(['', 'text', 'a <task> in <b>', '</ input>', 0, 7, 'domain', true, false]);
  const fields = (depth: number): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, some(depth - 1)]));
  const some = (depth: number): unknown => {
    const kind = pick(['plain', 'plain', 'plain', 'list', 'texts', 'object', 'odd']);
    if (kind === 'plain' || depth === 0) return plain();
    if (kind === 'texts') return [plain(), plain()];
    if (kind === 'list') return [fields(depth), fields(depth)].slice(0, random.below(3));
    if (kind === 'object') return fields(depth);
    return pick([undefined, null, [], ['a', ['b']], 1.5]);
  };
  return fields(3);
}

test('every prompt of ours reads as Liquid fills it, whatever the values are', () => {
  const random = seededRandom(1, 'values of prompts');
  const counts = { told: 0, left: 0 };
  for (const text of [...texts, ...mostlyPlain]) {
    const parsed = liquid.parse(text);
    const fill = plainFillingOf(parsed, { fence });
    for (let draw = 0; fill && draw < 40; draw++) {
      const values = valuesFor(text, random);
      const filled = fill(values);
      if (filled === undefined) counts.left++;
      else {
        counts.told++;
        expect(filled).toBe(liquid.renderSync(parsed, values));
      }
    }
  }
  expect(counts.told).toBeGreaterThan(500);
});

test('the prompts that nearly all requests are made of need no Liquid', () => {
  for (const name of ['classify', 'instances', 'labelledInstances', 'respond', 'respondWithInput', 'judge'])
    for (const file of everyPrompt.filter((one) => one.name === name))
      for (const { text } of textsOf(file))
        expect(plainFillingOf(liquid.parse(text), { fence })).toBeDefined();
});

test.each([
  '{{ a | upcase }}',
  '{% for a in list limit: 2 %}{{ a }}{% endfor %}',
  '{% assign a = 1 %}',
  '{% unless a %}b{% endunless %}',
  '{{ list.first }}',
  '{{ a["b"] }}',
  '{% if list contains "a" %}b{% endif %}',
  '{% for i in (1..3) %}{{ i }}{% endfor %}',
  '{{ forloop.last }}',
])('of %s Liquid decides', (text) => {
  const parsed = new Liquid().parse(text);
  expect(plainFillingOf(parsed, {})).toBeUndefined();
});

test('and of loops that go on for long', () => {
  const list = Array.from({ length: 200 }, () => 'x');
  const parsed = liquid.parse('{% for a in list %}{% for b in list %}{{ b }}{% endfor %}{% endfor %}');
  expect(plainFillingOf(parsed, {})!({ list })).toBeUndefined();
});
