import type { Database } from '../../../adapters/store/database';
import { mostThrownOut } from '../../../adapters/store/thrownOut';
import { thrownOutWords } from '../../../client/view/thrownOutWords';
import { openTestStore, type TestStore } from '../../support/testStore';
import { writeRun } from './storyFixture';

let postgres: TestStore;
let database: Database;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

const notJson = "Asked for instructions, the teacher's answer was not the JSON asked for.";

test('of a run that brought nothing it is told what threw most out, why most often, and one of them', async () => {
  const quarantined = (ordinal: number, reason: string) => ({
    ...{ ordinal, state: 'quarantined' as const, decidedBy: 'parser', reason, instruction: null },
  });
  await writeRun(database, {
    runKey: 'refused@1',
    candidates: [
      { ordinal: 0, state: 'rejected', decidedBy: 'novelty', reason: 'ROUGE-L 0.8' },
      quarantined(1, 'Cut.'),
      quarantined(2, notJson),
      quarantined(3, notJson),
      { ordinal: 4 },
    ],
  });
  await database.query('update candidates set raw = $1 where reason = $2', ["I'm sorry,\nbut no.", notJson]);
  const most = await mostThrownOut(database, 'refused@1');
  expect(most).toEqual({
    ...{ by: 'parser', candidates: 3, reason: notJson, iteration: 0, ordinal: 2 },
    raw: "I'm sorry,\nbut no.",
  });
  expect(most && thrownOutWords(most, 'refused')).toBe(
    `Thrown out by parser: 3 candidates, most often for: ${notJson} The answer: “I'm sorry, but no.”\n` +
      'See one of them: seedbed trace 0/2 --run refused',
  );
});

test('a run that threw nothing out has nothing to tell', async () => {
  await writeRun(database, { runKey: 'all@1', candidates: [{ ordinal: 0 }] });
  expect(await mostThrownOut(database, 'all@1')).toBeUndefined();
});
