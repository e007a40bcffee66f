import { verdictsOf } from '../../../../client/commands/review/reviewFiles';
import {
  csvOf,
  guarded,
  jsonLinesOf,
  readCsv,
  readJsonLines,
  sheetRow,
  textOfSheet,
  unguarded,
  type ReadRow,
} from '../../../../client/commands/review/reviewSheet';
import { itemNumbers } from '../../../../client/review/itemNumbers';
import { changedIn, pairAsText } from '../../../../client/commands/review/editPair';
import { MemoryDesk, reviewItem } from '../../../support/memoryDesk';

const items = [
  reviewItem(1, {
    instruction: '=HYPERLINK("http://evil")',
    response: "'=1+1",
    input: 'Zeile 1\nZeile "2", ü',
  }),
  reviewItem(2, { response: '@SUM(1)' }),
  reviewItem(3),
];
const desk = new MemoryDesk(items);
const own = {
  item: 3,
  reviewer: 'ana',
  revision: 1,
  at: 0,
  verdict: 'edit',
  edit: { response: '-1' },
} as const;
const rows = items.map((item) => sheetRow(0, item, item.item === 3 ? own : undefined));

/** The rows as somebody filled them in. */
const filled = (...cells: Partial<Record<string, string>>[]): ReadRow[] =>
  cells.map((row, index) => ({ line: index + 2, cells: row }));
const read = (given: ReadRow[]) => verdictsOf(desk, [desk.batch], given, undefined);

