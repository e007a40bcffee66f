import { batchSettingsOf } from '../recipe/askingMode';
import type { Recipe } from '../recipe/schema';
import type { RunSetup } from '../recipe/runSetup';

/** How large the iterations of a run are, how many are open at once, and how many there may be. Drawn once, when the run is prepared. */
export interface IterationShape {
  readonly iterationSize: number;
  readonly openIterations: number;
  readonly maxIterations: number;
  /** Deviations by which what is under way must be expected to suffice, for nothing more to be begun. */
  readonly caution: number;
}

/**
 * Candidates under way for each slot: of those that are open at any time a good part waits for what came before, and the rest keeps
 * every slot busy while one answer takes ten times the mean.
 */
const underWayPerSlot = 16;
/** What is under way learns nothing of what comes of it: half of a run, or a thousand pairs, come after what is begun with nothing known. */
const learning = { share: 0.5, pairs: 1_000 };
/** Candidates of an iteration: larger ones wait longer for their slowest answer, smaller ones leave more history for each pair. */
const [smallest, usual, largest] = [20, 160, 400];
/** Iterations that what is under way is divided into, as far as their sizes allow. */
const [fewestParts, mostParts] = [6, 16];
/** Most iterations open at once: each is a workflow with shards of its own, and a worker holds 200 of those. */
export const mostOpen = 32;

/** Of an endpoint, as far as it bears on how much is to be under way. */
export interface Capacity {
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
}

/**
 * The shape of a run's iterations, as its recipe says it or else as its endpoints can take it: as much is under way as keeps their
 * slots busy through stragglers, in iterations as small as that allows, since each learns from those that committed before it.
 *
 * @param slots Requests that the run's endpoints take at once.
 */
export function iterationShape(recipe: Recipe, slots: number): IterationShape {
  const { target, iteration } = recipe;
  const batch = batchSettingsOf(recipe);
  const mostUnderWay = Math.max(learning.share * target, target - learning.pairs);
  const underWay = Math.min(underWayPerSlot * slots, mostUnderWay);
  // A batch comes back after hours, whatever is in it: what it learns from is worth less than what fits into it.
  const size =
    iteration.size ??
    (batch ? Math.min(batch.candidates, target) : sizeFor(target, underWay, iteration.open));
  const open = iteration.open ?? Math.min(mostOpen, Math.max(2, Math.ceil(underWay / size)));
  return {
    iterationSize: size,
    openIterations: open,
    maxIterations: iteration.max ?? Math.max(1_000, Math.ceil((20 * target) / size)),
    caution: cautionFor(slots),
  };
}

function sizeFor(target: number, underWay: number, open: number | undefined): number {
  const fewSlots = Math.min(target / 50, usual); // hundreds of small iterations would serve nobody
  const parted = Math.max(Math.min(underWay / fewestParts, usual), underWay / mostParts, fewSlots);
  const size = open === undefined ? parted : underWay / open;
  return Math.ceil(Math.min(largest, Math.max(Math.min(smallest, target / 2), size)));
}

/**
 * An iteration after all others, for what they left, has the slots idle for as long as two answers take. Asking for too many costs
 * requests. The more slots there are, the sooner the former is more than the latter.
 */
function cautionFor(slots: number): number {
  return Math.min(2, Math.log2(Math.max(1, slots)) / 3);
}

/**
 * Requests that a run's endpoints take at once: those that respond, between which its candidates are divided, or a single other one
 * that takes more. A limit of requests a minute counts for as many as come in half of one.
 */
export function slotsOf(
  { recipe, roles, routes, judges }: RunSetup,
  capacityOf: (endpoint: string) => Capacity | undefined,
): number {
  const slots = (name: string): number => {
    const { concurrency = 1, requestsPerMinute = Infinity } = capacityOf(name) ?? {};
    return Math.max(1, Math.min(concurrency, Math.round(requestsPerMinute / 2)));
  };
  const responding = new Set([roles.respond, ...routes].map(({ endpoint }) => endpoint));
  const together = [...responding].reduce((sum, name) => sum + slots(name), 0);
  const others = [roles.propose, ...(recipe.judge ? (judges ?? [roles.judge]) : [])];
  return Math.max(together, ...others.map(({ endpoint }) => slots(endpoint)));
}
