import type { SeededRandom } from '../../foundations/seededRandom';
import type { SeedTask } from '../../vocabulary/seedTask';

/** Words that make an opening: "Suggest five". Three bring the seeds themselves again, with another last word. */
const wordsOfOpening = 2;

/**
 * How `most` of the seeds begin, each another way: what a model is to go on from. Of requests without an input where there are enough: begun with a
 * question, or with what is to be done to a text, a small model asks of whoever answers or of what is not there. Texts without spaces between
 * words have no openings.
 */
export function openingsOf(
  seeds: readonly SeedTask[],
  most: number,
  random: SeededRandom,
): readonly string[] {
  const requests = openingsIn(
    seeds.filter(({ instruction, input }) => input === '' && !/[?？؟]\s*$/u.test(instruction)),
  );
  const openings = requests.length >= most ? requests : openingsIn(seeds);
  return random.sample(openings, most);
}

function openingsIn(seeds: readonly SeedTask[]): readonly string[] {
  const openings = seeds.flatMap(({ instruction }) => {
    const words = instruction.trim().split(/\s+/u);
    return words.length > wordsOfOpening ? [words.slice(0, wordsOfOpening).join(' ')] : [];
  });
  return [...new Set(openings)];
}
