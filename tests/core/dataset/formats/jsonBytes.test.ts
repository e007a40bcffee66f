import { JsonBytes, KnownJson } from '../../../../core/dataset/formats/jsonBytes';

function written(values: readonly unknown[]): string {
  const pieces: Uint8Array[] = [];
  const json = new JsonBytes({ write: (piece) => void pieces.push(Buffer.from(piece)) });
  for (const value of values) json.write(value, '', '\n');
  json.flush();
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1 << 19);
  return Buffer.concat(pieces).toString();
}

const stringified = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

const every = Array.from({ length: 0x250 }, (_, unit) => String.fromCharCode(unit));
const words = 'words of a plain text that are long enough to be looked at four at a time';
const signs = [
  '"',
  '\\',
  '\n',
  '\r\n',
  '\u0000',
  '\u001f',
  '\u007f',
  'é',
  '—',
  '\u2028',
  '🌱',
  '\ud83c',
  '\udf31',
];

test.each<[string, readonly unknown[]]>([
  ['every sign alone and after others', every.flatMap((sign) => [sign, `${words}${sign}`, sign.repeat(50)])],
  [
    'what must be escaped at every place of a text',
    signs.flatMap((sign) =>
      Array.from({ length: words.length }, (_, at) => `${words.slice(0, at)}${sign}${words.slice(at)}`),
    ),
  ],
  ['texts longer than a piece', [words.repeat(5_000), '\u0001'.repeat(100_000), '"—🌱\n'.repeat(30_000)]],
  ['texts that UTF-8 cannot hold', [`${words}\ud83c`, `\udf31${words}`, { '\ud83c': words }]],
  ['numbers', [0, -0, 1, -17, 0.4, 1e21, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]],
  ['what is nested, empty or missing', [{}, [], [[], [{}]], { a: undefined, b: null, c: [undefined, true] }]],
  ['names of fields', [{ 'a "name"': 1, 2: 'two', 1: 'one', [words]: { [`${words}\n`]: false } }]],
  ['many small values', [Array.from({ length: 50_000 }, (_, at) => (at % 3 === 0 ? [] : at))]],
])('the bytes are those of JSON.stringify: %s', (_, values) => {
  expect(written(values)).toBe(stringified(values));
});

test('what is written again and again is as it is when it is written once, however long', () => {
  const values = [{ few: 'words' }, ['"—🌱\n'.repeat(20_000)], words.repeat(10_000)];
  const known = values.map((value) => new KnownJson(value));
  const often = Array.from({ length: 40 }, () => known).flat();
  const pieces: Uint8Array[] = [];
  const json = new JsonBytes({ write: (piece) => void pieces.push(Buffer.from(piece)) });
  for (const value of often) json.write({ before: 1, value, after: words }, '', '\n');
  json.flush();
  const plain = Array.from({ length: 40 }, () => values).flat();
  expect(Buffer.concat(pieces).toString()).toBe(
    stringified(plain.map((value) => ({ before: 1, value, after: words }))),
  );
});
