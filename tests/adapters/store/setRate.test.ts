import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { EndpointPools, setRate, type MemberReport } from '../../../adapters/store/endpointPools';
import { Holder } from '../../../adapters/store/holder';
import { systemClock } from '../../../adapters/teacher';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let opened: TestDatabase;
let database: Database;

beforeAll(async () => {
  opened = await openTestDatabase();
  database = openDatabase(opened.url, 4);
  await migrate(database);
}, 120_000);

afterAll(async () => {
  await database?.close();
  await opened?.stop();
});

const pool = { endpoint: 'somewhere', model: 'simulated' };
const report = (requestsPerMinute?: number): MemberReport => ({
  ...pool,
  limits: { concurrency: 8, requestsPerMinute },
  ...{ slots: 0, cells: [], inFlight: 0, waiting: 0, perSecond: 0, demands: [], isLeaving: false },
  activity: { inFlight: 0, waiting: 0, concurrencyLimit: 8, pausedUntil: 0 },
});

test('a rate that is set reaches every worker with its next renewal, only lowers what is configured, and is lifted', async () => {
  const workers = [new Holder(database, 'one'), new Holder(database, 'other')].map(
    (holder) => new EndpointPools(database, holder, () => systemClock.now()),
  );
  const rates = async (configured?: number): Promise<readonly (number | undefined)[]> => {
    const all = [];
    for (const worker of workers) all.push((await worker.renew([report(configured)])).shares[0]?.limits);
    return all.map((limits) => limits?.requestsPerMinute);
  };
  expect(await rates()).toEqual([undefined, undefined]);
  await setRate(database, [pool, pool, { endpoint: 'elsewhere', model: 'never asked' }], 30);
  expect(await rates()).toEqual([30, 30]);
  await setRate(database, [pool], 600);
  expect(await rates(60)).toEqual([60, 60]);
  await setRate(database, [pool], null);
  expect((await rates(60)).every((rate) => rate === 60)).toBe(true);
  for (const worker of workers) await worker.leave();
  expect(await rates()).toEqual([undefined, undefined]);
});
