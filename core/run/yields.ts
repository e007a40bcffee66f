/** What is remembered of the yields of iterations: sums in which older ones weigh less. Plain JSON, carried when the run continues as new. */
export interface YieldState {
  /** Candidates that iterations aimed at. */
  readonly aimed: number;
  /** Pairs that they brought. */
  readonly accepted: number;
  /** Squared surprises, each for one candidate, and how many there were. */
  readonly squares: number;
  readonly surprises: number;
}

/** What an iteration of before weighs beside the one after it: yields fall as a pool fills, and the last ten iterations tell most. */
const memory = 0.9;
/** What is assumed before there is experience, and for how many candidates it counts: half of 10, each as uncertain as a coin. */
const assumed = { aimed: 10, share: 0.5, surprises: 4 };

/** Of one candidate, however surely all of them came out alike so far. */
const leastVariance = 0.05;

const none: YieldState = { aimed: 0, accepted: 0, squares: 0, surprises: 0 };

/**
 * How many pairs come of so many candidates, and how surely: told from what iterations aimed at and what they brought, in the order
 * of their commits. How far yields spread is what they were off by, since candidates of one prompt share their luck.
 */
export class Yields {
  constructor(private current: YieldState = none) {}

  get state(): YieldState {
    return this.current;
  }

  /** An iteration that aimed at so many candidates has committed. */
  observe(aimed: number, accepted: number): void {
    if (aimed <= 0) return;
    const { current } = this;
    const surprise = accepted - aimed * this.share;
    const square = surprise ** 2 / (aimed + aimed ** 2 / this.weight);
    this.current = {
      aimed: memory * current.aimed + aimed,
      accepted: memory * current.accepted + accepted,
      squares: memory * current.squares + square,
      surprises: memory * current.surprises + 1,
    };
  }

  /** People changed their share of what was accepted before. */
  amend(accepted: number): void {
    this.current = { ...this.current, accepted: Math.max(0, this.current.accepted + accepted) };
  }

  /** Pairs that come of so many candidates, as is to be expected. */
  expected(candidates: number): number {
    return candidates * this.share;
  }

  /** How far off the expected that may be: one standard deviation, of what is not known of the yield included. */
  deviation(candidates: number): number {
    const { squares, surprises } = this.current;
    const { share } = this;
    const ofOne =
      (squares + assumed.surprises * Math.max(leastVariance, share * (1 - share))) /
      (surprises + assumed.surprises);
    return Math.sqrt(ofOne * (candidates + candidates ** 2 / this.weight));
  }

  private get weight(): number {
    return this.current.aimed + assumed.aimed;
  }

  private get share(): number {
    return (this.current.accepted + assumed.aimed * assumed.share) / this.weight;
  }
}
