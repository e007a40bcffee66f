import type { SeededRandom } from '../../foundations/seededRandom';
import type { CellKey } from '../../vocabulary/cell';
import type { Grid } from '../../recipe/coverage/grid';
import { sum } from '../../foundations/statistics/mean';

/** Candidates of committed iterations by what their prompts asked for, and by what they were classified into. */
export interface CellCount {
  /** Null where nothing in particular was asked. */
  readonly asked: CellKey | null;
  readonly cell: CellKey | null;
  readonly proposed: number;
  readonly accepted: number;
}

/** All that steering is decided by. */
export interface CoverageState {
  /** Accepted pairs at which the run ends. */
  readonly target: number;
  readonly counts: readonly CellCount[];
  /** Prompts of iterations that are planned and not committed, by the cell that they ask for. */
  readonly underWay: ReadonlyMap<CellKey, number>;
}

/** A cell that the teacher does not reach, however often it is asked. */
export interface UnreachedCell {
  readonly key: CellKey;
  /** Candidates that came when it was asked for. */
  readonly proposed: number;
  /** Those that were accepted and classified into it. */
  readonly accepted: number;
}

/** Weight of what is assumed of a cell, in candidates, beside its own experience. */
const assumedCandidates = 8;
/** Share of candidates that is accepted into the cell that was asked for, until experience says better. */
const assumedYield = 0.4;
/** A cell that is hard to hit is asked for more often than the average one, but by no more than this. */
const maxEffort = 4;
/** So many candidates have to come before a cell is given up, and a smaller share than this be of use. */
const patience = 60;
const hopeless = 0.03;

/**
 * Which cell each of the next prompts asks for, in random order. Every cell needs as many prompts as make up its shortfall (its
 * weight of the target, less what was accepted, what is under way, and what will land in it unasked) at the yield that asking
 * for it has had. Prompts are divided in proportion to that need, by largest remainder; where they are more than are needed, the
 * target is taken to be higher, so that even then nothing goes to a cell that is full while others are not. A cell that is not
 * reached gets one prompt an iteration at most.
 *
 * @param itemsPerPrompt candidates that an answer brings. @param random breaks ties and mixes the order.
 */
export function allocateCells(
  grid: Grid,
  state: CoverageState,
  prompts: number,
  itemsPerPrompt: number,
  random: SeededRandom,
): CellKey[] {
  const experience = experienceOf(state.counts);
  const hopelessCells = unreachedCells(grid, state.counts);
  // Where none is reached, there is nobody to give their prompts to.
  const unreached = new Set(
    hopelessCells.length < grid.cells.length ? hopelessCells.map(({ key }) => key) : [],
  );
  const average = yieldOf(experience.all, assumedYield);
  const remaining = Math.max(0, state.target - experience.accepted);
  const cells = grid.cells.map(({ key, weight }) => {
    const hits = yieldOf(experience.asked.get(key), average);
    // Drawn towards nothing while there are few pairs for each cell.
    const unasked = (experience.unasked.get(key) ?? 0) / (experience.accepted + grid.cells.length);
    return {
      key,
      weight,
      expected:
        (experience.into.get(key) ?? 0) +
        (state.underWay.get(key) ?? 0) * itemsPerPrompt * hits +
        remaining * unasked,
      perPrompt: itemsPerPrompt * Math.max(hits, average / maxEffort),
    };
  });
  const needsAt = (target: number): number[] =>
    cells.map(({ key, weight, expected, perPrompt }) =>
      unreached.has(key)
        ? Math.min(1, Math.max(0, weight * state.target - expected) / perPrompt)
        : Math.max(0, weight * target - expected) / perPrompt,
    );
  const target = smallestAbove(state.target, (raised) => sum(needsAt(raised)) >= prompts);
  const needs = needsAt(target);
  const shares = cells.map(({ key }, index) => ({ key, share: needs[index] ?? 0 }));
  return random.shuffle(byLargestRemainder(random.shuffle(shares), prompts));
}

/** The least number from `from` on for which a condition holds that holds for all greater ones, to 9 digits or so. */
function smallestAbove(from: number, holds: (value: number) => boolean): number {
  if (holds(from)) return from;
  let [low, high] = [from, from * 2];
  while (!holds(high)) high *= 2;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Cells of the grid that were asked for again and again, nearly in vain: to be named to people. In the grid's order. */
export function unreachedCells(grid: Grid, counts: readonly CellCount[]): UnreachedCell[] {
  const { asked } = experienceOf(counts);
  return grid.cells.flatMap(({ key }) => {
    const { proposed = 0, accepted = 0 } = asked.get(key) ?? {};
    return proposed >= patience && accepted < hopeless * proposed ? [{ key, proposed, accepted }] : [];
  });
}

interface Hits {
  proposed: number;
  accepted: number;
}

interface Experience {
  /** By asked cell: candidates, and those accepted into that very cell. */
  readonly asked: ReadonlyMap<CellKey, Hits>;
  /** The same, over all asked cells. */
  readonly all: Hits;
  /** Accepted by classified cell. */
  readonly into: ReadonlyMap<CellKey, number>;
  /** Those of them for which another cell was asked, or none. */
  readonly unasked: ReadonlyMap<CellKey, number>;
  readonly accepted: number;
}

function experienceOf(counts: readonly CellCount[]): Experience {
  const asked = new Map<CellKey, Hits>();
  const all: Hits = { proposed: 0, accepted: 0 };
  const into = new Map<CellKey, number>();
  const unasked = new Map<CellKey, number>();
  let whole = 0;
  for (const { asked: wanted, cell, proposed, accepted } of counts) {
    whole += accepted;
    if (cell !== null) into.set(cell, (into.get(cell) ?? 0) + accepted);
    if (cell !== null && cell !== wanted) unasked.set(cell, (unasked.get(cell) ?? 0) + accepted);
    if (wanted === null) continue;
    const hits = asked.get(wanted) ?? { proposed: 0, accepted: 0 };
    asked.set(wanted, hits);
    for (const one of [hits, all]) {
      one.proposed += proposed;
      if (cell === wanted) one.accepted += accepted;
    }
  }
  return { asked, all, into, unasked, accepted: whole };
}

/** Share of candidates that were accepted into the asked cell, drawn towards what is assumed while they are few. */
function yieldOf(hits: Hits | undefined, assumed: number): number {
  const { proposed = 0, accepted = 0 } = hits ?? {};
  return (accepted + assumed * assumedCandidates) / (proposed + assumedCandidates);
}

/** Whole numbers in proportion to shares, which add up to `count` (Hamilton's method). Of equal remainders, the earlier first. */
function byLargestRemainder(
  shares: readonly { readonly key: CellKey; readonly share: number }[],
  count: number,
): CellKey[] {
  const whole = sum(shares.map(({ share }) => share));
  if (!(whole > 0)) return [];
  const exact = shares.map(({ key, share }) => ({ key, exact: (share / whole) * count }));
  const left = count - sum(exact.map(({ exact: value }) => Math.floor(value)));
  const rounded = new Set(
    [...exact]
      .sort((a, b) => (b.exact % 1) - (a.exact % 1))
      .slice(0, left)
      .map(({ key }) => key),
  );
  return exact.flatMap(({ key, exact: value }) =>
    Array<CellKey>(Math.floor(value) + (rounded.has(key) ? 1 : 0)).fill(key),
  );
}
