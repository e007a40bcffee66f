/**
 * How fast instructions pass the novelty filter: each is compared to every one kept before it, and joins them unless ROUGE-L F
 * is above 0.7. The instructions are seed tasks recombined, so that their lengths and words are those of real ones.
 *
 *     npm run build && node dist/benchmarks/novelty.js [--seeds FILE] [--instructions 20000] [--random 42]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NoveltyIndex } from '../core/novelty/noveltyIndex';
import { seededRandom } from '../core/random/seededRandom';

const threshold = 0.7;

/**
 * New instructions out of old ones: the first words of one, at times a middle of a second, and the last words of another, cut where
 * a clause ends if one does. Each part keeps its place, so the length is on average that of the sources.
 */
export function recombine(sources: readonly string[], count: number, randomSeed: number): string[] {
  const random = seededRandom(randomSeed, 'novelty benchmark');
  const wordsOfSources = sources.map((source) => source.split(/\s+/).filter((word) => word !== ''));
  const part = (from: number, to: number): string[] => {
    const words = wordsOfSources[random.below(wordsOfSources.length)]!;
    return words.slice(cutNear(words, from), cutNear(words, to));
  };
  return Array.from({ length: count }, () => {
    const first = 0.25 + random.below(50) / 100;
    const parts =
      random.below(2) === 0
        ? [part(0, first), part(first, 1)]
        : [part(0, first / 2), part(first / 2, (1 + first) / 2), part((1 + first) / 2, 1)];
    return parts.flat().join(' ');
  });
}

/** The position nearest to a share of the words, moved by up to two words to where a clause ends. */
function cutNear(words: readonly string[], share: number): number {
  const cut = Math.round(words.length * share);
  if (cut === 0 || cut === words.length) return cut;
  const ends = [0, 1, -1, 2, -2].map((offset) => cut + offset);
  return ends.find((end) => end < words.length && /[,.;:?!]$/.test(words[end - 1] ?? '')) ?? cut;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: 'recipes/seeds/quickstart.jsonl' },
      instructions: { type: 'string', default: '20000' },
      random: { type: 'string', default: '42' },
    },
  });
  const sources = readFileSync(values.seeds, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { instruction: string }).instruction);
  const instructions = recombine(sources, Number(values.instructions), Number(values.random));

  const heapBefore = liveBytes();
  const index = new NoveltyIndex();
  const quarters = [0, 1, 2, 3].map((quarter) => {
    const lines = instructions.slice(
      (quarter * instructions.length) / 4,
      ((quarter + 1) * instructions.length) / 4,
    );
    const started = process.hrtime.bigint();
    for (const line of lines) index.admit(line, threshold);
    return { lines: lines.length, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
  });
  const indexBytes = liveBytes() - heapBefore;

  const seconds = quarters.reduce((sum, quarter) => sum + quarter.seconds, 0);
  const textBytes = Array.from({ length: index.size }, (_, at) => index.text(at).length).reduce(
    (a, b) => a + b,
    0,
  );
  const wordCounts = instructions.map((instruction) => instruction.split(' ').length).sort((a, b) => a - b);
  const perSecond = (quarter: { lines: number; seconds: number }): string =>
    Math.round(quarter.lines / quarter.seconds).toLocaleString('en');
  console.log(
    `${instructions.length} instructions from ${sources.length} seed tasks, words: median ${wordCounts[wordCounts.length >> 1]}, most ${wordCounts.at(-1)}`,
  );
  console.log(
    `decided     ${perSecond({ lines: instructions.length, seconds })} a second (${seconds.toFixed(2)} s)`,
  );
  console.log(`by quarter  ${quarters.map(perSecond).join(', ')} a second`);
  console.log(`kept        ${index.size.toLocaleString('en')}`);
  console.log(
    `memory      ${Math.round(indexBytes / index.size)} bytes a kept instruction, and ${Math.round(textBytes / index.size)} of text`,
  );
}

/** Bytes of the heap and of array buffers that are still in use. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

if (require.main === module) main();
