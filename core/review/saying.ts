import type { KnownVerdict } from './batch';
import type { Verdict } from '../vocabulary/verdict';

/** How much of a reason a batch remembers: 3,000 verdicts have to fit into the 2 MB of one message. */
const rememberedReason = 60;

/**
 * Digest of all that a verdict says: 53 bits, as hexadecimal. Not for secrets: it tells a message that came twice from one that says
 * something new. (cyrb53, public domain; workflow code has no crypto.)
 */
export function sayingOf({
  verdict,
  reason,
  edit,
  flagged,
}: Pick<Verdict, 'verdict' | 'reason' | 'edit' | 'flagged'>): string {
  const text = JSON.stringify([
    verdict,
    reason ?? '',
    edit?.instruction ?? null,
    edit?.input ?? null,
    edit?.response ?? null,
    flagged === true,
    // Only where it is there: what was said before there were such edits says the same as ever.
    ...(edit?.turns ? [edit.turns] : []),
  ]);
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(16);
}

/** What a batch remembers of a verdict. */
export function remembered(verdict: Verdict): KnownVerdict {
  const { item, reviewer, revision, reason, flagged, at, settles } = verdict;
  return {
    item,
    reviewer,
    revision,
    verdict: verdict.verdict,
    ...(reason !== undefined && { reason: beginningOf(reason) }),
    ...(flagged && { flagged }),
    at,
    ...(settles && { settles }),
    says: sayingOf(verdict),
  };
}

function beginningOf(reason: string): string {
  if (reason.length <= rememberedReason) return reason;
  return `${reason.slice(0, rememberedReason - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
