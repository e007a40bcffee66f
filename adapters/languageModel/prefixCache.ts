/** Tokens of a prompt are evaluated, and kept, in blocks of this many. */
export const blockSize = 64;

/** A place for one evaluated prompt. `blocks` are its tokens that may be used again: whole blocks, from the start. */
export interface Slot {
  blocks: readonly number[];
  /** When it was last taken, and when last taken with something to use again, by a count of requests; 0 is never. */
  lastTaken: number;
  lastReused: number;
}

/** Tokens at the start of `prompt` that the slot has evaluated already: whole blocks, and never the whole prompt, since its last token gives the answer's first. */
export function reusable(slot: Slot, prompt: readonly number[]): number {
  const max = Math.min(slot.blocks.length, prompt.length - 1);
  let common = 0;
  while (common < max && slot.blocks[common] === prompt[common]) common++;
  return common - (common % blockSize);
}

/**
 * Where to evaluate a prompt: the slot that saves most, else the one that has gone longest without saving anything.
 * So prompts that never repeat (proposals) take turns in one slot, and leave the prefix that every response shares where it is.
 */
export function chooseSlot<S extends Slot>(slots: readonly S[], prompt: readonly number[]): S {
  const [first, ...others] = slots;
  if (first === undefined) throw new RangeError('a prefix cache needs at least one slot');
  return others.reduce((best, slot) => {
    const saved = reusable(slot, prompt) - reusable(best, prompt);
    const staler = best.lastReused - slot.lastReused || best.lastTaken - slot.lastTaken;
    return saved > 0 || (saved === 0 && staler > 0) ? slot : best;
  }, first);
}
