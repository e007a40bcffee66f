import type { IterationInput } from '../core/run/iteration';
import { stageNamed, type StageName } from '../core/run/stages';
import type { OpenStage } from '../core/run/stages/stage';
import type { LoadedRun } from './dependencies';
import type { StageViews } from './stageViews';

/** Stages that are kept at once: more than those whose shards begin together. */
const kept = 16;

/**
 * What there is to ask at the stages of iterations, for their shards: all of them look at the same candidates, which are read once and
 * not by each. A stage that is being asked does not change, so what was read of it stands.
 */
export class OpenedStages {
  private readonly opened = new Map<string, Promise<OpenStage>>();

  constructor(private readonly views: Pick<StageViews, 'at'>) {}

  async open(run: LoadedRun, input: IterationInput, name: StageName): Promise<OpenStage> {
    const { iteration, begunAnew = 0 } = input;
    const key = `${run.runKey} ${iteration} ${begunAnew} ${name}`;
    const known = this.opened.get(key);
    if (known) return known;
    const opened = this.views
      .at(input, name)
      .then((view) => stageNamed(name).open({ ...run, iteration }, view));
    this.opened.set(key, opened);
    for (const oldest of this.opened.keys()) {
      if (this.opened.size <= kept) break;
      this.opened.delete(oldest);
    }
    opened.catch(() => this.opened.delete(key)); // told to whoever asked; the next one reads again
    return opened;
  }
}
