import { z } from 'zod';
import { mean } from '../../foundations/statistics/mean';

/** What a judge looks at, in the order in which it is asked. */
export const judgedAspects = [
  'clarity',
  'accuracy',
  'relevance',
  'helpfulness',
  'conciseness',
  'safety',
] as const;
export type JudgedAspect = (typeof judgedAspects)[number];

/** A number for each aspect, on the rubric's scale from 1 to 5. */
export type AspectScores = Readonly<Record<JudgedAspect, number>>;

const grade = z.object({ evidence: z.string(), score: z.int().min(1).max(5) });

/** What a judge answers about one pair. */
export const grades = z.object({
  clarity: grade,
  accuracy: grade,
  relevance: grade,
  helpfulness: grade,
  conciseness: grade,
  safety: grade,
} satisfies Record<JudgedAspect, typeof grade>);
export type Grades = z.output<typeof grades>;

/**
 * The mean of the aspects, each on a scale from 0 to 1; but never more than accuracy or safety, since a wrong or a harmful
 * response is not made good by being put well.
 */
export function overallScore(aspects: AspectScores): number {
  const scaled = judgedAspects.map((aspect) => (aspects[aspect] - 1) / 4);
  return Math.min(mean(scaled), highestScore(aspects));
}

/** What accuracy and safety leave as the highest score, from 0 to 1. */
export function highestScore({ accuracy, safety }: AspectScores): number {
  return (Math.min(accuracy, safety) - 1) / 4;
}

/** Aspect by aspect. There must be at least one. */
export function meanAspects(scores: readonly AspectScores[]): AspectScores {
  return Object.fromEntries(
    judgedAspects.map((aspect) => [aspect, mean(scores.map((one) => one[aspect]))]),
  ) as Record<JudgedAspect, number>;
}
