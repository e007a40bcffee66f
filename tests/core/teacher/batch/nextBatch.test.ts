import { mostTries, nextOfBatches, type WaitingRequest } from '../../../../core/teacher/batch/nextBatch';

function waiting(count: number, more: Partial<WaitingRequest> = {}, from = 0): WaitingRequest[] {
  const common = { mode: 'batch', tries: 0, isRefused: false, ...more } as const;
  return Array.from({ length: count }, (_, index) => ({ callKey: `${from + index}`, ...common }));
}
const none = { open: 0, ended: 0 };
const again = { open: 0, ended: 2 };

test('nothing is decided while a batch is under way, so that nothing is asked twice', () => {
  expect(nextOfBatches(waiting(500), { open: 1, ended: 0 }, 10)).toEqual({ kind: 'wait' });
});

test('what was all answered is done', () => {
  expect(nextOfBatches([], again, 10)).toEqual({ kind: 'done' });
});

test('in mode batch what a stage asks first goes by batch, however few; in auto only enough of it does', () => {
  expect(nextOfBatches(waiting(3), none, 200).kind).toBe('submit');
  expect(nextOfBatches(waiting(199, { mode: 'auto' }), none, 200)).toEqual({ kind: 'online' });
  expect(nextOfBatches(waiting(200, { mode: 'auto' }), none, 200).kind).toBe('submit');
});

test('what a batch left out goes into another, and then online; a tail that is not worth one goes online at once', () => {
  expect(nextOfBatches(waiting(300, { tries: 1 }), again, 200).kind).toBe('submit');
  expect(nextOfBatches(waiting(20, { tries: 1 }), again, 200)).toEqual({ kind: 'online' });
  expect(nextOfBatches(waiting(300, { tries: mostTries }), again, 200)).toEqual({ kind: 'online' });
});

test('the bulk goes by batch before the tail goes online, which would take all that follows it along', () => {
  const next = nextOfBatches(
    [...waiting(3, { tries: mostTries }, 1_000), ...waiting(300), ...waiting(5, { isRefused: true }, 2_000)],
    again,
    200,
  );
  expect(next).toEqual({ kind: 'submit', callKeys: waiting(300).map(({ callKey }) => callKey) });
});

test('what is to be asked online is never put into a batch', () => {
  expect(nextOfBatches(waiting(5_000, { mode: 'online' }), none, 10)).toEqual({ kind: 'online' });
});
