import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { loadValueLists } from '../../../adapters/workspace/loadValueLists';
import { applyFilters } from '../../../core/screening/filters/filter';
import { instructionFilters, pairFilters, textContext } from '../../core/screening/filters/screening';
import { NoveltyIndex } from '../../../core/screening/novelty/noveltyIndex';
import { listsToWrite } from '../../../core/proposing/template/writeLists';
import type { ListValue } from '../../../core/vocabulary/valueLists';
import { instances, problemsOf } from '../../core/proposing/template/testTemplates';

let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-lists-'));
});
afterAll(() => rmSync(workspace, { recursive: true }));

async function read(
  name: string,
  content: string | Buffer,
  source: object = {},
): Promise<readonly ListValue[]> {
  writeFileSync(join(workspace, name), content);
  const template = {
    lists: { it: { file: name, ...source } },
    templates: [{ name: 'one', slots: { a: { list: 'it' } }, instruction: 'Say {{ a }}.' }],
  };
  const loaded = await loadRecipe({
    recipe: { name: 'x', strategies: { template: 1 }, template },
    workspace,
  });
  return (await loadValueLists(loaded))['it'] ?? [];
}

const towns =
  'town,country,people\nRome,Italy,2755000\n"Saint Denis, Réunion",France,007\n\nOslo,Norway,1.50\n';

test('CSV: a column of values, the other columns beside it, numbers where nothing is lost by it', async () => {
  expect(await read('towns.csv', `\uFEFF${towns.replace(/\n/g, '\r\n')}`, { column: 'town' })).toEqual([
    { value: 'Rome', weight: 1, row: { town: 'Rome', country: 'Italy', people: 2755000 } },
    {
      value: 'Saint Denis, Réunion',
      weight: 1,
      row: { town: 'Saint Denis, Réunion', country: 'France', people: '007' },
    },
    { value: 'Oslo', weight: 1, row: { town: 'Oslo', country: 'Norway', people: '1.50' } },
  ]);
});

test('CSV: as spreadsheets write it, by semicolons or tabs, with rows of nothing', async () => {
  const values = [{ value: 'Rome', row: { town: 'Rome', country: 'Italy' } }, { value: 'Oslo' }];
  for (const [name, delimiter] of [
    ['semicolons.csv', ';'],
    ['tabs.tsv', '\t'],
  ] as const) {
    const text = 'town;country\r\nRome;Italy\r\n;\r\nOslo;Norway\r\n;\r\n'.replaceAll(';', delimiter);
    expect(await read(name, text, { column: 'town' })).toMatchObject(values);
  }
});

test('CSV: one column needs no name, and weights may have one of their own', async () => {
  expect(await read('one.csv', 'colour\nred\nblue\n')).toMatchObject([{ value: 'red' }, { value: 'blue' }]);
  expect(
    await read('two.csv', 'colour,often\nred,3\nblue,0.5\n', { column: 'colour', weightColumn: 'often' }),
  ).toMatchObject([
    { value: 'red', weight: 3 },
    { value: 'blue', weight: 0.5 },
  ]);
});

test('JSONL: objects or plain values; text: a value a line', async () => {
  expect(await read('a.jsonl', '{"t": "x", "n": 2, "o": {}}\n\n{"t": "y"}\n', { column: 't' })).toEqual([
    { value: 'x', weight: 1, row: { t: 'x', n: 2 } },
    { value: 'y', weight: 1, row: { t: 'y' } },
  ]);
  expect(await read('b.jsonl', '"x"\n12\n')).toEqual([
    { value: 'x', weight: 1 },
    { value: 12, weight: 1 },
  ]);
  expect(await read('c.txt', ' x \r\n\n12\n')).toEqual([
    { value: 'x', weight: 1 },
    { value: 12, weight: 1 },
  ]);
});

