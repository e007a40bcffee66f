/** Where a candidate is, or how it ended. */
export const candidateStates = [
  'open',
  'awaitingReview',
  'accepted',
  'rejected',
  'quarantined',
  'declined',
  'abandoned',
] as const;
export type CandidateState = (typeof candidateStates)[number];

/** How many candidates were proposed, and how many are in each state: `proposed` is the sum of the others. */
export type Funnel = { readonly proposed: number } & { readonly [State in CandidateState]: number };

export const emptyFunnel: Funnel = {
  proposed: 0,
  open: 0,
  awaitingReview: 0,
  accepted: 0,
  rejected: 0,
  quarantined: 0,
  declined: 0,
  abandoned: 0,
};

/** Counts candidates by state. */
export function funnelOf(states: Iterable<CandidateState>): Funnel {
  const funnel: Record<string, number> = { ...emptyFunnel };
  for (const state of states) {
    funnel[state] = (funnel[state] ?? 0) + 1;
    funnel['proposed'] = (funnel['proposed'] ?? 0) + 1;
  }
  return funnel as unknown as Funnel;
}

export function addFunnels(left: Funnel, right: Funnel): Funnel {
  const sum: Record<string, number> = { proposed: left.proposed + right.proposed };
  for (const state of candidateStates) sum[state] = left[state] + right[state];
  return sum as unknown as Funnel;
}

/** The law of the funnel. A candidate that is lost or counted twice is a defect of ours, never to be passed over. */
export function assertBalanced(funnel: Funnel, where: string): void {
  const sum = candidateStates.reduce((total, state) => total + funnel[state], 0);
  if (sum !== funnel.proposed) {
    throw new Error(
      `The funnel of ${where} does not add up: ${funnel.proposed} proposed, ${sum} accounted for.`,
    );
  }
}
