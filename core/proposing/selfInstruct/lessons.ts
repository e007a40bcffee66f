import type { SeededRandom } from '../../foundations/seededRandom';
import type { Rejection } from '../../vocabulary/rejection';

/** What a proposal prompt learns from rejections. */
export interface Lessons {
  /** Instructions of the kind that is not wanted. */
  readonly avoid: readonly string[];
  /** What people minded, most often first. */
  readonly complaints: readonly string[];
}

export const noLessons: Lessons = { avoid: [], complaints: [] };

/** The reasons that have a key of their own, as a teacher understands them. */
const inSentences: Readonly<Record<string, string>> = {
  wrong: 'they led to wrong answers: facts, calculations or code that do not hold',
  unclear: 'it was unclear what they ask for',
  irrelevant: 'their answer did not do what they asked for',
  incomplete: 'something that is needed was missing',
  repetitive: 'they said what others had said before',
  unsafe: 'they were harmful or offensive',
};

/** Longer reasons are about one pair, not about what to write next. */
const longestComplaint = 160;

/**
 * Draws what one prompt shows of rejections: `negatives` of their instructions, other ones in each prompt, and the `reasons` that
 * were given most often.
 */
export function lessonsOf(
  rejections: readonly Rejection[],
  { negatives, reasons }: { readonly negatives: number; readonly reasons: number },
  random: SeededRandom,
): Lessons {
  const counts = new Map<string, number>();
  for (const { reason } of rejections) {
    const said =
      reason
        ?.trim()
        .replace(/\s+/gu, ' ')
        .replace(/[.!]+$/u, '') ?? '';
    if (said === '' || said.length > longestComplaint) continue;
    const complaint = inSentences[said.toLowerCase()] ?? said;
    counts.set(complaint, (counts.get(complaint) ?? 0) + 1);
  }
  return {
    avoid: random.sample(rejections, negatives).map(({ instruction }) => instruction),
    complaints: [...counts]
      .sort(([, one], [, other]) => other - one)
      .slice(0, reasons)
      .map(([complaint]) => complaint),
  };
}
