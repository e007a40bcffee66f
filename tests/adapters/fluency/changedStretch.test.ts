import { changedStretch } from '../../../adapters/fluency/changedStretch';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('what differs is compared with eight tokens that follow', () => {
  const other = numbers(30).with(10, 99);
  expect(changedStretch(numbers(30), other, 100)).toEqual({
    from: 10,
    length: 9,
    others: other.slice(10, 19),
  });
});

test('something put in takes up more room in the other', () => {
  const other = numbers(30).toSpliced(10, 0, 99);
  expect(changedStretch(numbers(30), other, 100)).toEqual({
    from: 10,
    length: 8,
    others: other.slice(10, 19),
  });
});

test('equal texts have nothing to compare', () => {
  expect(changedStretch([1, 2], [1, 2], 100)).toEqual({ from: 2, length: 0, others: [] });
});

test('nothing is compared where there is no room', () => {
  const other = numbers(30).with(10, 99);
  expect(changedStretch(numbers(30), other, 12)).toEqual({ from: 10, length: 2, others: [99, 11] });
  expect(changedStretch(numbers(30), other, 5)).toEqual({ from: 10, length: 0, others: [] });
});
