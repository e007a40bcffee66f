import { shortened } from '../../foundations/text/shortened';
import type { ClaimVerdict, GroundedClaim } from '../../vocabulary/groundedClaim';

export interface Groundedness {
  readonly score: number;
  /** The claim that counts most against it; undefined where all are supported. */
  readonly worst: GroundedClaim | undefined;
}

/**
 * How far a response rests on its evidence, from 0 to 1: the share of its claims that are supported, what is in doubt counting half; and 0
 * where one of them is contradicted, however many are right.
 */
export function groundednessOf(claims: readonly GroundedClaim[]): Groundedness {
  const of = (verdict: ClaimVerdict): readonly GroundedClaim[] =>
    claims.filter((claim) => claim.verdict === verdict);
  const [contradicted] = of('contradicted');
  const worst = contradicted ?? of('notFound')[0] ?? of('doubtful')[0];
  if (contradicted || claims.length === 0) return { score: claims.length === 0 ? 1 : 0, worst };
  return { score: (of('supported').length + of('doubtful').length / 2) / claims.length, worst };
}

/** The most that a score can come to, when what is in doubt has been told. */
export function highestGroundedness(claims: readonly GroundedClaim[]): number {
  return groundednessOf(
    claims.map((claim) => (claim.verdict === 'doubtful' ? { ...claim, verdict: 'supported' } : claim)),
  ).score;
}

/**
 * Whether one claim decides what becomes of a response that is rejected: nothing contradicts it, and it would pass if a claim more were
 * supported. The passages may lack what is true, so that is for people to tell.
 */
export function isCloseCall(claims: readonly GroundedClaim[], min: number): boolean {
  const { score, worst } = groundednessOf(claims);
  if (score >= min || !worst || worst.verdict === 'contradicted') return false;
  const rescued = claims.map((claim) =>
    claim === worst ? { ...claim, verdict: 'supported' as const } : claim,
  );
  return groundednessOf(rescued).score >= min;
}

export function describeClaim({ claim, verdict, reason, sentence }: GroundedClaim): string {
  const said =
    verdict === 'contradicted'
      ? 'is contradicted'
      : verdict === 'notFound'
        ? 'stands in no passage'
        : 'is in doubt';
  const cited = sentence === undefined ? '' : `: “${shortened(sentence, 160)}”`;
  return `“${shortened(claim, 160)}” ${said} (${reason})${cited}`;
}
