import { OpenReviews } from '../../../core/run/openReviews';

function withBatches(...batches: number[]): OpenReviews {
  const reviews = new OpenReviews();
  reviews.opened(batches);
  return reviews;
}

test('batches count in the order in which they came, each once', () => {
  const reviews = withBatches(0, 1, 2);
  for (const batch of [2, 0, 2]) reviews.arrive(batch);
  expect(reviews.due(false, 3)).toBe(2);
  reviews.applied(2, 1);
  expect(reviews.due(false, 3)).toBe(0);
  reviews.applied(0, 2);
  expect(reviews.due(false, 3)).toBeUndefined();
  expect(reviews.open).toEqual([1]);
  expect(reviews.watermark).toBe(2);
});

test('a gate counts what it waits for when nothing is under way, and a correction at any time', () => {
  const reviews = withBatches(0, 1);
  reviews.arrive(0);
  reviews.applied(0, 1);
  reviews.arrive(1);
  expect(reviews.due(true, 1)).toBeUndefined();
  reviews.arrive(0);
  expect(reviews.due(true, 1)).toBe(0);
  expect(reviews.due(true, 0)).toBe(1);
});

test('a batch with nothing to apply stays open', () => {
  const reviews = withBatches(0);
  reviews.arrive(0);
  reviews.applied(0, 0);
  expect(reviews.open).toEqual([0]);
  expect(reviews.due(true, 0)).toBeUndefined();
});

test('what is no batch of the run is passed over', () => {
  const reviews = withBatches(0);
  for (const arrived of [1, -1, 0.5, '0', null, undefined, { batch: 0 }]) reviews.arrive(arrived);
  expect(reviews.due(false, 0)).toBeUndefined();
});

test('all of it is carried along', () => {
  const reviews = withBatches(0, 1, 2);
  reviews.arrive(1);
  reviews.applied(1, 1);
  reviews.arrive(2);
  const again = new OpenReviews(
    JSON.parse(JSON.stringify(reviews.carry())) as ReturnType<OpenReviews['carry']>,
  );
  expect(again).toEqual(reviews);
  expect(again.due(false, 0)).toBe(2);
});
