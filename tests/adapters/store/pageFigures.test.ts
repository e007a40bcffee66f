import { PageFigureStore } from '../../../adapters/store/pageFigures';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';
import { fillRun } from '../../support/filledRun';

let postgres: TestDatabase;
let database: Database;
const runKey = 'garden@1';

beforeAll(async () => {
  postgres = await openTestDatabase();
  database = openDatabase(postgres.url, 4);
  await migrate(database);
  await fillRun(database, { runKey, pairs: 20, recipe: {} });
}, 120_000);

afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

test('a conversation is drawn to be read with all that follows its first response, in order', async () => {
  const said = [
    { message: 'Why?', response: 'So.', prompts: [] },
    { message: 'And then?', response: 'Nothing.', prompts: [] },
  ];
  const { sample: before } = await new PageFigureStore(database).figures(runKey, 7);
  expect(before.random[0]).toMatchObject({ turns: [] });
  await database.query('update responses set turns = $2 where run_key = $1', [runKey, JSON.stringify(said)]);
  const { sample } = await new PageFigureStore(database).figures(runKey, 7);
  expect(sample.random[0]?.turns).toEqual(said.map(({ message, response }) => ({ message, response })));
});
