/** A figure that nobody has measured: its median, and what it is between in four cases of five. */
export interface Assumed {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * What is taken for granted where no earlier run says better. Each is a figure of people's runs rather than of ours: wide on purpose, and
 * named in the output where it counts.
 */
export const assumed = {
  /** Share of proposed instructions that pass novelty and the filters of instructions. */
  passInstruction: { low: 0.6, median: 0.84, high: 0.96 },
  /** Share of written pairs that pass the filters of pairs. */
  passPair: { low: 0.75, median: 0.92, high: 0.99 },
  /** Share of judged pairs that the judge lets pass. */
  passJudge: { low: 0.6, median: 0.87, high: 0.99 },
  /** Share of instructions that `novelty.unsure: judge` asks about. */
  doubtful: { low: 0.01, median: 0.06, high: 0.25 },
  /** Share of responses with claims that a comparison with the evidence leaves in doubt. */
  doubtfulClaims: { low: 0.2, median: 0.6, high: 0.95 },
  /** Proposals that an answer brings, as a share of those it was asked for. */
  brought: { low: 0.75, median: 0.95, high: 1.05 },
  /** Calls that a candidate takes, against what is rehearsed: instances more or fewer, critiques that find something or don't. */
  calls: { low: 0.75, median: 1, high: 1.35 },
  /** Prompts, against the rehearsed ones, which show seeds where a run shows its own pairs too. */
  prompt: { low: 0.9, median: 1, high: 1.15 },
  /** Length of answers whose form is given: lists of instructions, grades, labels. */
  formedAnswer: { low: 0.6, median: 1, high: 1.7 },
  /** Length of answers that say as much as the model likes. */
  freeAnswer: { low: 0.4, median: 1, high: 2.5 },
  /** Tokens that a model thinks before it answers. */
  thinking: { low: 150, median: 600, high: 2_400 },
  /** Share of answers that are of no use and bought again. */
  unusable: { low: 0.001, median: 0.005, high: 0.03 },
  /** Seconds until an answer begins, and tokens that come a second from then on. */
  secondsToFirst: { low: 0.4, median: 1, high: 3 },
  tokensPerSecond: { low: 25, median: 60, high: 120 },
  /** Hours until a batch comes back: providers promise a day, and most say that it is seldom more than an hour. */
  batchHours: { low: 0.25, median: 1, high: 8 },
} as const satisfies Readonly<Record<string, Assumed>>;

/** Tokens that a chat model answers with where nobody says how long: between that and the seeds' own responses is what is assumed. */
export const usualAnswerTokens = 220;
/** Share of critiques that find a flaw. */
export const flawed = 0.4;
/** Share of a response's claims that are in doubt, where any is. */
export const claimsInDoubt = 0.5;
/** Share of instructions to which the first responses of several disagree: half of them are settled by the next, the others by none. */
export const disagreeing = 0.4;

/** Ten to ninety per cent of a normal distribution lie within so many standard deviations of its middle. */
export const deviationsOfEighty = 1.2816;

/** How far apart, as a standard deviation of logarithms, what is assumed and what will be may be. */
export function spreadOf({ low, high }: Assumed): number {
  return Math.log(high / low) / (2 * deviationsOfEighty);
}
