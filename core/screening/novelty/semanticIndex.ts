import { seededRandom } from '../../foundations/seededRandom';
import { kernelOf, memoryOf, pageBytes, type WasmMemory } from '../../foundations/webAssembly';
import { FamilyNumbers } from './familyNumbers';
import { IntList } from './intList';
import { semanticKernel } from './semanticKernel';

/** Who is near, and how near: the cosine of the two vectors as they are kept, -1 to 1. */
export interface SemanticNeighbour {
  readonly index: number;
  readonly cosine: number;
}

const bits = 512;
const sketchBytes = bits / 8;
const chunkSize = 4096;

/** Vectors that are compared exactly: those with the most similar sketches. Up to this many in all, the index is exact. */
const usualDepth = 1_024;

/**
 * Vectors of signed bytes (`quantise`), and for any other the nearest of them by cosine.
 *
 * Each vector has a sketch: on which side of 512 random hyperplanes it lies (Charikar 2002, "Similarity Estimation Techniques from
 * Rounding Algorithms", section 3). Two sketches differ in 512 θ/π bits in the mean, whatever the data is like, θ being the angle
 * of their vectors. So a query compares its sketch with every other one, 64 bytes each, and its vector only with those of the 1,024
 * most similar sketches. That finds the nearest unless a thousand others look nearer by chance (recall: docs/novelty.md).
 *
 * Nothing is trained and nothing moves when the index grows: an addition costs the same in an index of ten and of a million. Cosines
 * are made of whole numbers, so equal additions in equal order give equal results, to the last bit, on every machine.
 */
export class SemanticIndex {
  private readonly width: number;
  private readonly chunkBytes: number;
  private readonly places: Places;
  private readonly memory: WasmMemory;
  private readonly kernel: Kernel;
  private readonly squares = new IntList();
  private readonly families = new IntList();
  private readonly familyNumbers = new FamilyNumbers();
  private readonly familySizes = new IntList();
  private count = 0;
  private bytes: Uint8Array;

  /** @param dimensions Of every vector. @param depth Vectors that are compared exactly. */
  constructor(
    readonly dimensions: number,
    private readonly depth = usualDepth,
  ) {
    this.width = Math.ceil(dimensions / 16) * 16;
    this.chunkBytes = chunkSize * (sketchBytes + this.width + Uint16Array.BYTES_PER_ELEMENT);
    this.places = placesFor(this.width);
    this.memory = memoryOf(Math.ceil(this.places.chunks / pageBytes));
    this.kernel = newKernel({ index: { memory: this.memory } });
    this.bytes = new Uint8Array(this.memory.buffer);
    this.familySizes.push(0);
    this.bytes.set(hyperplanes(dimensions, this.width), this.places.planes);
  }

  get size(): number {
    return this.count;
  }

  /** Bytes that the index takes up, those that are kept in reserve left out. */
  get usedBytes(): number {
    return this.places.chunks + Math.ceil(this.count / chunkSize) * this.chunkBytes + this.count * 8;
  }

  /** Adds a vector, whatever it resembles, and returns its index. */
  add(vector: Int8Array, family?: string | null): number {
    const index = this.count;
    this.reserve(index + 1);
    const square = this.writeQuery(vector);
    const { query, sketch } = this.places;
    this.bytes.copyWithin(this.vectorAt(index), query, query + this.width);
    this.bytes.copyWithin(this.sketchAt(index), sketch, sketch + sketchBytes);
    this.squares.push(square);
    const number = this.familyNumbers.ensure(family);
    if (number === this.familySizes.length) this.familySizes.push(0);
    this.familySizes.values[number]! += 1;
    this.families.push(number);
    this.count += 1;
    return index;
  }

  /**
   * The vector with the greatest cosine; of equals the earliest. Members of `outside`, a family, are passed over. Undefined where
   * there is none to compare with.
   */
  nearest(vector: Int8Array, outside?: string | null): SemanticNeighbour | undefined {
    return this.neighbours(vector, { max: 1, outside })[0];
  }

  /**
   * The nearest up to `max`, with a cosine of at least `min`, the nearest first; of equals the earlier. `depth` vectors are compared
   * exactly: with Infinity all of them, which takes long. Vectors from the index `below` on are passed over: what is found is what
   * would be if they had not been added yet.
   */
  neighbours(
    vector: Int8Array,
    {
      max,
      min = -1,
      outside,
      depth = this.depth,
      below = this.count,
    }: {
      max: number;
      min?: number;
      outside?: string | null | undefined;
      depth?: number;
      below?: number;
    },
  ): SemanticNeighbour[] {
    const count = Math.min(below, this.count);
    if (count === 0) return [];
    const square = this.writeQuery(vector);
    const passedOver = this.familyNumbers.of(outside);
    const found: SemanticNeighbour[] = [];
    const { query } = this.places;
    for (const index of this.candidates(passedOver, depth, count)) {
      if (passedOver !== 0 && this.families.values[index] === passedOver) continue;
      const dot = this.kernel.dot(query, this.vectorAt(index), this.width);
      // Below 2^53, so exact; the root and the quotient are rounded once, the same everywhere.
      const cosine = Math.min(1, dot / Math.sqrt(square * this.squares.values[index]!));
      const last = found.at(-1);
      if (cosine < min || (found.length === max && last && cosine <= last.cosine)) continue;
      let place = found.length;
      while (place > 0 && found[place - 1]!.cosine < cosine) place -= 1;
      found.splice(place, 0, { index, cosine });
      if (found.length > max) found.pop();
    }
    return found;
  }

