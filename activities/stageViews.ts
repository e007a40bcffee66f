import type { StageStore } from '../adapters/store/stageStore';
import { RecentlyUsed } from '../core/foundations/recentlyUsed';
import type { IterationInput } from '../core/run/iteration';
import type { StageName } from '../core/run/stages';
import type { StageView } from '../core/run/stages/stage';

/** Iterations that are kept at once: more than those that a worker has at a stage. */
const kept = 32;

/** What an iteration was before it was begun anew says nothing of what it is. */
type At = Pick<IterationInput, 'runKey' | 'iteration' | 'begunAnew'>;

function keyOf({ runKey, iteration, begunAnew = 0 }: At): string {
  return `${runKey} ${iteration} ${begunAnew}`;
}

/**
 * Iterations as they are at a stage. Nothing changes in one until the stage is settled: what was read to say what is due stands for the shards
 * that ask it, and for the step that reads the answers, where they run in the same worker. It is the costliest read of an iteration.
 */
export class StageViews {
  private readonly views = new RecentlyUsed<
    string,
    { readonly stage: StageName; readonly view: Promise<StageView> }
  >(kept);

  private constructor(private readonly stages: Pick<StageStore, 'view'>) {}

  private static readonly ofStores = new WeakMap<Pick<StageStore, 'view'>, StageViews>();

  /** One for each store, whichever activities ask. */
  static of(stages: Pick<StageStore, 'view'>): StageViews {
    const known = StageViews.ofStores.get(stages) ?? new StageViews(stages);
    StageViews.ofStores.set(stages, known);
    return known;
  }

  /** @param stage The one that the iteration is at. */
  at(input: At, stage: StageName): Promise<StageView> {
    const { runKey, iteration } = input;
    const key = keyOf(input);
    const known = this.views.get(key);
    if (known?.stage === stage) return known.view;
    const view = this.stages.view({ runKey, iteration });
    this.views.set(key, { stage, view });
    view.catch(() => this.views.delete(key)); // told to whoever asked; the next one reads again
    return view;
  }

  /** It was settled, and is what is given, where that is known. */
  moved(input: At, stage: StageName | undefined, view: StageView | undefined): void {
    const key = keyOf(input);
    if (stage && view) this.views.set(key, { stage, view: Promise.resolve(view) });
    else this.views.delete(key);
  }
}
