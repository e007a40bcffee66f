/**
 * The index of meanings at a million instructions: what an addition and a look-up cost as it grows, what it keeps in memory, and how
 * often it finds the nearest one, told by comparing with every vector (that its cosines are right is for the tests).
 *
 * The vectors are made: directions shared by all, by topics, by subtopics and by none, in proportions that give the cosines of
 * real embeddings of instructions (0.1 in the mean, 0.5 to 0.9 to the nearest). Half of the queries are new texts, half rewordings of one
 * that is there.
 *
 *     npm run bench:semantic [-- --vectors 1000000] [-- --queries 400] [-- --random 42]
 */
import { parseArgs } from 'node:util';
import { quantise } from '../core/foundations/embedding/quantise';
import { SemanticIndex } from '../core/screening/novelty/semanticIndex';
import { seededRandom, type SeededRandom } from '../core/foundations/seededRandom';

const dimensions = 384;
const topics = 200;
/** Instructions of a subtopic, in the mean. */
const subtopicSize = 50;

/** Draws vectors like embeddings of instructions. */
class MadeEmbeddings {
  private readonly noise: Float32Array;
  private readonly topics: Float32Array[];
  private readonly subtopics: Float32Array[];

  constructor(
    private readonly random: SeededRandom,
    count: number,
  ) {
    this.noise = Float32Array.from({ length: 1 << 20 }, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - this.random.uniform()));
      return radius * Math.cos(2 * Math.PI * this.random.uniform());
    });
    const common = this.draw();
    this.topics = Array.from({ length: topics }, () => this.draw());
    this.subtopics = Array.from({ length: Math.max(1, Math.round(count / subtopicSize)) }, () => {
      const topic = this.topics[this.random.below(topics)]!;
      return this.draw().map((value, index) => 0.55 * value + 0.5 * topic[index]! + 0.35 * common[index]!);
    });
  }

  text(): Float32Array {
    const subtopic = this.subtopics[this.random.below(this.subtopics.length)]!;
    const from = this.random.below(this.noise.length - dimensions);
    const made = new Float32Array(dimensions);
    for (let index = 0; index < dimensions; index++)
      made[index] = 0.6 * this.noise[from + index]! + subtopic[index]!;
    return made;
  }

  rewordingOf(vector: Int8Array, strength: number): Float32Array {
    const length = Math.hypot(...vector) / Math.sqrt(dimensions);
    return this.draw().map((value, index) => vector[index]! + strength * length * value);
  }

  private draw(): Float32Array {
    const from = this.random.below(this.noise.length - dimensions);
    const sign = this.random.below(2) * 2 - 1;
    return this.noise.slice(from, from + dimensions).map((value) => sign * value);
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      vectors: { type: 'string', default: '1000000' },
      queries: { type: 'string', default: '400' },
      random: { type: 'string', default: '42' },
    },
  });
  const [count, queryCount] = [Number(values.vectors), Number(values.queries)];
  const random = seededRandom(Number(values.random), 'semantic benchmark');
  const made = new MadeEmbeddings(random, count);
  const bytesBefore = process.memoryUsage().rss;
  const index = new SemanticIndex(dimensions);
  const kept = new Int8Array(count * dimensions);
  const marks = [0.01, 0.1, 0.5, 1].map((share) => Math.round(share * count));
  let [from, adding] = [0, 0n];
  for (const mark of marks) {
    for (; from < mark; from++) {
      const vector = quantise(made.text());
      kept.set(vector, from * dimensions);
      const started = process.hrtime.bigint();
      index.add(vector);
      adding += process.hrtime.bigint() - started;
    }
    const probes = Array.from({ length: 50 }, () => quantise(made.text()));
    const started = process.hrtime.bigint();
    for (const probe of probes) index.nearest(probe);
    const looking = Number(process.hrtime.bigint() - started) / probes.length / 1e6;
    console.log(
      `${index.size.toLocaleString('en').padStart(9)} vectors: an addition ${(Number(adding) / from / 1e3).toFixed(0)} µs in the mean so far, the nearest ${looking.toFixed(2)} ms`,
    );
  }
  const resident = process.memoryUsage().rss - bytesBefore - kept.length;
  console.log(
    `memory     ${Math.round(index.usedBytes / index.size)} bytes an instruction (the process grew by ${Math.round(resident / index.size)})`,
  );

  const queries = Array.from({ length: queryCount }, (_, query) => {
    if (query % 2 === 0) return quantise(made.text());
    const at = random.below(count) * dimensions;
    return quantise(made.rewordingOf(kept.subarray(at, at + dimensions), 0.2 + 0.6 * random.uniform()));
  });
  const exact = queries.map((query) => index.neighbours(query, { max: 1, depth: Infinity })[0]!);
  const found = queries.map((query) => index.nearest(query));
  const right = (of: (query: number) => boolean): string => {
    const chosen = queries.flatMap((_, query) => (of(query) ? [query] : []));
    const hits = chosen.filter((query) => found[query]?.index === exact[query]!.index).length;
    return `${(hits / chosen.length).toFixed(4)} (${hits} of ${chosen.length})`;
  };
  const cosines = exact.map(({ cosine }) => cosine).sort((left, right) => left - right);
  console.log(
    `recall@1   ${right(() => true)}; new texts ${right((query) => query % 2 === 0)}, rewordings ${right((query) => query % 2 === 1)}`,
  );
  console.log(
    `cosines to the nearest: ${[0.05, 0.5, 0.95].map((share) => cosines[Math.floor(share * cosines.length)]!.toFixed(2)).join(', ')} (5 %, median, 95 %)`,
  );
}

if (require.main === module) main();
