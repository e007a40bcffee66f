import { createHash } from 'node:crypto';
import { seededRandom } from '../../foundations/seededRandom';
import { integerRoot } from './rational';

/** A position in a space: a number up to 2^52, a bigint in spaces that are larger. */
export type Index = number | bigint;

/** Spaces up to this size are counted with numbers. */
export const maxCounted = 2 ** 52;
/** Spaces up to this size are shuffled outright: a network of so few bits would be a poor shuffle. */
const maxShuffled = 4_096;
/** Luby and Rackoff need four; the others make up for a round function that is a hash and not a cipher. */
const rounds = 8;

/**
 * A random order of the numbers below `size`, in constant memory: a bijection, drawn by the seed and the address. The numbers are
 * pairs of a left and a right half, which a Feistel network changes in turn; one that leaves the space goes through it again
 * until it comes back. (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002: cycle walking, and the
 * generalised network, whose halves are numbers below a and b with a·b just above the size, so that few walk.)
 *
 * @returns the number at a position: a number for sizes up to 2^52, else a bigint.
 */
export function permutation(
  size: bigint,
  runSeed: number,
  ...address: readonly (number | string)[]
): (position: number) => Index {
  if (size <= maxShuffled) {
    const order = seededRandom(runSeed, 'order', ...address).shuffle([...Array(Number(size)).keys()]);
    return (position) => order[position] ?? 0;
  }
  const keys = roundKeys(runSeed, address);
  return size <= maxCounted ? countedNetwork(Number(size), keys) : largeNetwork(size, keys);
}

function roundKeys(runSeed: number, address: readonly (number | string)[]): Uint32Array {
  const digest = createHash('sha256')
    .update([runSeed, 'permutation', ...address].join('/'))
    .digest();
  return Uint32Array.from({ length: rounds }, (_, round) => digest.readUInt32LE(4 * round));
}

function countedNetwork(size: number, keys: Uint32Array): (position: number) => number {
  const a = Math.ceil(Math.sqrt(size));
  const b = Math.ceil(size / a);
  const once = (value: number): number => {
    let left = value % a;
    let right = (value - left) / a;
    for (let round = 0; round < rounds; round += 2) {
      left = (left + mix(right, keys[round] ?? 0)) % a;
      right = (right + mix(left, keys[round + 1] ?? 0)) % b;
    }
    return right * a + left;
  };
  return (position) => {
    let value = once(position);
    while (value >= size) value = once(value);
    return value;
  };
}

function largeNetwork(size: bigint, keys: Uint32Array): (position: number) => bigint {
  const a = integerRoot(size - 1n) + 1n;
  const b = (size + a - 1n) / a;
  // Twice the words of a half, so that taking the rest favours no number by more than one in 2^32.
  const words = 1 + Math.ceil(a.toString(2).length / 32);
  const once = (value: bigint): bigint => {
    let left = value % a;
    let right = value / a;
    for (let round = 0; round < rounds; round += 2) {
      left = (left + mixLarge(right, keys[round] ?? 0, words)) % a;
      right = (right + mixLarge(left, keys[round + 1] ?? 0, words)) % b;
    }
    return right * a + left;
  };
  return (position) => {
    let value = once(BigInt(position));
    while (value >= size) value = once(value);
    return value;
  };
}

/** 32 bits that depend on all bits of both: the finaliser of MurmurHash3, twice, with the key in between. `value` is below 2^32. */
function mix(value: number, key: number): number {
  return finalise(finalise(value ^ key) + (key << 1));
}

function mixLarge(value: bigint, key: number, words: number): bigint {
  let state = key;
  for (let rest = value; rest > 0n; rest >>= 32n) state = mix(Number(rest & 0xffffffffn), state ^ key) + 1;
  let bits = 0n;
  for (let word = 0; word < words; word++) bits = (bits << 32n) | BigInt(mix(word, state));
  return bits;
}

function finalise(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
