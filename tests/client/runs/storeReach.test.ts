import { StoreReach } from '../../../client/runs/storeReach';

test('who follows a run hears of a store that stays away, once, and of its return; of one that is back at once nothing', () => {
  const told: string[] = [];
  let now = 0;
  const reach = new StoreReach(
    'garden',
    { warn: (line) => void told.push(line) },
    { end: () => undefined },
    () => now,
  );
  const looks = (isAnswered: boolean, ...at: readonly number[]): void => {
    for (now of at) reach.looked(isAnswered);
  };
  looks(true, 0, 1_000);
  looks(false, 2_000, 11_900);
  looks(true, 12_000);
  expect([told, reach.isAway]).toEqual([[], false]);
  looks(false, 20_000, 29_000, 30_000, 31_000, 90_000);
  expect(told).toEqual([expect.stringMatching(/^The store does not answer: run garden .* seedbed up$/)]);
  expect(reach.isAway).toBe(true);
  looks(true, 91_000, 92_000);
  expect(told.slice(1)).toEqual(['The store answers again.']);
  expect(reach.isAway).toBe(false);
});
