import type { SeededRandom } from '../../foundations/seededRandom';
import type { SeedTask } from '../../vocabulary/seedTask';

/** Words that make an opening: "Suggest five". Three bring the seeds themselves again, with another last word. */
const wordsOfOpening = 2;
/** Where a seed works on an input, one more says on what: "Rewrite the sentence". */
const wordsWithInput = 3;

/**
 * How `most` of the seeds begin, each another way: what a model is to go on from. Of requests where there are enough, since a small model asks of
 * whoever answers, or of what is not there, where it is begun with a question. Texts without spaces between words have no openings.
 */
export function openingsOf(
  seeds: readonly SeedTask[],
  most: number,
  random: SeededRandom,
): readonly string[] {
  const requests = openingsIn(seeds.filter(({ instruction }) => !/[?？؟]\s*$/u.test(instruction)));
  const openings = requests.length >= most ? requests : openingsIn(seeds);
  return random.sample(openings, most);
}

function openingsIn(seeds: readonly SeedTask[]): readonly string[] {
  const openings = seeds.flatMap(({ instruction, input }) => {
    const words = instruction.trim().split(/\s+/u);
    const count = input === '' ? wordsOfOpening : wordsWithInput;
    return words.length > count ? [words.slice(0, count).join(' ')] : [];
  });
  return [...new Set(openings)];
}
