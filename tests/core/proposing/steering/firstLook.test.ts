import { asksForMore, firstLook } from '../../../../core/proposing/steering/firstLook';

const looked = (near: number, cosine: number) =>
  Array.from({ length: firstLook }, (_, index) => (index < near ? cosine : 0.5));

test('three near neighbours give reason to look at more, and two do not', () => {
  expect(asksForMore(looked(2, 0.97), 0.9)).toBe(false);
  expect(asksForMore(looked(3, 0.97), 0.9)).toBe(true);
  expect(asksForMore([], 0.9)).toBe(false);
});

test('what is near goes by the mean that counts as decay', () => {
  expect(asksForMore(looked(firstLook, 0.78), 0.9)).toBe(false);
  expect(asksForMore(looked(firstLook, 0.78), 0.8)).toBe(true);
});
