import { JsonRows, type NumberedText } from '../../../../core/dataset/readers/jsonRows';

function split(text: string, size: number): { rows: NumberedText[]; isUnclosed: boolean } {
  const reader = new JsonRows();
  const rows: NumberedText[] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.push(text.slice(at, at + size)));
  return { rows: [...rows, ...reader.end()], isUnclosed: reader.isUnclosed };
}

describe('however a text arrives, its rows are the same:', () => {
  test.each([
    [
      'lines',
      '\n{"a": 1}\r\n\r\n {"b": "\\"\\n"} \n{"c"',
      [
        [2, '{"a": 1}'],
        [4, '{"b": "\\"\\n"}'],
        [5, '{"c"'],
      ],
      false,
    ],
    [
      'a list',
      ' [\n{"a": "],[\\\\\\"", "b": [1, {"c": 2}]},\n\n  7 ,"x"]\n',
      [
        [2, '{"a": "],[\\\\\\"", "b": [1, {"c": 2}]}'],
        [4, '7'],
        [4, '"x"'],
      ],
      false,
    ],
    [
      'a list that was cut',
      '[{"a": 1},\n{"b": 2',
      [
        [1, '{"a": 1}'],
        [2, '{"b": 2'],
      ],
      true,
    ],
    [
      'a list with something behind it',
      '[1]\n{"a": 1}',
      [
        [1, '1'],
        [2, '{"a": 1}'],
      ],
      false,
    ],
    ['nothing', ' \n\r\n', [], false],
  ])('%s', (_, text, expected, isUnclosed) => {
    for (const size of [1, 2, 3, 7, 1_000]) {
      const { rows, ...rest } = split(text, size);
      expect(rows.map(({ line, text: row }) => [line, row])).toEqual(expected);
      expect(rest).toEqual({ isUnclosed });
    }
  });
});

test('nothing is kept but the row at hand', () => {
  const reader = new JsonRows();
  reader.push('[{"a": 1}, {"b');
  expect(reader.pending).toBe(4);
  reader.push('": 1},');
  expect(reader.pending).toBe(0);
});
