import type { SeededRandom } from '../foundations/seededRandom';
import type { Turn } from '../vocabulary/conversation';
import type { SeedTask } from '../vocabulary/seedTask';
import type { Reviewable } from './sampling';

/** A pair with a known answer, hidden among the others to see whether people look. */
export interface PlantedCheck {
  /** The candidate that it was made of, or beside which a seed is shown. */
  readonly candidate: Reviewable;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What followed the response before it was spoiled; left out where nothing did. */
  readonly turns?: readonly Turn[];
  readonly expected: 'approve' | 'reject';
  /** What was done to it. */
  readonly drawnBy: 'swapped' | 'truncated' | 'garbled' | 'seed';
}

/** Of the checks, those that are good pairs: without them, somebody who rejects everything would catch all. */
const goodShare = 0.25;
const fewestWordsToCut = 12;
const fewestWordsToGarble = 8;

/**
 * Makes up to `count` checks of good pairs: bad ones by a defect that nobody who reads them can miss (another pair's response, one
 * that breaks off, one whose words are jumbled), and seeds as they are. Fewer, where there is too little to make them of.
 *
 * @param bases Pairs to spoil, those first that people aren't shown otherwise.
 */
export function plantChecks(
  count: number,
  bases: readonly Reviewable[],
  seeds: readonly Pick<SeedTask, 'instruction' | 'input' | 'response'>[],
  random: SeededRandom,
): readonly PlantedCheck[] {
  const checks: PlantedCheck[] = [];
  const [unusedSeeds, unusedBases] = [random.shuffle(seeds), [...bases]];
  for (const first = bases[0]; first && checks.length < count;) {
    const isGood = random.uniform() < goodShare;
    const seed = isGood ? unusedSeeds.shift() : undefined;
    if (seed) {
      const { instruction, input, response } = seed;
      checks.push({ candidate: first, instruction, input, response, expected: 'approve', drawnBy: 'seed' });
      continue;
    }
    const base = unusedBases.shift();
    if (!base) break;
    const bad = spoil(base, bases, random);
    if (bad) {
      const { instruction, input, turns } = base;
      checks.push({
        candidate: base,
        instruction,
        input,
        ...(turns && { turns }),
        expected: 'reject',
        ...bad,
      });
    }
  }
  return checks;
}

function spoil(
  base: Reviewable,
  others: readonly Reviewable[],
  random: SeededRandom,
): Pick<PlantedCheck, 'response' | 'drawnBy'> | undefined {
  const words = base.response.split(/(?<=\s)/u);
  const cut = words
    .slice(0, Math.floor(words.length * 0.4))
    .join('')
    .replace(/[\s.!?]+$/u, '');
  // A jumbled list of labels or lines of code may still be right: only what is long enough is surely wrong.
  const garbled = random.shuffle(words).join(' ').replace(/\s+/gu, ' ').trim();
  const foreign = others.filter(
    (other) =>
      other.ordinal !== base.ordinal &&
      (base.family === null || other.family !== base.family) &&
      other.response.trim() !== base.response.trim(),
  );
  const swapped = random.sample(foreign, 1)[0]?.response;
  const defects: Pick<PlantedCheck, 'response' | 'drawnBy'>[] = [
    ...(swapped === undefined ? [] : [{ response: swapped, drawnBy: 'swapped' as const }]),
    ...(words.length < fewestWordsToCut ? [] : [{ response: cut, drawnBy: 'truncated' as const }]),
    ...(words.length < fewestWordsToGarble ? [] : [{ response: garbled, drawnBy: 'garbled' as const }]),
  ];
  return random.sample(defects, 1)[0];
}
