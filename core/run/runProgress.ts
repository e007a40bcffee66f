import { CollapseWatch, type CollapseState } from '../proposing/steering/collapse';
import { raised, type Raise } from './changes';
import type { BudgetLine } from '../teacher/budget/budgetState';
import type { Budget } from '../teacher/budget/budget';
import type { Recipe } from '../recipe/schema';
import { addFunnels, emptyFunnel, type Funnel } from '../vocabulary/funnel';
import type { RunCost } from './cost/runCost';
import type { GatheringBatch, IterationInput, IterationOutcome } from './iteration';
import { namesOfIterations } from './namesOfIterations';
import type { Pause } from './pause';
import { completedInWords } from './status';
import { Yields, type YieldState } from './yields';
import { OpenReviews, type AcceptedCalibration, type CarriedReviews } from './openReviews';

/** What a run's decisions are made of, as `prepareRun` found it. */
export interface PreparedRun {
  readonly runKey: string;
  /** What tells it from other runs of its name, in the ids of what it starts. Absent in runs that an earlier version began. */
  readonly runTag?: string | undefined;
  /** Accepted pairs at which the run ends. */
  readonly target: number;
  /** Whether somebody changed it since. */
  readonly isTargetChanged?: boolean | undefined;
  /** Candidates that a full iteration aims at. */
  readonly iterationSize: number;
  readonly openIterations: number;
  readonly maxIterations: number;
  /** Deviations by which what is under way must be expected to suffice, for nothing more to be begun. Absent in runs that an earlier version began. */
  readonly caution?: number | undefined;
  readonly iterationsWithoutPairs: number;
  /** Task queue of the endpoint that writes the lists of templates. */
  readonly listsQueue: string;
  readonly collapse: Recipe['collapse'];
  /** Lists of values that the teacher writes for templates, before anything is planned. */
  readonly listsToWrite: number;
  /** Whether nothing new is begun while people look at what was. */
  readonly reviewsGate: boolean;
  /** Whether filters are fitted again to what people decide. */
  readonly refits: boolean;
  /** What the run may spend, as its recipe says. Absent where it is not limited. */
  readonly budget?: Budget | undefined;
  /** Whether the server knows our search attributes; upserting unknown ones would hang the run. */
  readonly searchAttributes: boolean;
}

/** What a run takes along when it continues as new. */
export interface CarriedRun {
  readonly prepared: PreparedRun;
  /** Iterations that are decided, and not started. */
  readonly open: readonly IterationInput[];
  readonly iterations: number;
  readonly withoutPairs: number;
  readonly funnel: Funnel;
  readonly collapse: CollapseState;
  /** Absent in what was carried by a version that had none: what is assumed before there is experience stands. */
  readonly yields?: YieldState | undefined;
  /** Absent in what was carried by a version that had none. */
  readonly reviews?: CarriedReviews;
  readonly pause?: Pause | undefined;
  readonly stopRequested: boolean;
  readonly cost?: RunCost | undefined;
  /** The batch that gathers items; absent where none does. */
  readonly gathering?: GatheringBatch | undefined;
}

export type Ending = { readonly state: 'completed' | 'exhausted' | 'stopped'; readonly reason: string };

export type NextStep =
  | { readonly kind: 'start'; readonly input: IterationInput }
  /** An iteration that is open has to commit first. */
  | { readonly kind: 'wait' }
  /** People have to decide first; nothing is under way. */
  | { readonly kind: 'review' }
  | { readonly kind: 'end'; readonly ending: Ending };

/** Most pairs over the target that are asked for to be sure: a share of it, and a few in any case. */
const [mostSurplus, fewPairs] = [0.05, 3];

/**
 * How far a run is, and what it does next: plain state and pure decisions. Iterations commit in order, and a decision is made
 * of nothing but what was committed before it, so it comes out the same whatever was killed or paused in between (an iteration
 * that starts while the run is paused waits before its first request).
 */
export class RunProgress {
  /** Iterations that are decided and not committed, whether or not they have been started. */
  readonly open: IterationInput[] = [];
  pause: Pause | undefined;
  stopRequested = false;
  /** What the run had cost when that was told last, and what was left of its budgets. */
  cost: RunCost | undefined;
  budget: readonly BudgetLine[] = [];
  /** The batch to which commits add, and which nobody has yet. */
  gathering: GatheringBatch | undefined;
  private iterations = 0;
  private withoutPairs = 0;
  /** Whether the last iteration had nothing to do. */
  private idle = false;
  private readonly watch: CollapseWatch;
  private readonly yields: Yields;
  private total: Funnel = emptyFunnel;

