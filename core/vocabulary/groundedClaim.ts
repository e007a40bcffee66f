/** What was found of a claim. What is `doubtful` only a reader can tell. */
export type ClaimVerdict = 'supported' | 'contradicted' | 'notFound' | 'doubtful';

/** A claim with what was found of it, as it is kept: enough to decide again by. */
export interface GroundedClaim {
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  readonly reason: string;
  /** The passage that it rests or fails on: its citation id, or "input". */
  readonly passage?: string;
  readonly sentence?: string;
  /** Who says so: a comparison, or the teacher in the role `judge`. */
  readonly by: 'comparison' | 'judge';
}
