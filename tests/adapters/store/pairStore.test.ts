import type { Database } from '../../../adapters/store/database';
import { PairStore } from '../../../adapters/store/pairStore';
import { TextBytes } from '../../../core/foundations/text/storedText';
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

test('texts that stay bytes say the same, of more pairs than are read at once, edited and with many responses too', async () => {
  const many = 'many@1';
  await writeRun(database, {
    runKey: many,
    candidates: Array.from({ length: 620 }, (_, ordinal) => ({
      ...{ ordinal, instruction: `Plant ${ordinal} ünüsual nuts 🌰.`, lineage: selfInstruct(['aa']) },
      response: { text: `${'They grow. '.repeat(ordinal % 40)}${ordinal}`, call: 'dd' },
    })),
  });
  // The last one before, and the first one of, what is read next.
  for (const ordinal of [100, 249, 250, 619])
    await database.query(
      `insert into responses (run_key, iteration, ordinal, response, input, text, thinking, finish_reason, call_key, endpoint, model, prompts, kept)
       select $1, 0, $2, n, 'of ' || n, 'It is ' || n || repeat('x', 3000), 'Hm, ' || n, 'stop', 'ee', 'openai', 'small', '[]', true from generate_series(1, 900) n`,
      [many, ordinal],
    );
  await database.query(
    `insert into review_decisions (run_key, watermark, iteration, ordinal, batch, item, state, edit)
     select $1, 1, 0, n, 1, n, 'accepted', '{"instruction": "Plant ours.", "response": "We did."}' from unnest($2::int[]) n`,
    [many, [3, 250]],
  );
  const store = new PairStore(database);
  const read: AcceptedPair[] = [];
  for await (const pair of store.accepted(many)) read.push(pair);
  expect(read).toHaveLength(620);
  expect(read[250]?.instances).toHaveLength(901);
  expect(read.map(({ instruction }) => instruction).filter((text) => text === 'Plant ours.')).toHaveLength(2);
  const stored: unknown[] = [];
  for await (const some of store.acceptedAsStored(many)) {
    // Before the next ones are asked for.
    for (const pair of some)
      stored.push(
        JSON.parse(
          JSON.stringify(pair, (_, value: unknown) =>
            value instanceof TextBytes ? value.toString() : value,
          ),
        ),
      );
  }
  expect(stored).toEqual(JSON.parse(JSON.stringify(read)));
});
