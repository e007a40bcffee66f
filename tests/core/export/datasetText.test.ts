import type { AcceptedPair, DatasetOrigin } from '../../../core/export/acceptedPair';
import { datasetText, type ExportFormatName } from '../../../core/export/datasetText';
import { pairId } from '../../../core/export/pairId';

const origin: DatasetOrigin = { seed: 42, teacher: { pool: 'local', model: 'smollm2-135m-instruct' } };

const poem: AcceptedPair = {
  iteration: 0,
  ordinal: 3,
  strategy: 'selfInstruct',
  instruction: 'Write a line about the "sea".',
  classification: false,
  instances: [{ input: '', response: 'Grey,\nand never still — \u2028.', call: 'aa' }],
  novelty: { score: 0.25, nearest: 'Write a haiku.' },
};

const sentiment: AcceptedPair = {
  iteration: 1,
  ordinal: 0,
  strategy: 'selfInstruct',
  instruction: 'Tell the mood.',
  classification: true,
  instances: [
    { input: 'Hooray!', response: 'glad', call: 'bb' },
    { input: 'Alas.', response: 'sad', call: 'bb' },
  ],
  novelty: null,
};

async function write(format: ExportFormatName, pairs: readonly AcceptedPair[]): Promise<string> {
  let text = '';
  for await (const piece of datasetText(format, pairs, origin)) text += piece;
  return text;
}

test('JSON lines are these bytes: fixed fields in a fixed order, no clock, no run name', async () => {
  expect(await write('jsonl', [poem, sentiment])).toBe(
    `{"id":"${pairId(42, poem)}","instruction":"Write a line about the \\"sea\\".","input":"","response":"Grey,\\nand never still — \u2028.","iteration":0,"ordinal":3,"strategy":"selfInstruct","classification":false,"novelty":{"score":0.25,"nearest":"Write a haiku."},"teacher":{"pool":"local","model":"smollm2-135m-instruct"},"call":"aa"}\n` +
      `{"id":"${pairId(42, sentiment)}","instruction":"Tell the mood.","input":"Hooray!","response":"glad","instances":[{"input":"Hooray!","response":"glad","call":"bb"},{"input":"Alas.","response":"sad","call":"bb"}],"iteration":1,"ordinal":0,"strategy":"selfInstruct","classification":true,"novelty":null,"teacher":{"pool":"local","model":"smollm2-135m-instruct"},"call":"bb"}\n`,
  );
});

test('Alpaca has one record for each instance, and is one JSON array', async () => {
  const text = await write('alpaca', [poem, sentiment]);
  expect(text).toBe(
    '[\n{"instruction":"Write a line about the \\"sea\\".","input":"","output":"Grey,\\nand never still — \u2028."},\n' +
      '{"instruction":"Tell the mood.","input":"Hooray!","output":"glad"},\n' +
      '{"instruction":"Tell the mood.","input":"Alas.","output":"sad"}\n]\n',
  );
  expect(JSON.parse(text)).toHaveLength(3);
});

test('A dataset without pairs is still a valid file', async () => {
  expect(await write('jsonl', [])).toBe('');
  expect(await write('alpaca', [])).toBe('[]\n');
});

test("A pair's id is made of the run's seed and the pair's address", () => {
  expect(pairId(42, { iteration: 0, ordinal: 3 })).toBe('pc015d33089cd9a82');
  expect(pairId(42, { iteration: 3, ordinal: 0 })).not.toBe(pairId(42, { iteration: 0, ordinal: 3 }));
  expect(pairId(43, { iteration: 0, ordinal: 3 })).not.toBe(pairId(42, { iteration: 0, ordinal: 3 }));
});