  constructor(
    public prepared: PreparedRun,
    carried?: CarriedRun,
    readonly reviews = new OpenReviews(carried?.reviews),
  ) {
    this.watch = new CollapseWatch(prepared.collapse, carried?.collapse);
    this.yields = new Yields(carried?.yields);
    if (!carried) return;
    this.open.push(...carried.open);
    ({ iterations: this.iterations, withoutPairs: this.withoutPairs, funnel: this.total } = carried);
    ({ pause: this.pause, stopRequested: this.stopRequested, cost: this.cost } = carried);
    this.gathering = carried.gathering;
  }

  /** Committed candidates by state. */
  get funnel(): Funnel {
    return this.total;
  }

  /** What is done against collapse, in words; empty while the loop is healthy. */
  get measures(): string {
    return this.watch.description;
  }

  /** Iterations that committed. */
  get committed(): number {
    return this.iterations;
  }

  /** Whether nothing new is begun until people have decided. Who stops a run doesn't wait for them. */
  get waitsForPeople(): boolean {
    const { prepared, reviews, gathering, stopRequested } = this;
    return prepared.reviewsGate && !stopRequested && (reviews.open.length > 0 || gathering !== undefined);
  }

  /** Whether nothing is under way but what people look at. */
  get isWithPeople(): boolean {
    return this.waitsForPeople && this.open.length === 0;
  }

  /** The batch whose outcome is to count now; undefined where there is none. */
  get dueReview(): number | undefined {
    return this.reviews.due(this.prepared.reviewsGate, this.open.length);
  }

  /** The calibration that is to be put in force now; undefined where there is none. */
  get dueCalibration(): AcceptedCalibration | undefined {
    return this.reviews.dueCalibration(this.prepared.reviewsGate, this.open.length);
  }

  /** Whether people decided something that is to count now. */
  get isDue(): boolean {
    return this.dueReview !== undefined || this.dueCalibration !== undefined;
  }

  next(): NextStep {
    const { prepared, open } = this;
    const number = this.iterations + open.length;
    if (this.waitsForPeople) return open.length === 0 ? { kind: 'review' } : { kind: 'wait' };
    const ending = this.ending();
    if (ending) return open.length === 0 ? { kind: 'end', ending } : { kind: 'wait' };
    if (open.length >= prepared.openIterations || number >= prepared.maxIterations) return { kind: 'wait' };

    const size = this.sizeOfNext();
    if (size === 0) return { kind: 'wait' };
    return {
      kind: 'start',
      input: {
        runKey: prepared.runKey,
        iteration: number,
        readThrough: this.iterations - 1,
        size,
        measures: this.watch.level,
        reviewed: this.reviews.watermark,
        ...(prepared.isTargetChanged && { target: prepared.target }),
      },
    };
  }

  opened(input: IterationInput): void {
    this.open.push(input);
  }

  /** Opens all iterations that may begin now. */
  openNext(): void {
    for (let next = this.next(); next.kind === 'start'; next = this.next()) this.opened(next.input);
  }

  /** The oldest open iteration has committed. */
  committedOldest(outcome: IterationOutcome): void {
    const { iteration, works, funnel, reviews, health, runCost, budget } = outcome;
    const oldest = this.open.shift();
    if (oldest?.iteration !== iteration) throw new Error(`Iteration ${iteration} committed out of order.`);
    this.iterations++;
    this.idle = works === 0;
    this.yields.observe(oldest.size, funnel.accepted);
    if (health) this.watch.observe(health, oldest.measures);
    this.withoutPairs = funnel.accepted > 0 ? 0 : this.withoutPairs + 1;
    this.total = addFunnels(this.total, funnel);
    this.reviews.opened(reviews);
    this.gathering = outcome.gathering;
    this.cost = runCost ?? this.cost;
    this.budget = budget ?? this.budget;
  }

  /**
   * The batch that gathers, where people are to be handed it as it is: the run ends, or waits for nobody but them. From here on it is theirs.
   */
  takeGathered(): number | undefined {
    const next = this.next();
    if (!this.gathering || (next.kind !== 'end' && next.kind !== 'review')) return undefined;
    const { batch } = this.gathering;
    this.gathering = undefined;
    this.reviews.opened([batch]);
    return batch;
  }

  /** From here on the run ends at so many pairs: what is open already goes on. */
  changeTarget(target: number, maxIterations: number): void {
    this.prepared = { ...this.prepared, target, maxIterations, isTargetChanged: true };
  }

  raiseBudget(raise: Raise): void {
    this.prepared = { ...this.prepared, budget: raised(this.prepared.budget, raise) };
  }

