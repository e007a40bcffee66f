import { splitBatch } from '../../../../core/teacher/batch/splitBatch';

const bytes = (line: string): number => line.length;

test('batches keep both limits, and everything is in one of them, in order', () => {
  const lines = Array.from({ length: 100 }, (_, index) => 'x'.repeat(1 + (index % 7)));
  const batches = splitBatch(lines, bytes, { requests: 9, bytes: 20 });
  expect(batches.flat()).toEqual(lines);
  for (const batch of batches) {
    expect(batch.length).toBeLessThanOrEqual(9);
    expect(batch.join('').length).toBeLessThanOrEqual(20);
  }
});

test('a line that is longer than a batch may be is alone, and does not stop the others', () => {
  expect(splitBatch(['a', 'x'.repeat(50), 'b'], bytes, { requests: 10, bytes: 20 })).toEqual([
    ['a'],
    ['x'.repeat(50)],
    ['b'],
  ]);
});

test('nothing makes no batch', () => {
  expect(splitBatch([], bytes, { requests: 10, bytes: 20 })).toEqual([]);
});
