import type { Session } from '../../../client/connection/session';
import { chooseRun } from '../../../client/runs/chooseRun';

const session = {
  runs: { find: () => Promise.resolve(undefined) },
  database: { query: () => Promise.resolve({ rows: [] }) },
} as unknown as Session;

test('a version of a dataset is not taken for a misspelt run', async () => {
  await expect(chooseRun(session, 'bees@2', 'any')).rejects.toMatchObject({
    message: '"bees@2" is no run: it is called like a version of a dataset.',
    mend: 'Have it made again as a file, and name that: seedbed reproduce bees@2 --out FILE',
  });
  await expect(chooseRun(session, 'bees', 'any')).rejects.toMatchObject({
    message: 'There is no run "bees" in this workspace.',
  });
});
