const blockBits = 32;

/**
 * Length of the longest common subsequence (LCS) of one pattern and many other sequences of integer tokens.
 *
 * Bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"): a row of the dynamic programming table is a word
 * in which a zero bit marks where the LCS grows, so 32 cells cost five operations. A pattern of up to 32 tokens needs one word;
 * a longer one is done block by block, the additions' carries passed on from block to block.
 */
export class SubsequenceMatcher {
  #pattern: readonly number[] = [];
  /** For each token, the positions at which the current block of the pattern has it, as bits. All zero between blocks. */
  #positions = new Int32Array(1024);
  #carries = new Uint8Array(64);

  /**
   * The sequence that later calls of `lengthWith` compare to.
   * @param tokens Tokens from 0 up to `alphabet`; a negative one matches nothing.
   * @param alphabet Tokens of either sequence are below it.
   */
  setPattern(tokens: readonly number[], alphabet: number): void {
    this.#clearBlock(0);
    if (this.#positions.length < alphabet) this.#positions = new Int32Array(alphabet * 2);
    this.#pattern = tokens;
    this.#markBlock(0);
  }

  /** Length of the longest common subsequence of the pattern and `tokens[start]` to `tokens[end - 1]`. */
  lengthWith(tokens: Int32Array, start: number, end: number): number {
    if (this.#pattern.length <= blockBits) return growthOfBlock(this.#positions, tokens, start, end);

    if (this.#carries.length < end - start) this.#carries = new Uint8Array((end - start) * 2);
    this.#carries.fill(0, 0, end - start);
    let length = 0;
    for (let first = 0; first < this.#pattern.length; first += blockBits) {
      if (first > 0) this.#moveBlock(first - blockBits, first);
      length += growthOfCarryingBlock(this.#positions, tokens, start, end, this.#carries);
    }
    this.#moveBlock(Math.floor((this.#pattern.length - 1) / blockBits) * blockBits, 0);
    return length;
  }

  #moveBlock(from: number, to: number): void {
    this.#clearBlock(from);
    this.#markBlock(to);
  }

  #markBlock(first: number): void {
    const last = Math.min(first + blockBits, this.#pattern.length);
    for (let position = first; position < last; position += 1) {
      const token = this.#pattern[position]!;
      if (token >= 0) this.#positions[token]! |= 1 << (position - first);
    }
  }

  #clearBlock(first: number): void {
    const last = Math.min(first + blockBits, this.#pattern.length);
    for (let position = first; position < last; position += 1) {
      const token = this.#pattern[position]!;
      if (token >= 0) this.#positions[token] = 0;
    }
  }
}

function growthOfBlock(positions: Int32Array, tokens: Int32Array, start: number, end: number): number {
  let row = -1;
  for (let index = start; index < end; index += 1) {
    const matches = row & positions[tokens[index]!]!;
    row = (row + matches) | 0 | (row ^ matches);
  }
  return countOnes(~row);
}

function growthOfCarryingBlock(
  positions: Int32Array,
  tokens: Int32Array,
  start: number,
  end: number,
  carries: Uint8Array,
): number {
  let row = -1;
  for (let index = start; index < end; index += 1) {
    const matches = row & positions[tokens[index]!]!;
    const sum = (row >>> 0) + (matches >>> 0) + carries[index - start]!;
    carries[index - start] = sum > 0xffffffff ? 1 : 0;
    row = sum | 0 | (row ^ matches);
  }
  return countOnes(~row);
}

/** Number of one bits of a 32-bit word. */
export function countOnes(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
