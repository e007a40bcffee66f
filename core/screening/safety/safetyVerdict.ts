import type { SafetyPolicy, Severity } from '../../recipe/safetyPolicy';
import { passed, rejected } from '../filters/filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import type { Moderated } from './moderate';

/** What is harmful of a text, by whoever looked: a category of the policy, and how bad it is; 0 with no category for what is harmless. */
export interface SafetyFinding {
  readonly category: string | null;
  readonly severity: Severity;
}

/** A doubt is no pass: it is rejected, and marked so that people are asked where there is a review. */
export function doubtful(reason: string, evidence: Readonly<Record<string, unknown>> = {}): FilterResult {
  return { passed: false, reason, evidence: { ...evidence, doubt: true } };
}

/** What a policy makes of a finding: the severity from which its category is rejected decides, and what lies below is doubtful. */
export function verdictOf(
  { category, severity }: SafetyFinding,
  policy: SafetyPolicy,
  who: string,
): FilterResult {
  if (severity === 0 || category === null) return passed;
  const known = policy.categories.find(({ name }) => name === category);
  const from = known?.reject ?? policy.reject;
  const what = `${who} ${category}, severity ${severity} of 3`;
  const evidence = { category, severity };
  // What people who settle a doubt tell it by.
  const sentence =
    known && [known.description, known.allowed && `Allowed: ${known.allowed}`].filter(Boolean).join(' ');
  return severity >= from
    ? { ...rejected(what), evidence }
    : doubtful(`${what}: doubtful by the policy "${policy.name}"`, {
        ...evidence,
        ...(sentence && { policy: sentence }),
      });
}

/** What a policy makes of what a moderation endpoint flagged. */
export function verdictOfModeration(
  { flagged, categories, unclear }: Moderated,
  { name, moderation: { ignore, doubt } }: SafetyPolicy,
  what: string,
): FilterResult {
  if (unclear !== undefined)
    return doubtful(`the moderation endpoint says nothing clear of ${what}: ${unclear}`);
  const counting = categories.filter((category) => !ignore.includes(category));
  if (!flagged || counting.length === 0) return passed;
  const reason = `the moderation endpoint flags ${what}: ${counting.join(', ')}`;
  const evidence = { categories: counting };
  return counting.every((category) => doubt.includes(category))
    ? doubtful(`${reason}; doubtful by the policy "${name}"`, evidence)
    : { ...rejected(reason), evidence };
}
