import {
  exactOf,
  parseExpression,
  slotValueOf,
  type SlotValue,
} from '../../../../core/proposing/template/expression';

const compute = (
  text: string,
  slots: Readonly<Record<string, SlotValue>> = {},
  decimals?: number,
): SlotValue =>
  slotValueOf(
    parseExpression(text).evaluate((name) => exactOf(slots[name] ?? null)),
    decimals,
  );

const failure = (text: string, slots: Readonly<Record<string, SlotValue>> = {}): string => {
  try {
    return `came to ${String(compute(text, slots))}`;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each<[string, SlotValue]>([
  ['0.1 + 0.2', 0.3],
  ['1.1 * 1.1', 1.21],
  ['1 / 3 * 3', 1],
  ['4.35 * 100', 435],
  ['1.005 * 1000', 1005],
  ['round(2.345, 2)', 2.35],
  ['round(1.005, 2)', 1.01],
  ['round(-2.5)', -3],
  ['floor(-2.5)', -3],
  ['ceil(-2.5)', -2],
  ['7 % 3', 1],
  ['mod(-7, 3)', 2],
  ['2 ^ 10', 1024],
  ['2 ^ -3', 0.125],
  ['-2 ^ 2', -4],
  ['sqrt(2.25)', 1.5],
  ['round(sqrt(2), 6)', 1.414214],
  ['gcd(12, 18, 27)', 3],
  ['lcm(4, 6)', 12],
  ['min(3, 1/3, 2) * 3', 1],
  ['1 < 2 < 3 and not (2 == 3)', true],
  ['5 > 3 ? "more" : "less"', 'more'],
  ['1 / 3', 0.3333333333],
  ['12345678901234567890 * 10 + 1', '123456789012345678901'],
  ['addDays("2024-02-28", 2)', '2024-03-01'],
  ['daysBetween("2023-12-30", "2024-03-01")', 62],
  ['weekday("2024-02-29")', 'Thursday'],
  ['longDate("2024-02-29")', '29 February 2024'],
  ['addMinutes("23:50", 25)', '00:15'],
  ['minutesBetween("23:50", "00:15")', 25],
])('%s is %p', (text, value) => expect(compute(text)).toBe(value));

test('slots keep all their digits: a text that writes a number counts as that number', () => {
  expect(compute('price * 3', { price: '0.10' })).toBe(0.3);
  expect(compute('price * 3', { price: 19.99 })).toBe(59.97);
  expect(compute('n + 2', { n: '9007199254740993' })).toBe('9007199254740995');
});

test('decimals are written out', () => expect(compute('7 / 2', {}, 2)).toBe('3.50'));

test('what needs an absent slot is absent', () => {
  expect(compute('tip + 1', { tip: null })).toBeNull();
  expect(compute('has == 1 ? tip + 1 : 5', { has: 0, tip: null })).toBe(5);
});

test("what can't be computed says why", () => {
  expect(failure('1 / (a - 2)', { a: 2 })).toBe('it divides by zero');
  expect(failure('a + 1', { a: 'red' })).toBe('"red" is not a number');
  expect(failure('2 ^ 0.5')).toMatch('use sqrt');
  expect(failure('addDays("2023-02-29", 1)')).toMatch('not a date such as');
});

test.each([
  ['import("fs")', 'there is no function "import"'],
  ['evaluate("1")', 'there is no function "evaluate"'],
  ['a.constructor("x")', 'there is no function "constructor"'],
  ['x = 2', 'only numbers'],
  ['f(x) = x', 'only numbers'],
  ['[1, 2]', 'only numbers'],
  ['5!', '"factorial" can\'t be used'],
  ['a to b', '"to" can\'t be used'],
  ['round()', 'takes 1 or 2 arguments, not 0'],
  ['null', "can't be used as values"],
  ['1 + * 2', 'value expected'],
])('%s is refused before anything is computed', (text, reason) => {
  expect(() => parseExpression(text)).toThrow(reason);
});

test('a mistake is told with its column', () => {
  expect(() => parseExpression('1 + * 2')).toThrow(expect.objectContaining({ column: 5 }) as Error);
});

test('a power that would fill the memory is refused', () => {
  expect(failure('2 ^ 1000000000')).toBe('a power is too large');
  expect(failure('((9 ^ 9000) ^ 9000) ^ 9000')).toBe('a power is too large');
});