test.each<[string, string | Buffer, object, string]>([
  [
    'd.csv',
    towns,
    { column: 'contry' },
    'Value list "d.csv" has no column "contry": did you mean "country"?',
  ],
  ['e.csv', towns, {}, 'Value list "e.csv" has the columns town, country, people: say which by "column".'],
  ['f.csv', 'a,b\n1,2\n,4\n', { column: 'a' }, 'Value list "f.csv", line 3 has no value in the column "a"'],
  ['g.csv', 'a,b\n1,2\n3\n', { column: 'a' }, 'Value list "g.csv", line 3 has 1 fields, and the header 2'],
  ['h.csv', 'a,a\n1,2\n', { column: 'a' }, 'Value list "h.csv" has two columns called "a"'],
  [
    'i.csv',
    'a,w\n1,2\n3,no\n',
    { column: 'a', weightColumn: 'w' },
    'Value list "i.csv", line 3, column "w" is "no"',
  ],
  ['j.jsonl', '{"a": 1}\n{"a"\n', {}, 'Value list "j.jsonl", line 2 is not valid JSON'],
  ['k.jsonl', '{"a": 1}\n"b"\n', {}, 'Value list "k.jsonl", line 2 is another kind of value'],
  ['l.jsonl', '[1]\n', {}, 'Value list "l.jsonl", line 1 must be an object, a text or a number.'],
  ['m.txt', 'a\n', { column: 'a' }, 'Value list "m.txt" is a text with a value a line, and has no columns'],
  ['n.txt', Buffer.from('caf\xe9', 'latin1'), {}, 'Value list "n.txt" is not UTF-8 text'],
  ['o.txt', 'a\nb\0\n', {}, 'Value list "o.txt", line 2 contains a character that is not text'],
])('%s is refused with its place', async (name, content, source, message) => {
  await expect(read(name, content, source)).rejects.toThrow(message);
});

test('a path out of the workspace is refused', async () => {
  const template = {
    templates: [{ name: 'one', slots: { a: { file: '../secret.csv' } }, instruction: 'Say {{ a }}.' }],
  };
  const loaded = await loadRecipe({
    recipe: { name: 'x', strategies: { template: 1 }, template },
    workspace,
  });
  await expect(loadValueLists(loaded)).rejects.toThrow('leaves the workspace');
});

describe('the ready recipe templates', () => {
  test('is sound, and no filter throws its computed pairs out', async () => {
    const loaded = await loadRecipe({ recipe: 'templates', workspace });
    const lists = await loadValueLists(loaded);
    expect(problemsOf(loaded.recipe, lists)).toEqual([]);
    expect(listsToWrite(loaded.recipe)).toMatchObject([{ name: 'businesses' }]);

    const businesses = ['bakery', 'ice-cream parlour'].map((value) => ({ value, weight: 1 }));
    const works = instances(loaded.recipe, 0, 400, { ...lists, businesses });
    expect(works.length).toBe(400);
    const subjects = works.map(({ instruction, input, response, template }) => ({
      instruction,
      input,
      response: response ?? 'Fine.',
      classification: template.name === 'compare',
      finishReason: 'stop' as const,
      language: 'en',
      strategy: 'template' as const,
    }));
    const context = { ...textContext(), recipe: loaded.recipe };
    const thrownOut = [
      ...(await applyFilters(instructionFilters, subjects, context)),
      ...(await applyFilters(
        pairFilters,
        subjects.filter((_, index) => works[index]?.response !== undefined),
        context,
      )),
    ].flatMap(({ rejectedBy, failed }) => rejectedBy?.reason ?? failed?.reason ?? []);
    expect(thrownOut).toEqual([]);
  });

  test('has templates that are new to each other', async () => {
    const loaded = await loadRecipe({ recipe: 'templates', workspace });
    const lists = { ...(await loadValueLists(loaded)), businesses: [{ value: 'bakery', weight: 1 }] };
    const works = instances(loaded.recipe, 0, 100, lists);
    for (const name of new Set(works.map(({ template }) => template.name))) {
      const others = new NoveltyIndex();
      for (const { template, instruction } of works) if (template.name !== name) others.add(instruction);
      for (const { template, instruction } of works)
        if (template.name === name) expect(others.nearest(instruction)?.score).toBeLessThan(0.7);
    }
  });
});
