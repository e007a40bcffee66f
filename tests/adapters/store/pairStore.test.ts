import type { Database } from '../../../adapters/store/database';
import { PairStore } from '../../../adapters/store/pairStore';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun } from './storyFixture';

const runKey = 'garden@1';
let postgres: TestStore;
let database: Database;

beforeAll(async () => {
  postgres = await openTestStore(2);
  database = postgres.database;
  const lineages = [
    selfInstruct(['aa'], { persona: 'A gardener.', examples: [{ seed: 3 }] }),
    selfInstruct(['bb'], { parent: { pair: [0, 0] } }),
    selfInstruct(['cc']),
  ];
  await writeRun(database, {
    runKey,
    candidates: lineages.map((lineage, ordinal) => ({
      ...{ ordinal, instruction: `Plant ${ordinal} nuts.`, lineage, cell: 'gardens', askedCell: 'parks' },
      response: { text: `${ordinal} are planted.`, call: 'dd' },
    })),
  });
});
afterAll(async () => {
  await postgres?.stop();
});

async function pairsRead(hasProvenance: boolean): Promise<AcceptedPair[]> {
  const pairs: AcceptedPair[] = [];
  for await (const pair of new PairStore(database).accepted(runKey, { hasProvenance })) pairs.push(pair);
  return pairs;
}

test('without its provenance a pair still has what exports and splits go by: texts, cell, persona and parent', async () => {
  const [whole, bare] = [await pairsRead(true), await pairsRead(false)];
  expect(whole.map(({ lineage }) => lineage.calls)).toEqual([['aa'], ['bb'], ['cc']]);
  const known = { strategy: 'selfInstruct', prompts: [], calls: [] };
  expect(bare.map(({ lineage }) => lineage)).toEqual([
    { ...known, persona: 'A gardener.' },
    { ...known, parent: { pair: [0, 0] } },
    known,
  ]);
  const texts = ({ instruction, instances, cell, family, strategy }: AcceptedPair) => ({
    ...{ instruction, cell, family, strategy },
    instances: instances.map(({ call: _, ...instance }) => instance),
  });
  expect(bare.map(texts)).toEqual(whole.map(texts));
});

test('responses of a pair come in the order in which they were written, wherever they lie', async () => {
  for (const response of [2, 1])
    await database.query(
      `insert into responses (run_key, iteration, ordinal, response, input, text, finish_reason, call_key, endpoint, model, prompts, kept)
       values ($1, 0, 1, $2::int, 'of ' || $2::int, 'It is ' || $2::int, 'stop', 'ee', 'openai', 'small', '[]', true)`,
      [runKey, response],
    );
  const [, pair] = await pairsRead(true);
  expect(pair?.instances.map(({ response }) => response)).toEqual(['1 are planted.', 'It is 1', 'It is 2']);
});
