import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideAll, digestOf, recombine } from '../../../../benchmarks/novelty';
import { NoveltyIndex, type Nearest } from '../../../../core/screening/novelty/noveltyIndex';
import { rougeTokens } from '../../../../core/foundations/text/rouge';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { tableLength } from './tableLength';

const fixtures = join(__dirname, '../../../fixtures/rouge');
const linesOf = (file: string): string[] =>
  readFileSync(join(fixtures, file), 'utf8').split('\n').slice(0, -1);

/** Every score computed the slow way, in rouge-score's order of operations. */
function bruteForce(pool: readonly string[][], text: string): Nearest | undefined {
  const tokens = rougeTokens(text);
  let nearest: Nearest | undefined;
  pool.forEach((otherTokens, index) => {
    const common = tableLength(tokens, otherTokens);
    const precision = common / otherTokens.length;
    const recall = common / tokens.length;
    const score = common === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    if (nearest === undefined || score > nearest.score) nearest = { index, score };
  });
  return nearest;
}

describe('the novelty index', () => {
  test('decides as a loop over the Python package rouge-score does, with its scores and neighbours', () => {
    const index = new NoveltyIndex();
    for (const line of linesOf('pool.txt')) index.add(line);
    const decisions = linesOf('instructions.txt').map((line) => {
      const { kept, score, nearest } = index.admit(line, 0.7);
      return { kept, score, nearest: nearest === undefined ? null : index.text(nearest) };
    });
    expect(decisions).toEqual(linesOf('decisions.jsonl').map((line) => JSON.parse(line) as unknown));
  });

  test('decides 50,000 instructions as rouge-score does', () => {
    const decisions = decideAll(new NoveltyIndex(), recombine(linesOf('pool.txt'), 50_000, 42));
    // The digest of rouge-score's decisions: npm run bench:novelty -- --instructions 50000 --rouge PYTHON
    expect(digestOf(decisions)).toBe('bd2ef58625fa5c80b51b15ebc13a1d3c5275a80ddd011d76211198a686ad13ed');
  });

  test.each([
    ['few words, so that most scores are tied', 4, 9],
    ['a small vocabulary with frequent words', 60, 24],
    ['long texts, of several machine words', 200, 140],
    ['a vocabulary so large that texts hardly overlap', 5000, 12],
  ])('finds the very maximum, and the earliest of equals: %s', (_, vocabulary, maxWords) => {
    const random = seededRandom(vocabulary, 'novelty index');
    // Squared draws make low words frequent, as in language.
    const word = (): string => `w${Math.floor((random.below(1000) / 1000) ** 2 * vocabulary)}`;
    const text = (): string => Array.from({ length: random.below(maxWords + 1) }, word).join(' ');
    for (let round = 0; round < 4; round += 1) {
      const index = new NoveltyIndex();
      const pool: string[][] = [];
      for (let step = 0; step < 25; step += 1) {
        const again = step % 5 === 0 ? (pool[random.below(pool.length || 1)]?.join(' ') ?? '') : '';
        const query = `${again} ${text()}`;
        expect(index.nearest(query)).toEqual(bruteForce(pool, query));
        expect(index.add(query)).toBe(pool.length);
        pool.push(rougeTokens(query));
      }
    }
  });

  test('rejects only above the threshold, never at it', () => {
    const index = new NoveltyIndex();
    index.add('one two three four');
    expect(index.nearest('one two five six')?.score).toBe(0.5);
    expect(index.admit('one two five six', 0.49)).toEqual({ kept: false, score: 0.5, nearest: 0 });
    expect(index.size).toBe(1);
    expect(index.admit('one two five six', 0.5)).toEqual({ kept: true, score: 0.5, nearest: 0 });
    expect(index.size).toBe(2);
  });

  test('has no nearest while it is empty, and the earliest with score 0 where nothing is shared', () => {
    const index = new NoveltyIndex();
    expect(index.nearest('anything')).toBeUndefined();
    expect(index.admit('first', 0)).toEqual({ kept: true, score: 0, nearest: undefined });
    index.add('second');
    expect(index.nearest('third')).toEqual({ index: 0, score: 0 });
    expect(index.nearest('?!')).toEqual({ index: 0, score: 0 });
    expect(index.nearest('')).toEqual({ index: 0, score: 0 });
  });

  test('tells order apart: the same words in another order are less similar', () => {
    const index = new NoveltyIndex();
    index.add('d c b a');
    index.add('a b c x');
    expect(index.nearest('a b c d')).toEqual({ index: 1, score: 0.75 });
  });

  test('asking changes nothing', () => {
    const index = new NoveltyIndex();
    index.add('translate the sentence into French');
    const first = index.nearest('translate this sentence into German');
    index.nearest('many words that the index has never seen, never, never');
    expect(index.nearest('translate this sentence into German')).toEqual(first);
    expect(index.size).toBe(1);
  });

  test('gives back each text as it was added, and says so where there is none', () => {
    const index = new NoveltyIndex();
    index.add('  Ünïcode, kept as it was. ');
    expect(index.text(0)).toBe('  Ünïcode, kept as it was. ');
    expect(() => index.text(1)).toThrow(RangeError);
  });
});