  /** Indices of the vectors with the most similar sketches, in order. */
  private candidates(passedOver: number, depth: number, count: number): number[] {
    const { sketch, histogram, found } = this.places;
    const counts = new Uint32Array(this.memory.buffer, histogram, bits + 1).fill(0);
    const chunks = Math.ceil(count / chunkSize);
    const members = (chunk: number): number => Math.min(chunkSize, count - chunk * chunkSize);
    for (let chunk = 0; chunk < chunks; chunk++)
      this.kernel.distances(
        sketch,
        this.sketchAt(chunk * chunkSize),
        members(chunk),
        this.distancesAt(chunk),
        histogram,
      );

    const wanted = Math.min(count, depth + this.familySize(passedOver, count));
    let max = 0;
    for (let total = counts[0]!; total < wanted; total += counts[max]!) max += 1;

    const candidates: number[] = [];
    for (let chunk = 0; chunk < chunks; chunk++) {
      const first = chunk * chunkSize;
      const end = this.kernel.within(this.distancesAt(chunk), members(chunk), max, first, found);
      for (const index of new Int32Array(this.memory.buffer, found, (end - found) / 4))
        candidates.push(index);
    }
    return candidates;
  }

  private familySize(family: number, below: number): number {
    if (family === 0) return 0;
    if (below === this.count) return this.familySizes.values[family]!;
    let size = 0;
    for (let index = 0; index < below; index++) if (this.families.values[index] === family) size++;
    return size;
  }

  /** Puts a vector and its sketch where the kernel reads them. Returns its dot product with itself. */
  private writeQuery(vector: Int8Array): number {
    if (vector.length !== this.dimensions) {
      throw new RangeError(
        `A vector of ${vector.length} dimensions does not belong into an index of ${this.dimensions}.`,
      );
    }
    const { query, sketch, planes } = this.places;
    this.bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.length), query);
    const square = this.kernel.dot(query, query, this.width);
    if (square === 0) throw new RangeError('A vector of zeros has no direction.');
    for (let byte = 0; byte < sketchBytes; byte++) {
      let eight = 0;
      for (let bit = 0; bit < 8; bit++) {
        const plane = planes + (byte * 8 + bit) * this.width;
        if (this.kernel.dot(query, plane, this.width) > 0) eight |= 1 << bit;
      }
      this.bytes[sketch + byte] = eight;
    }
    return square;
  }

  /** Asks for half as much again, so that growing stays cheap; pages that nobody wrote to take up no memory. */
  private reserve(vectors: number): void {
    const needed = this.places.chunks + Math.ceil(vectors / chunkSize) * this.chunkBytes;
    if (needed <= this.bytes.length) return;
    const max = 2 ** 32 - pageBytes;
    if (needed > max) {
      throw new RangeError(
        `An index of ${this.dimensions} dimensions holds at most ${this.count.toLocaleString('en')} vectors.`,
      );
    }
    const wanted = Math.min(max, Math.max(needed, this.bytes.length * 1.5));
    this.memory.grow(Math.ceil((wanted - this.bytes.length) / pageBytes));
    this.bytes = new Uint8Array(this.memory.buffer);
  }

  private chunkAt(index: number): number {
    return this.places.chunks + Math.floor(index / chunkSize) * this.chunkBytes;
  }

  private sketchAt(index: number): number {
    return this.chunkAt(index) + (index % chunkSize) * sketchBytes;
  }

  private vectorAt(index: number): number {
    return this.chunkAt(index) + chunkSize * sketchBytes + (index % chunkSize) * this.width;
  }

  private distancesAt(chunk: number): number {
    return this.places.chunks + chunk * this.chunkBytes + chunkSize * (sketchBytes + this.width);
  }
}

/** Where things lie in an index's memory, in bytes. A chunk holds its sketches, then its vectors, then their distances. */
interface Places {
  readonly query: number;
  readonly sketch: number;
  readonly histogram: number;
  readonly found: number;
  readonly planes: number;
  readonly chunks: number;
}

function placesFor(width: number): Places {
  const query = 0;
  const sketch = query + width;
  const histogram = sketch + sketchBytes;
  const found = histogram + Math.ceil(((bits + 1) * 4) / 16) * 16;
  const planes = found + chunkSize * 4;
  return { query, sketch, histogram, found, planes, chunks: planes + bits * width };
}

const knownHyperplanes = new Map<number, Uint8Array>();

/** Normal vectors of the hyperplanes: each dimension +1 or -1 by chance, always the same ones; zeros beyond the dimensions. */
function hyperplanes(dimensions: number, width: number): Uint8Array {
  const known = knownHyperplanes.get(dimensions);
  if (known) return known;
  const random = seededRandom(0, `hyperplanes of ${dimensions} dimensions`);
  const planes = new Uint8Array(bits * width);
  for (let plane = 0; plane < bits; plane++)
    for (let dimension = 0; dimension < dimensions; dimension++)
      planes[plane * width + dimension] = random.below(2) === 0 ? 1 : 255;
  knownHyperplanes.set(dimensions, planes);
  return planes;
}

/** What semanticKernel.wat exports. Addresses are bytes into the memory. */
interface Kernel {
  dot(left: number, right: number, length: number): number;
  distances(query: number, sketches: number, count: number, distances: number, histogram: number): void;
  within(distances: number, count: number, max: number, first: number, out: number): number;
}

const newKernel = kernelOf<Kernel>(semanticKernel);