test('no cell of an exported sheet is a formula, and importing gives back the very texts', async () => {
  const text = csvOf(rows);
  expect(text.startsWith('\uFEFFitem,batch,instruction')).toBe(true);
  const back = await readCsv(textOfSheet(Buffer.from(text), 'items.csv'), 'items.csv');
  expect(back.map(({ cells }) => cells)).toEqual(rows);
  expect(back.map(({ line }) => line)).toEqual([2, 4, 5]); // the first has a text of two lines
  for (const row of text.split('\r\n')) expect(row).not.toMatch(/(^|,)"?[=+\-@]/);
  expect(readJsonLines(jsonLinesOf(rows), 'items.jsonl').map(({ cells }) => cells)).toEqual(rows);
});

test.each(['=1', '+1', '-1', '@a', '\t=1', "'=1", "''=1", "'plain", 'plain', '', '＝1', '\n=1'])(
  '%j is the same after guarding and back',
  (text) => {
    expect(guarded(text)).not.toMatch(/^[=+\-@\t\r\n＝]/);
    expect(unguarded(guarded(text))).toBe(text);
  },
);

test('a sheet that was filled in is read with whichever delimiter and encoding the spreadsheet wrote', async () => {
  const sheet = 'Item;Verdict;Reason\r\n1;Approve;\r\n2;reject;"zu kurz; und falsch"\r\n3;;\r\n';
  for (const bytes of [Buffer.from(sheet), Buffer.from(`\uFEFF${sheet}`, 'utf16le')]) {
    const { verdicts, problems, empty } = await read(await readCsv(textOfSheet(bytes, 'f.csv'), 'f.csv'));
    expect(problems).toEqual([]);
    expect([...verdicts.values()].flat()).toEqual([
      { item: 1, verdict: 'approve' },
      { item: 2, verdict: 'reject', reason: 'zu kurz; und falsch' },
    ]);
    expect(empty).toBe(1);
  }
  expect(() => textOfSheet(Buffer.from('caf\u00E9', 'latin1'), 'f.csv')).toThrow('f.csv is not UTF-8.');
});

test('every row that cannot be used is told with its line', async () => {
  const { problems } = await read(
    filled(
      { item: '9', verdict: 'approve' },
      { item: 'x', verdict: 'approve' },
      { item: '1', verdict: 'fine' },
      { item: '1', verdict: 'edit' },
      { item: '1', verdict: 'approve', new_response: 'Else.' },
      { item: '1', new_response: 'Else.' },
      { item: '1', reason: 'why' },
      { item: '3', verdict: 'approve', response: 'Changed in place.' },
      { item: '1', verdict: 'approve', batch: '4' },
      { item: '1', verdict: 'reject', reason: 'x'.repeat(2_001) },
      { item: '2', verdict: 'approve' },
      { item: '2', verdict: 'reject' },
    ),
  );
  expect(problems).toEqual([
    'line 2: "9" is no item of batch 0: it has 3, numbered from 1.',
    'line 3: "x" is no item of batch 0: it has 3, numbered from 1.',
    'line 4: "fine" is no verdict: there are approve, reject, edit, unsure.',
    'line 5: an edit needs a text in new_instruction, new_input or new_response.',
    'line 6: it has a new text, and its verdict is approve: write edit instead.',
    'line 7: it has a new text and no verdict: write edit into "verdict".',
    'line 8: it has a reason and no verdict.',
    'line 9: its response is not that of item 3: leave it as it was, and put another text into new_response.',
    'line 10: "4" is no batch of this run: there are 0.',
    'line 11: its reason is longer than 2000 characters.',
    'line 13: item 2 has a verdict in line 12 already.',
  ]);
});

test('a file that is no sheet is refused with a sentence', async () => {
  await expect(readCsv('a,b\n1,2\n', 'f.csv')).rejects.toThrow('f.csv has no column "item".');
  await expect(readCsv('item,verdict\n1,"approve\n', 'f.csv')).rejects.toThrow(
    'f.csv, line 2: A quoted field',
  );
  expect(() => readJsonLines('{"item": 1}\n[]\n', 'f.jsonl')).toThrow(
    'f.jsonl, line 2: it must be an object',
  );
  expect(() => readJsonLines('{', 'f.jsonl')).toThrow('f.jsonl, line 1: it is not JSON.');
});

test('item numbers are lists and ranges', () => {
  expect(itemNumbers('5, 1,2 8-9,2', 9)).toEqual([1, 2, 5, 8, 9]);
  expect(() => itemNumbers('1,10', 9)).toThrow('10 is no item of this batch: it has 9, numbered from 1.');
  expect(() => itemNumbers('0', 9)).toThrow('0 is no item');
  expect(() => itemNumbers('9-1', 9)).toThrow('"9-1" is no item: write numbers and ranges');
  expect(() => itemNumbers('one', 9)).toThrow('"one" is no item');
  expect(() => itemNumbers(' , ', 9)).toThrow('No item is named.');
});

describe('a conversation', () => {
  const turns = [
    { message: 'And then?', response: 'Rest.' },
    { message: 'Why?', response: 'It helps.' },
  ];
  const talk = reviewItem(1, { turns });

  test('lies in a sheet to be read, and whoever edits it there is told where that is done', async () => {
    const row = sheetRow(0, talk, undefined);
    const back = await readCsv(textOfSheet(Buffer.from(csvOf([row, rows[2]!])), 'items.csv'), 'items.csv');
    expect(back[0]?.cells).toEqual(row);
    expect(back[0]?.cells.turns).toContain('User: Why?');
    const talks = new MemoryDesk([talk]);
    const given = (cells: object) =>
      verdictsOf(
        talks,
        [talks.batch],
        filled({ ...row, verdict: 'edit', new_response: 'x', ...cells }),
        undefined,
      );
    expect((await given({})).problems).toEqual([]);
    const edited = { ...own, item: 1, edit: { turns: [{ exchange: 2, response: 'x' }] } };
    expect(sheetRow(0, talk, edited)).toEqual(row); // what the sheet can't hold is left alone
    expect((await given({ turns: 'User: Who?' })).problems).toEqual([
      expect.stringContaining('later turns are edited on the page'),
    ]);
  });

  test('is edited as one text, each turn under a line of its own', () => {
    const { text, ruler } = pairAsText(talk);
    expect(changedIn(text, talk, ruler)).toBeUndefined();
    expect(changedIn(text.replace('It helps.', 'It heals.').replace('Rest.', 'Sleep.'), talk, ruler)).toEqual(
      {
        turns: [
          { exchange: 2, response: 'Sleep.' },
          { exchange: 3, response: 'It heals.' },
        ],
      },
    );
    expect(() => changedIn(text.replace(`${ruler} message 3`, ''), talk, ruler)).toThrow(
      'nothing was changed',
    );
  });
});

test('an edited text says which parts were changed, whatever dashes the pair has', () => {
  const pair = { instruction: '--- response\nDo.', input: '', response: 'Done.\n' };
  const { text, ruler } = pairAsText(pair);
  expect(changedIn(text, pair, ruler)).toBeUndefined();
  expect(changedIn(text.replace('Done.', 'Well\ndone.'), pair, ruler)).toEqual({ response: 'Well\ndone.' });
  expect(() => changedIn(text.replace(`${ruler} input`, ''), pair, ruler)).toThrow('nothing was changed');
});
