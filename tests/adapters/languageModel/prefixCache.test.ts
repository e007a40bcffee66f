import { blockSize, chooseSlot, reusable, type Slot } from '../../../adapters/languageModel/prefixCache';

const tokens = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
const slot = (blocks: number[], lastTaken: number, lastReused = 0): Slot => ({
  blocks,
  lastTaken,
  lastReused,
});

test('what is used again is whole blocks, so that a cached block holds the bits that evaluating it again would give', () => {
  const prompt = tokens(0, 3 * blockSize);
  expect(reusable(slot(prompt, 1), [...tokens(0, 2 * blockSize + 5), 999, 999])).toBe(2 * blockSize);
  expect(reusable(slot(prompt, 1), tokens(0, blockSize - 1))).toBe(0);
});

test('the last token of a prompt is always evaluated, since the answer begins from it', () => {
  const prompt = tokens(0, blockSize);
  expect(reusable(slot(prompt, 1), prompt)).toBe(0);
  expect(reusable(slot(prompt, 1), [...prompt, 7])).toBe(blockSize);
});

test('a prompt goes where most of it was evaluated', () => {
  const shared = tokens(0, 2 * blockSize);
  const slots = [slot([], 0), slot(shared.slice(0, blockSize), 2, 2), slot(shared, 1, 1)];
  expect(chooseSlot(slots, [...shared, 5])).toBe(slots[2]);
});

test('prompts that never repeat leave a shared prefix where it is', () => {
  const shared = slot(tokens(0, blockSize), 1, 1);
  const once = slot(tokens(1_000, blockSize), 9);
  const never = slot([], 0);
  expect(chooseSlot([shared, once, never], tokens(5_000, 200))).toBe(never);
  expect(chooseSlot([shared, once], tokens(5_000, 200))).toBe(once);
});
