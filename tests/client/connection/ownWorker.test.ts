import { openQuietly } from '../../../client/library/quietly';
import { TestSeedbed } from '../../support/testSeedbed';

let seedbed: TestSeedbed;

beforeAll(async () => {
  seedbed = await TestSeedbed.start({ teacher: 'http://127.0.0.1:9/v1', worker: false });
}, 180_000);

afterAll(() => seedbed?.stop());

test('at a Temporal that settings name, the worker of a command is not taken for one that stays', async () => {
  const session = await openQuietly(seedbed.workspace, { worker: true, teacher: false, yes: true });
  try {
    await session.temporal();
    expect(session.goesOnWithoutUs()).toBe(false);
  } finally {
    await session.close();
  }
}, 120_000);
