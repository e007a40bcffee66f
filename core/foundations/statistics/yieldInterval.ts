/** Both ends of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** The normal distribution's 97.5 % quantile. */
const z = 1.959_963_984_540_054;

/**
 * Wilson's score interval for a proportion, without continuity correction (Wilson 1927; Newcombe 1998a, method 3): also right for
 * few trials and for shares near 0 and 1. For no trials at all it is everything.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return [0, 1];
  const share = successes / trials;
  const centre = share + z ** 2 / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

/** A number of trials, and how many of them went well. */
export interface Trials {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The interval for the difference of two independent proportions, `left` less `right`, from their Wilson intervals
 * (Newcombe 1998b, method 10). Two versions differ where 0 is outside, which may be so although their own intervals overlap.
 */
export function differenceInterval(left: Trials, right: Trials): Interval {
  const share = ({ successes, trials }: Trials): number => (trials === 0 ? 0.5 : successes / trials);
  const [leftShare, rightShare] = [share(left), share(right)];
  const [leftLow, leftHigh] = wilsonInterval(left.successes, left.trials);
  const [rightLow, rightHigh] = wilsonInterval(right.successes, right.trials);
  const difference = leftShare - rightShare;
  return [
    difference - Math.hypot(leftShare - leftLow, rightHigh - rightShare),
    difference + Math.hypot(leftHigh - leftShare, rightShare - rightLow),
  ];
}
