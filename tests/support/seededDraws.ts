import { createHash } from 'node:crypto';

/**
 * A stream of pseudo-random numbers that depends on its address alone: sfc32, seeded with SHA-256 of the address.
 * Written out here, so that no upgrade of a library changes what a test sees.
 */
export class Draws {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...address: readonly (string | number)[]) {
    const digest = createHash('sha256').update(JSON.stringify(address)).digest();
    this.a = digest.readInt32LE(0);
    this.b = digest.readInt32LE(4);
    this.c = digest.readInt32LE(8);
    for (let round = 0; round < 12; round++) this.uniform();
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** An integer in [min, max]. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.uniform() * (max - min + 1));
  }

  chance(share: number): boolean {
    return this.uniform() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.uniform() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from: the list is empty.');
    return item;
  }

  /** `count` different items, or all of them where there are fewer. */
  pickSeveral<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    const picked: Item[] = [];
    while (picked.length < count && left.length > 0) {
      picked.push(...left.splice(Math.floor(this.uniform() * left.length), 1));
    }
    return picked;
  }
}

/** Lognormal with the given mean: mu = ln(mean) - sigma² / 2. */
export function drawLognormal(draws: Draws, mean: number, sigma: number): number {
  return mean === 0 ? 0 : Math.exp(Math.log(mean) - sigma ** 2 / 2 + sigma * draws.normal());
}
