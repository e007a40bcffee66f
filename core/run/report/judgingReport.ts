import { krippendorffAlpha, weightedKappa } from '../../screening/judging/agreement';
import { lengthBias, type LengthBias } from '../../screening/judging/lengthBias';
import { judgedAspects, type AspectScores, type JudgedAspect } from '../../screening/judging/rubric';
import { mean } from '../../foundations/statistics/mean';

/** What the store has of one response's judgement. */
export interface StoredJudgement {
  /** Before any correction for length; null where a judge's answer could not be used. */
  readonly score: number | null;
  /** Characters of the response; null in runs that did not record it. */
  readonly length: number | null;
  /** Null where it was not asked in both orders. */
  readonly positionEffect: number | null;
  readonly disagrees: boolean;
  /** One for each judge where there are several, else empty. */
  readonly judges: readonly {
    readonly judge: string;
    readonly score: number;
    readonly aspects: AspectScores;
  }[];
}

/** How the judging of a run went. */
export interface JudgingReport {
  readonly judged: number;
  /** Answers that could not be used, so that their pairs were quarantined. */
  readonly unreadable: number;
  /** Null where too few pairs, or equal scores, tell nothing. */
  readonly length: LengthBias | null;
  /** Null where one judge judged alone. */
  readonly agreement: JudgeAgreement | null;
  /** Null where no pair was asked in both orders. */
  readonly position: PositionEffect | null;
}

/** 1: they always agree; 0: as chance would have it. */
export interface JudgeAgreement {
  readonly judges: readonly string[];
  /** Cohen's kappa with quadratic weights for two judges, Krippendorff's alpha for interval data for more. */
  readonly statistic: 'kappa' | 'alpha';
  readonly pairs: number;
  readonly overall: number | null;
  readonly aspects: Readonly<Record<JudgedAspect, number | null>>;
  /** Pairs on which they are further apart than the recipe lets them. */
  readonly disagreements: number;
}

/** What a pair's place among the others of a call is worth. */
export interface PositionEffect {
  readonly pairs: number;
  /** Mean of the score nearer to the call's beginning less the one nearer to its end; and of the difference, whichever way. */
  readonly mean: number;
  readonly size: number;
}

/** Null where nothing was judged. */
export function judgingReport(judgements: readonly StoredJudgement[]): JudgingReport | null {
  if (judgements.length === 0) return null;
  const scored = judgements.filter(({ score }) => score !== null);
  const effects = judgements.flatMap(({ positionEffect }) => positionEffect ?? []);
  return {
    judged: scored.length,
    unreadable: judgements.length - scored.length,
    length: lengthBias(
      scored.flatMap(({ score, length }) => (score === null || length === null ? [] : [{ score, length }])),
    ),
    agreement: agreementOf(scored),
    position:
      effects.length === 0
        ? null
        : { pairs: effects.length, mean: mean(effects), size: mean(effects.map(Math.abs)) },
  };
}

function agreementOf(judgements: readonly StoredJudgement[]): JudgeAgreement | null {
  const several = judgements.filter(({ judges }) => judges.length > 1);
  const [first] = several;
  if (!first) return null;
  const isTwo = first.judges.length === 2;
  const agree = (of: (opinion: StoredJudgement['judges'][number]) => number): number | null => {
    const units = several.map(({ judges }) => judges.map(of));
    return isTwo
      ? weightedKappa(units.map(([one = 0, other = 0]) => [one, other] as const))
      : krippendorffAlpha(units);
  };
  return {
    judges: first.judges.map(({ judge }) => judge),
    statistic: isTwo ? 'kappa' : 'alpha',
    pairs: several.length,
    overall: agree(({ score }) => score),
    aspects: Object.fromEntries(
      judgedAspects.map((aspect) => [aspect, agree(({ aspects }) => aspects[aspect])]),
    ) as Record<JudgedAspect, number | null>,
    disagreements: several.filter(({ disagrees }) => disagrees).length,
  };
}
