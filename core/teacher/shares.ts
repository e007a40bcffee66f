import { cycle } from './cells';

/** What one run wants of an endpoint through one member: requests in flight and waiting, by their urgency, the most urgent first. */
export interface RunDemand {
  readonly run: string;
  /** Among runs: one of weight 2 gets twice the share of one of weight 1. */
  readonly weight: number;
  readonly wanted: readonly {
    readonly urgency: number;
    readonly number: number;
    /** Of these what is not in flight yet. */
    readonly waiting: number;
  }[];
}

/** A worker among those that ask one endpoint. */
export interface Claim {
  readonly id: string;
  readonly demands: readonly RunDemand[];
  /** It is ending: it wants what it has in flight, and nothing to spare. */
  readonly isLeaving: boolean;
  /** When it last came from nothing to a share, in milliseconds: whose turn it is, where there is not one for each. */
  readonly turnAt: number;
  /** Whether it has a share now. */
  readonly hasShare: boolean;
}

/** In how many seconds what waits should have left: longer than it takes until others hear that it will; and where there is time to spare. */
const [leavesWithin, leavesSooner] = [2, 0.5];

/** How long a turn lasts where there are more members than parts. */
const turnMs = 2_000;

interface Want {
  readonly claim: Claim;
  readonly urgency: number;
  left: number;
}

interface Run {
  readonly weight: number;
  given: number;
  readonly wants: Want[];
}

/**
 * Divides `total` equal parts (slots, or cells of time) among the members of a pool. Never more than `total` together.
 *
 * 1. Everybody who wants something gets one part; where there are fewer parts than that, they take turns.
 * 2. The rest goes to runs by max-min fairness, weighted; of a run to what is most urgent; there to the members, the one with the least
 *    first. Nobody gets more than is wanted while another one wants more.
 * 3. What nobody wants is to spare: equal parts for all, so that whoever begins need not ask first.
 */
export function divide(total: number, claims: readonly Claim[], now: number): ReadonlyMap<string, number> {
  const shares = new Map(claims.map(({ id }) => [id, 0]));
  const shareOf = ({ id }: Claim): number => shares.get(id) ?? 0;
  const inTurn = claims.toSorted((a, b) => turn(a, now) - turn(b, now) || (a.id < b.id ? -1 : 1));
  const runs = runsOf(inTurn, total);
  let left = total;
  const give = (run: Run, want: Want): void => {
    want.left -= 1;
    run.given += 1 / run.weight;
    shares.set(want.claim.id, shareOf(want.claim) + 1);
    left -= 1;
  };
  const wantsOf = (claim: Claim): [Run, Want][] =>
    runs.flatMap((run) =>
      run.wants.filter((want) => want.claim === claim).map((want): [Run, Want] => [run, want]),
    );

  for (const claim of inTurn) {
    const first = wantsOf(claim)[0];
    if (first && left > 0) give(...first);
  }
  for (let open = runs; left > 0;) {
    open = open.filter(({ wants }) => wants.some((want) => want.left > 0));
    const run = least(open, ({ given }) => given);
    if (!run) break;
    const unmet = run.wants.filter((want) => want.left > 0);
    const urgent = Math.min(...unmet.map(({ urgency }) => urgency));
    const want = least(
      unmet.filter(({ urgency }) => urgency === urgent),
      ({ claim }) => shareOf(claim),
    );
    if (want) give(run, want);
  }
  const staying = inTurn.filter(({ isLeaving }) => !isLeaving);
  for (; left > 0 && staying.length > 0; left -= 1) {
    const claim = least(staying, shareOf);
    if (claim) shares.set(claim.id, shareOf(claim) + 1);
  }
  return shares;
}

/**
 * What a member wants in cells of time: as many as what waits takes, and last of all what has it leave sooner. So one whose line gets short
 * leaves its time to others before it has nothing to do with it, and a few that are urgent take no more of it than they need. One for whoever has
 * something in flight: it may ask again.
 *
 * @param pace Requests a second of all members; undefined where nothing is known.
 */
export function inCells(claim: Claim, pace: number | undefined): Claim {
  return {
    ...claim,
    demands: claim.demands.map(({ wanted, ...demand }) => {
      const needed = wanted.map((want) => ({ ...want, number: cellsFor(want, pace, leavesWithin) }));
      const sooner = wanted
        .filter(({ waiting }) => waiting > 0)
        .map((want) => ({
          ...want,
          urgency: Infinity,
          number: cellsFor(want, pace, leavesSooner),
        }));
      return { ...demand, wanted: [...needed, ...sooner] };
    }),
  };
}

/** Cells that a member needs, however much it could do with. */
export function cellsNeeded({ demands }: Claim, pace: number | undefined): number {
  return demands
    .flatMap(({ wanted }) => wanted)
    .reduce((sum, want) => sum + cellsFor(want, pace, leavesWithin), 0);
}

function cellsFor(
  { number, waiting }: RunDemand['wanted'][number],
  pace: number | undefined,
  within: number,
): number {
  if (waiting === 0) return Math.min(1, number);
  return Math.min(cycle, Math.ceil((cycle * waiting) / ((pace ?? 0) * within)));
}

/** Whether a member will soon hold more cells than it needs, since its line is getting short. */
export function isRunningShort(claim: Claim, held: number, pace: number | undefined): boolean {
  return pace !== undefined && cellsNeeded(claim, pace) < 2 * held;
}

/** The lower the sooner: whose turn is under way, then who has waited longest for one. */
function turn({ hasShare, turnAt }: Claim, now: number): number {
  return hasShare && now - turnAt < turnMs ? -Infinity : turnAt;
}

function runsOf(claims: readonly Claim[], most: number): Run[] {
  const runs = new Map<string, Run>();
  for (const claim of claims)
    for (const { run: name, weight, wanted } of claim.demands) {
      let run = runs.get(name);
      if (!run) runs.set(name, (run = { weight, given: 0, wants: [] }));
      for (const { urgency, number } of wanted)
        if (number > 0) run.wants.push({ claim, urgency, left: Math.min(number, most) });
    }
  return [...runs.values()];
}

/** The first of those with the least. */
function least<Item>(items: readonly Item[], of: (item: Item) => number): Item | undefined {
  let found: Item | undefined;
  for (const item of items) if (found === undefined || of(item) < of(found)) found = item;
  return found;
}

/** What a member may have now: its part, as far as the others' leave room. What they hold counts until they said that they gave it up. */
export function grantOf(total: number, part: number, heldByOthers: number): number {
  return Math.max(0, Math.min(part, total - heldByOthers));
}
