import { outcomes, type Outcome } from './auditedPair';
import type { AnsweredCounterfactual } from './counterfactuals';

/**
 * The tasks whose two answers are furthest apart in any one measure, the furthest first, and none whose answers measure alike. Measures are on
 * one scale by what is usual among these tasks: the root mean square of their differences. So what happens rarely, as that one is refused, comes first.
 */
export function mostUnequal(
  answered: readonly AnsweredCounterfactual[],
  count: number,
): readonly AnsweredCounterfactual[] {
  const usual = new Map(
    outcomes.map((outcome) => {
      const apart = answered.flatMap((one) => distance(one, outcome) ?? []);
      return [outcome, Math.sqrt(apart.reduce((sum, one) => sum + one * one, 0) / Math.max(1, apart.length))];
    }),
  );
  return answered
    .map((one) => {
      const apart = outcomes.map((outcome) => {
        const unit = usual.get(outcome) ?? 0;
        return unit > 0 ? (distance(one, outcome) ?? 0) / unit : 0;
      });
      return { one, apart: Math.max(...apart) };
    })
    .filter(({ apart }) => apart > 0)
    .sort((left, right) => right.apart - left.apart)
    .slice(0, count)
    .map(({ one }) => one);
}

function distance(
  { originalMeasured, changedMeasured }: AnsweredCounterfactual,
  outcome: Outcome,
): number | undefined {
  const [original, changed] = [originalMeasured[outcome], changedMeasured[outcome]];
  return original === undefined || changed === undefined ? undefined : Math.abs(original - changed);
}
