import type { AcceptedPair, DatasetOrigin } from '../../../../core/dataset/formats/acceptedPair';
import { alpaca } from '../../../../core/dataset/formats/alpaca';
import { datasetBytes } from '../../../../core/dataset/formats/datasetBytes';
import type { ExportFormat } from '../../../../core/dataset/formats/exportFormat';
import { jsonl } from '../../../../core/dataset/formats/jsonl';
import { pairId } from '../../../../core/dataset/formats/pairId';

const origin: DatasetOrigin = { seed: 42 };
const teacher = { endpoint: 'local', model: 'smollm2-135m-instruct' };
const written = { teacher, prompts: ['respond@1'] };
const proposed = {
  strategy: 'selfInstruct',
  family: null,
  askedCell: null,
  cell: null,
  lineage: { strategy: 'selfInstruct', prompts: ['proposeList@1'], calls: ['pp'] },
} as const;

const poem: AcceptedPair = {
  iteration: 0,
  ordinal: 3,
  ...proposed,
  instruction: 'Write a line about the "sea".',
  classification: false,
  instances: [{ input: '', response: 'Grey,\nand never still — \u2028.', call: 'aa', ...written }],
  novelty: { score: 0.25, nearest: 'Write a haiku.' },
};

const sentiment: AcceptedPair = {
  iteration: 1,
  ordinal: 0,
  ...proposed,
  instruction: 'Tell the mood.',
  classification: true,
  instances: [
    { input: 'Hooray!', response: 'glad', call: 'bb', ...written },
    { input: 'Alas.', response: 'sad', call: 'bb', ...written },
  ],
  novelty: null,
};

async function write(
  format: ExportFormat,
  pairs: readonly AcceptedPair[],
  of: DatasetOrigin = origin,
): Promise<string> {
  let text = '';
  for await (const piece of datasetBytes(format, pairs, of)) text += String(piece);
  return text;
}

test('JSON lines are these bytes: fixed fields in a fixed order, no clock, no run name', async () => {
  expect(await write(jsonl, [poem, sentiment])).toBe(
    `{"id":"${pairId(42, poem)}","instruction":"Write a line about the \\"sea\\".","input":"","response":"Grey,\\nand never still — \u2028.","iteration":0,"ordinal":3,"strategy":"selfInstruct","classification":false,"novelty":{"score":0.25,"nearest":"Write a haiku."},"teacher":{"endpoint":"local","model":"smollm2-135m-instruct"},"call":"aa","prompts":["proposeList@1","respond@1"],"lineage":{"calls":["pp"]}}\n` +
      `{"id":"${pairId(42, sentiment)}","instruction":"Tell the mood.","input":"Hooray!","response":"glad","instances":[{"input":"Hooray!","response":"glad","call":"bb"},{"input":"Alas.","response":"sad","call":"bb"}],"iteration":1,"ordinal":0,"strategy":"selfInstruct","classification":true,"novelty":null,"teacher":{"endpoint":"local","model":"smollm2-135m-instruct"},"call":"bb","prompts":["proposeList@1","respond@1"],"lineage":{"calls":["pp"]}}\n`,
  );
});

test('kept thinking is a field of its own beside the response that it led to, in both formats', async () => {
  const [first, second] = sentiment.instances;
  const thoughtful: AcceptedPair = {
    ...sentiment,
    instances: [{ ...first, thinking: 'It cheers.' }, ...(second ? [{ ...second, thinking: null }] : [])],
  };
  const record = JSON.parse(await write(jsonl, [thoughtful])) as Record<string, unknown>;
  expect(record).toMatchObject({ response: 'glad', reasoning: 'It cheers.' });
  expect(record['instances']).toMatchObject([
    { reasoning: 'It cheers.' },
    expect.not.objectContaining({ reasoning: null }),
  ]);
  expect(JSON.parse(await write(alpaca, [thoughtful], { ...origin, keepsThinking: true }))).toEqual([
    { instruction: 'Tell the mood.', input: 'Hooray!', output: 'glad', reasoning: 'It cheers.' },
    { instruction: 'Tell the mood.', input: 'Alas.', output: 'sad', reasoning: null },
  ]);
});

test('a computed pair of a template, and a variant, say what they were made of', async () => {
  const computed: AcceptedPair = {
    ...poem,
    strategy: 'template',
    family: 'template:percent',
    askedCell: 'mathematics',
    cell: 'mathematics',
    instances: [{ input: '', response: '4', call: null, teacher: null, prompts: [] }],
    lineage: {
      strategy: 'template',
      prompts: [],
      calls: [],
      template: { name: 'percent', index: '17', slots: { share: 5 } },
    },
  };
  const variant: AcceptedPair = {
    ...poem,
    strategy: 'augment',
    family: 'pair:0/3',
    lineage: {
      strategy: 'augment',
      prompts: ['deepen@1'],
      calls: ['cc'],
      parent: { pair: [0, 3] },
      steps: [{ operator: 'deepen', prompt: 'deepen@1', call: 'cc' }],
    },
  };
  const [first, second] = (await write(jsonl, [computed, variant]))
    .split('\n', 2)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(first).toMatchObject({
    cell: 'mathematics',
    teacher: null,
    call: null,
    lineage: { template: { name: 'percent', slots: { share: 5 } } },
  });
  expect(second).toMatchObject({
    family: 'pair:0/3',
    lineage: { parent: { pair: pairId(42, poem) }, operators: ['deepen'] },
  });
});

test('Alpaca has one record for each instance, and is one JSON array', async () => {
  const text = await write(alpaca, [poem, sentiment]);
  expect(text).toBe(
    '[\n{"instruction":"Write a line about the \\"sea\\".","input":"","output":"Grey,\\nand never still — \u2028."},\n' +
      '{"instruction":"Tell the mood.","input":"Hooray!","output":"glad"},\n' +
      '{"instruction":"Tell the mood.","input":"Alas.","output":"sad"}\n]\n',
  );
  expect(JSON.parse(text)).toHaveLength(3);
});

test('A dataset without pairs is still a valid file', async () => {
  expect(await write(jsonl, [])).toBe('');
  expect(await write(alpaca, [])).toBe('[]\n');
});

test("A pair's id is made of the run's seed and the pair's address", () => {
  expect(pairId(42, { iteration: 0, ordinal: 3 })).toBe('pc015d33089cd9a82');
  expect(pairId(42, { iteration: 3, ordinal: 0 })).not.toBe(pairId(42, { iteration: 0, ordinal: 3 }));
  expect(pairId(43, { iteration: 0, ordinal: 3 })).not.toBe(pairId(42, { iteration: 0, ordinal: 3 }));
});

test('no pair is read while a piece waits to be taken, so that a slow disk fills no memory', async () => {
  let read = 0;
  function* pairs() {
    for (; read < 10_000; read++) yield poem;
  }
  const pieces = datasetBytes(jsonl, pairs(), origin);
  const first = await pieces.next();
  const ofPiece = String(first.value).split('\n').length;
  expect(read).toBeLessThan(ofPiece);
  await pieces.next();
  expect(read).toBeLessThan(2 * ofPiece);
  await pieces.return(undefined);
  expect(read).toBeLessThan(2 * ofPiece);
});
