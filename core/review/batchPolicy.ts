import type { Recipe } from '../recipe/schema';
import type { BatchPolicy } from './batch';

const milliseconds: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** How the batches of a run are handled. */
export function batchPolicy(review: NonNullable<Recipe['review']>): BatchPolicy {
  return {
    holdMs: durationOf(review.hold),
    remindMs: durationOf(review.remind.after),
    webhook: review.remind.webhook ?? null,
    timeoutMs: durationOf(review.timeout.after),
    atTimeout: review.timeout.action,
    unsure: review.unsure,
    adjudicator: review.reviewers.adjudicator ?? null,
  };
}

/** Of a duration as a recipe has it, "90 seconds" or "1 week": the schema lets no others through. */
function durationOf(written: string): number {
  const [amount, unit = ''] = written.split(' ');
  const unitMs = milliseconds[unit.replace(/s$/, '')];
  if (unitMs === undefined) throw new Error(`"${written}" is no duration.`);
  return Number(amount) * unitMs;
}
