import { EndpointPools, type MemberReport } from '../../../adapters/store/endpointPools';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { Holder } from '../../../adapters/store/holder';
import { systemClock } from '../../../adapters/teacher';
import { cycle } from '../../../core/teacher/cells';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await openTestDatabase();
  database = openDatabase(server.url, 4);
  await migrate(database);
}, 120_000);

afterAll(async () => {
  await database?.close();
  await server?.stop();
});

beforeEach(() => database.query('delete from endpoint_members'));

/** A worker as the store sees it: it holds what it was told last. */
class Member {
  readonly holder = new Holder(database, 'a worker');
  private readonly pools = new EndpointPools(database, this.holder, () => systemClock.now());
  private holds: Pick<MemberReport, 'slots' | 'cells'> = { slots: 0, cells: [] };

  async renew(waiting: number) {
    const wanted = [{ urgency: 1, number: waiting, waiting }];
    const { shares } = await this.pools.renew([
      {
        ...{ endpoint: 'somewhere', model: 'simulated', ...this.holds },
        limits: { concurrency: 64, requestsPerMinute: 1_200 },
        ...{ inFlight: 0, waiting, perSecond: 0, demands: [{ run: 'a run', weight: 1, wanted }] },
        isLeaving: false,
        activity: { inFlight: 0, waiting, concurrencyLimit: 64, pausedUntil: 0 },
      },
    ]);
    const [share] = shares;
    if (!share) throw new Error('It was told of no share.');
    this.holds = { slots: share.slots, cells: share.cells };
    return share;
  }

  /** Has the store see its last renewal as so much older. */
  async aged(ms: number): Promise<void> {
    await database.query(
      `update endpoint_members set expires_at = expires_at - $2 * interval '1 millisecond' where holder = $1`,
      [this.holder.id, ms],
    );
  }
}

/** Two that have much to ask, and share. */
async function two(): Promise<readonly [Member, Member]> {
  const [one, other] = [new Member(), new Member()];
  await one.renew(500);
  for (let round = 0; round < 2; round++) for (const member of [other, one]) await member.renew(500);
  expect(await other.renew(500)).toMatchObject({ slots: 32, isOwed: false });
  expect((await one.renew(500)).cells).toHaveLength(cycle / 2);
  return [one, other];
}

test('the share of a worker that died is looked for when its renewal is late, and had after three seconds', async () => {
  const [lives, died] = await two();
  await died.aged(1_600);
  expect(await lives.renew(500)).toMatchObject({ slots: 32, isOwed: true });
  await died.aged(1_400);
  expect(await lives.renew(500)).toMatchObject({ slots: 64, isAlone: true, isOwed: false });
});

test('a worker asks again soon for the time of one whose line gets short, and has it once that gave it up', async () => {
  const [busy, other] = await two();
  expect((await other.renew(20)).cells).toHaveLength(32);
  expect((await busy.renew(500)).isOwed).toBe(true);
  expect((await other.renew(5)).cells).toHaveLength(8);
  expect((await busy.renew(500)).cells).toHaveLength(32); // until it has heard that they are given up
  await other.renew(5);
  expect((await busy.renew(500)).cells).toHaveLength(56);
});

test('a worker of an earlier version, which does not tell what waits, has its part', async () => {
  const [one, other] = await two();
  await database.query(
    `update endpoint_members set demands = '[{"run": "a run", "weight": 1, "wanted": [{"urgency": 1, "number": 500}]}]'
                        where holder = $1`,
    [other.holder.id],
  );
  expect((await one.renew(500)).cells.length).toBe(cycle / 2);
});