  /**
   * Ends a run that was stopped without its open iterations: they can't be decided before somebody has mended something.
   *
   * @param why What that is.
   */
  leaveOpen(why: string): Ending {
    const left = this.open.splice(0).map(({ iteration }) => iteration);
    const { accepted } = this.total;
    const reason = `stopped by a person at ${accepted} pairs of ${this.prepared.target}`;
    if (left.length === 0) return { state: 'stopped', reason };
    const which = `${namesOfIterations(left)} ${left.length === 1 ? 'was' : 'were'}`;
    return { state: 'stopped', reason: `${reason}; ${which} left undecided: ${why}` };
  }

  /** A run that had ended goes on, with what people decided of it: what ended it is given another try. */
  goOn(changes: readonly Funnel[]): void {
    for (const change of changes) {
      this.total = addFunnels(this.total, change);
      this.yields.amend(change.accepted);
    }
    [this.withoutPairs, this.idle] = [0, false];
    this.watch.goOn();
  }

  /** What people decided of a batch counts from here on. `change` is what that did to the funnel. */
  reviewed(batch: number, watermark: number, change: Funnel): void {
    this.reviews.applied(batch, watermark);
    this.total = addFunnels(this.total, change);
    this.yields.amend(change.accepted);
    if (change.accepted > 0) this.withoutPairs = 0;
  }

  carry(): CarriedRun {
    const {
      prepared,
      open,
      iterations,
      withoutPairs,
      total: funnel,
      pause,
      stopRequested,
      watch,
      cost,
      gathering,
    } = this;
    const [collapse, yields, reviews] = [watch.state, this.yields.state, this.reviews.carry()];
    return {
      ...{ prepared, open, iterations, withoutPairs, funnel },
      ...{ collapse, yields, reviews, pause, stopRequested, cost },
      ...(gathering && { gathering }),
    };
  }

  /** Candidates that are to be asked for beside those under way, so that all of them suffice; 0 where these do. */
  private sizeOfNext(): number {
    const { prepared, total, open, yields } = this;
    const underWay = open.reduce((sum, { size }) => sum + size, 0);
    const missing = prepared.target - total.accepted;
    const { caution } = prepared;
    if (caution === undefined) return sizeBefore(prepared, total, open.length, underWay);
    const mostMargin = Math.max(fewPairs, mostSurplus * prepared.target);
    const suffices = (size: number, deviations: number): boolean => {
      const margin = deviations * yields.deviation(underWay + size);
      return yields.expected(underWay + size) - Math.min(margin, mostMargin) >= missing;
    };
    // Asked for with some to spare, so that not every commit that brings a pair too few has another handful asked for.
    if (open.length > 0 && suffices(0, caution / 2)) return 0;
    let [least, most] = [open.length === 0 ? 1 : 0, prepared.iterationSize];
    while (least < most) {
      const size = Math.floor((least + most) / 2);
      if (suffices(size, caution)) most = size;
      else least = size + 1;
    }
    return least;
  }

  private ending(): Ending | undefined {
    const { prepared, total } = this;
    if (total.accepted >= prepared.target) {
      return { state: 'completed', reason: completedInWords(total.accepted, prepared.target) };
    }
    if (this.stopRequested)
      return {
        state: 'stopped',
        reason: `stopped by a person at ${total.accepted} pairs of ${prepared.target}`,
      };
    if (this.idle) {
      return { state: 'exhausted', reason: 'its templates and existing pairs have nothing more to give' };
    }
    if (this.watch.ending !== undefined) return { state: 'exhausted', reason: this.watch.ending };
    if (this.withoutPairs >= prepared.iterationsWithoutPairs) {
      return {
        state: 'exhausted',
        reason: `no pair was accepted in ${this.withoutPairs} iterations in a row`,
      };
    }
    if (this.iterations >= prepared.maxIterations) {
      return {
        state: 'exhausted',
        reason: `${this.iterations} iterations are the most that the recipe allows (iteration.max)`,
      };
    }
    return undefined;
  }
}

/** As runs decide that an earlier version began: by the mean yield alone, and a share more than is expected to suffice. */
function sizeBefore(
  { target, iterationSize }: PreparedRun,
  { accepted, proposed }: Funnel,
  open: number,
  underWay: number,
): number {
  const perCandidate = (accepted + 10) / (proposed + 20);
  const missing = target - accepted - underWay * perCandidate;
  if (missing <= 0 && open > 0) return 0;
  return Math.max(1, Math.ceil(Math.min(iterationSize, (Math.max(1, missing) / perCandidate) * 1.15)));
}
