/**
 * How fast instructions pass the novelty filter: each is compared to every one kept before it, and joins them unless ROUGE-L F
 * is above 0.7. The instructions are seed tasks recombined, so that their lengths and words are those of real ones.
 *
 *     npm run bench:novelty -- [--seeds FILE] [--instructions 20000] [--random 42] [--rouge PYTHON] [--alpaca PYTHON] [--pool 50000]
 *
 * `--rouge` and `--alpaca` name a Python that has rouge-score 0.1.2. `--rouge` has it decide the same instructions, and compares every
 * decision, score and neighbour (50,000 take it half a minute). `--alpaca` runs the released Alpaca loop beside ours: the same
 * instructions against the same pool, here and there, and the same scores.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { NoveltyIndex, type NoveltyDecision } from '../core/screening/novelty/noveltyIndex';
import { seededRandom } from '../core/foundations/seededRandom';

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

/** A decision in words, as `seedbed novelty --json` and rougeReference.py write it. */
interface SpelledDecision {
  readonly kept: boolean;
  readonly score: number;
  readonly nearest: string | null;
}

/** Each instruction compared with those kept before it, and the decisions as they are written out. */
export function decideAll(index: NoveltyIndex, instructions: readonly string[]): SpelledDecision[] {
  return instructions.map((instruction) => spelled(index, index.admit(instruction, threshold)));
}

/** What says in 64 letters that decisions, scores to the last bit, and neighbours are the same. */
export function digestOf(decisions: readonly SpelledDecision[]): string {
  const hash = createHash('sha256');
  for (const { kept, score, nearest } of decisions)
    hash.update(`${JSON.stringify([kept, score, nearest])}\n`);
  return hash.digest('hex');
}

function spelled(index: NoveltyIndex, { kept, score, nearest }: NoveltyDecision): SpelledDecision {
  return { kept, score, nearest: nearest === undefined ? null : index.text(nearest) };
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
      rouge: { type: 'string' },
      alpaca: { type: 'string' },
      pool: { type: 'string', default: '50000' },
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
  if (values.rouge !== undefined) besideRouge(values.rouge, instructions);
  if (values.alpaca !== undefined)
    besideAlpaca(
      values.alpaca,
      recombine(sources, Number(values.pool) + probes * 200, Number(values.random) + 1),
    );
}

/** The same decisions by rouge-score. Throws at the first that differs. */
function besideRouge(python: string, instructions: readonly string[]): void {
  const ours = decideAll(new NoveltyIndex(), instructions);
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-novelty-'));
  try {
    const file = join(folder, 'instructions.txt');
    writeFileSync(file, instructions.map((line) => `${line}\n`).join(''));
    const reference = join(packageRoot(), 'benchmarks/rougeReference.py');
    const output = execFileSync(
      python,
      [reference, 'decide', '--bounded', '--threshold', String(threshold), '--in', file],
      { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const theirs = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SpelledDecision);
    ours.forEach((own, number) => {
      const other = theirs[number];
      if (JSON.stringify(own) !== JSON.stringify(other))
        throw new Error(
          `"${instructions[number]}": rouge-score says ${JSON.stringify(other)}, we ${JSON.stringify(own)}`,
        );
    });
    const rejected = ours.filter(({ kept }) => !kept).length;
    console.log(
      `equal       all ${ours.length.toLocaleString('en')} decisions (${rejected.toLocaleString('en')} rejected), scores and neighbours to rouge-score's`,
    );
    console.log(`            sha256 of the decisions ${digestOf(theirs)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Instructions that both loops decide. */
const probes = 5;

/** The same instructions against the same pool, by our index and by the released Alpaca loop. Throws where the scores differ. */
function besideAlpaca(python: string, instructions: readonly string[]): void {
  const pool = instructions.slice(0, -probes * 200);
  const index = new NoveltyIndex();
  const heapBefore = liveBytes();
  const times = [0.1, 1].map((share) => {
    while (index.size < pool.length * share) index.add(pool[index.size]!);
    const some = instructions.slice(-probes * 200);
    // The fastest of several rounds: the first one also compiles.
    const rounds = Array.from({ length: 5 }, () => {
      const started = process.hrtime.bigint();
      for (const line of some) index.nearest(line);
      return Number(process.hrtime.bigint() - started) / 1e9 / some.length;
    });
    return { size: index.size, seconds: Math.min(...rounds) };
  });
  const bytes = (liveBytes() - heapBefore) / index.size;
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-novelty-'));
  try {
    const decided = instructions.slice(-probes);
    const files = [pool, decided].map((lines, number) => {
      const file = join(folder, `${number}.txt`);
      writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
      return file;
    }) as [string, string];
    const reference = join(packageRoot(), 'benchmarks/rougeReference.py');
    const output = execFileSync(python, [reference, 'alpaca', '--pool', files[0], '--in', files[1]], {
      encoding: 'utf8',
    });
    const { seconds, scores } = JSON.parse(output) as { seconds: number[]; scores: number[] };
    decided.forEach((line, number) => {
      const score = index.nearest(line)?.score;
      if (score !== scores[number])
        throw new Error(`rouge-score gives ${scores[number]}, we ${score}: ${line}`);
    });
    const theirs = [...seconds].sort((left, right) => left - right)[seconds.length >> 1]!;
    const [small, whole] = times as [(typeof times)[number], (typeof times)[number]];
    console.log(
      `\nagainst ${index.size.toLocaleString('en')} instructions, ${Math.round(bytes)} bytes each, scores equal`,
    );
    console.log(`Alpaca loop ${theirs.toFixed(2)} s an instruction, by a pool of processes, one a core`);
    console.log(
      `Seedbed     ${(whole.seconds * 1e6).toFixed(0)} µs on one thread: ${Math.round(theirs / whole.seconds).toLocaleString('en')} times as fast`,
    );
    console.log(
      `growth      ${(small.seconds * 1e6).toFixed(0)} µs against ${small.size.toLocaleString('en')}: ${(whole.seconds / small.seconds).toFixed(1)} times the cost for ${Math.round(whole.size / small.size)} times the pool`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of the heap and of array buffers that are still in use. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

if (require.main === module) main();
