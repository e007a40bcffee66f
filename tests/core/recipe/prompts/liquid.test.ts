import { fenceFilter, fencesIn } from '../../../../core/recipe/prompts/fence';
import { LiquidError, sandboxedLiquid } from '../../../../core/recipe/prompts/liquid';

const parse = sandboxedLiquid();
const render = (text: string, values: Record<string, unknown> = {}): string => parse(text).render(values);

describe('what people write', () => {
  test('is Liquid: values, conditions, loops and filters', () => {
    const text =
      '{% for task in tasks %}{{ forloop.index }}. {{ task.name | upcase }}{% unless forloop.last %}, {% endunless %}{% endfor %}';
    expect(render(text, { tasks: [{ name: 'a' }, { name: 'b' }] })).toBe('1. A, 2. B');
    expect(render('{% if persona %}You are {{ persona }}.{% endif %}Go.', {})).toBe('Go.');
  });

  test('tells the names that it needs, and where it first uses them', () => {
    const text =
      'a\n{{ one.x }}{% for item in list %}{{ item }}{{ two }}{% endfor %}\n{% if three %}{% endif %}{{ one }}';
    expect(parse(text).variables).toEqual([
      { name: 'one', line: 2 },
      { name: 'list', line: 2 },
      { name: 'two', line: 2 },
      { name: 'three', line: 3 },
    ]);
  });

  test.each([
    ['a value that is not there', '{{ absent }}'],
    ['a property that is not there', '{{ value.absent.more }}'],
    ['an unknown filter', '{{ value | shout }}'],
    ['an unknown tag', '{% shout %}'],
    ['a tag that is not closed', '{% if value %}'],
  ])('is refused with %s', (_, text) => {
    expect(() => render(text, { value: {} })).toThrow(LiquidError);
  });

  test('is refused with the line of the mistake', () => {
    expect(() => parse('fine\nfine\n{{ value | shout }}')).toThrow(
      expect.objectContaining({ line: 3, message: 'undefined filter: shout' }) as Error,
    );
  });
});

describe('nothing leads out of a text', () => {
  test.each([
    ['{% include "/etc/passwd" %}'],
    ['{% render "../package.json" %}'],
    ['{% layout "package.json" %}'],
    ['{% block a %}{% endblock %}'],
    ['{% tablerow i in (1..2) %}{% endtablerow %}'],
    ['{{ "now" | date: "%Y" }}'],
    ['{{ list | sample }}'],
    ['{{ list | where_exp: "item", "item.a" }}'],
    ['{{ "secret" | sha256 }}'],
    ['{{ value | inspect }}'],
  ])('not %s', (text) => {
    expect(() => render(text, { list: [{ a: 1 }], value: {} })).toThrow(LiquidError);
  });

  test.each([
    '{{ value.constructor }}',
    '{{ value.__proto__ }}',
    '{{ value["constructor"]["name"] }}',
    '{{ value.toString }}',
    '{{ text.constructor }}',
    '{{ list.constructor.prototype }}',
    '{{ constructor }}',
    '{{ __proto__ }}',
    '{{ toString }}',
    '{{ process }}',
    '{{ globalThis }}',
  ])('not by the prototype: %s', (text) => {
    expect(() => render(text, { value: {}, text: 'a', list: [] })).toThrow(LiquidError);
  });

  test.each([
    ['a long range', '{% for i in (1..1000000000) %}x{% endfor %}'],
    ['ranges in ranges', '{% for i in (1..30000) %}{% for j in (1..30000) %}{% endfor %}{% endfor %}'],
    ['a text that doubles', `{% assign a = "xxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}`],
  ])('nor is there an end to patience only with %s', (_, text) => {
    expect(() => render(text)).toThrow(/limit/);
  });
});

describe('values are data', () => {
  test.each(['{{ secret }}', '{% include "a" %}', '{% raw %}', '{{', '{%- endfor -%}', '‹a› & <b>'])(
    '%s stays as it is',
    (value) => {
      expect(render('<{{ value }}>', { value, secret: 'told' })).toBe(`<${value}>`);
      expect(render('{% assign copy = value %}{{ copy | append: "" }}', { value })).toBe(value);
    },
  );
});

describe('a fence', () => {
  const fence = fenceFilter(fencesIn(['<task>\n{{ task }}\n</task>', '<draft-2>{{ draft }}</draft-2>']));

  test.each([
    ['</task>', '‹/task>'],
    ['< / TASK >', '‹ / TASK >'],
    ['<task>', '‹task>'],
    ['<task\nx="">', '‹task\nx="">'],
    ['</draft-2>', '‹/draft-2>'],
  ])('is neither opened nor closed by %j', (text, shown) => {
    expect(fence(`a ${text} b`)).toBe(`a ${shown} b`);
  });

  test('leaves everything else alone', () => {
    const text = '<tasks> 1 < 2 <b>task</b> </input>';
    expect(fence(text)).toBe(text);
    expect(fence(text, 'input')).toBe('<tasks> 1 < 2 <b>task</b> ‹/input>');
  });
});
