import type { CommitCandidate, CommitDecision, CommitReview } from '../adapters/store/commitStore';
import { CalibrationStore } from '../adapters/store/calibrationStore';
import type { StoredRun } from '../adapters/store/runStore';
import type { StageWrites } from '../adapters/store/stageStore';
import type { RecordedResult } from '../core/vocabulary/filterResult';
import { scoreThresholds } from '../core/screening/filters/scoreThresholds';
import { NoveltyPool, type NoveltyView } from '../core/screening/novelty/noveltyPool';
import { batchPolicy } from '../core/review/batchPolicy';
import { drawBatches } from '../core/review/drawBatches';
import { refit } from '../core/run/refit';
import type { IterationInput, IterationOutcome } from '../core/run/iteration';
import { dueOf, nextStage, stageNamed, type StageName } from '../core/run/stages';
import type { DueStage } from '../core/run/stages/dueStage';
import type { OpenStage, StageView } from '../core/run/stages/stage';
import { checkNovelty } from '../core/screening/checkNovelty';
import { isMeantToDiffer } from '../core/proposing/isMeantToDiffer';
import { neighboursJudgedOther } from '../core/screening/neighboursJudgedOther';
import { breathing } from '../adapters/eventLoop/breathing';
import { calibratedRuns } from './calibratedRuns';
import { holdAgain } from './inquiring';
import { beforeIterations, ledgerScope, type DecidingDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { measureIteration, type Neighbours } from './measureIteration';
import { Screening } from './screening';
import { StageViews } from './stageViews';

/** Steps that read what was bought, and decide. They cost processor time and no money. */
export function createComputeActivities(dependencies: DecidingDependencies) {
  const { stages, commits, ledger, noveltyPools, modelsOf, database, loadRun, memory } = dependencies;
  const calibrations = new CalibrationStore(database);
  const runAt = calibratedRuns(loadRun, calibrations);
  const screening = new Screening(dependencies);
  const neighboursOf = memory.cache<Neighbours>();
  const views = StageViews.of(stages);

  return {
    /** Reads what the teacher said at a stage, and decides by it. Returns what is to be asked next; null where nothing is. */
    async readStage({
      input,
      stage,
    }: {
      readonly input: IterationInput;
      readonly stage: StageName;
    }): Promise<DueStage | null> {
      return heartbeating(async (signal) => {
        const run = await runAt(input);
        const context = { ...run, iteration: input.iteration };
        if ((await stages.at(input)) === stage) {
          const view = await views.at(input, stage);
          const writes = await readAnswers(run, input, view, stageNamed(stage).open(context, view), signal);
          const after = await stages.settle(input, stage, writes, (now) => nextStage(context, stage, now));
          views.moved(input, after && nextStage(context, stage, after), after);
        }
        const next = await stages.at(input);
        return next === undefined ? null : dueOf(context, next, await views.at(input, next));
      });
    },

    /**
     * Ends an iteration: final novelty against everything that earlier iterations accepted; inside this one the better judged
     * wins, else the earlier ordinal. Then every candidate has its state. Serial and in order, for the run asks for it so.
     */
    async commitIteration(input: IterationInput): Promise<IterationOutcome> {
      return heartbeating(async () => {
        const run = await runAt(input);
        const decideOn = async (candidates: readonly CommitCandidate[]) => {
          const decisions = await noveltyPools.lend(run, input.iteration - 1, (pool) =>
            decideAll(run, input, pool, candidates),
          );
          const neighbours = neighboursOf.get(run.runKey) ?? new Map<number, readonly string[]>();
          neighboursOf.set(run.runKey, neighbours);
          const health = await measureIteration(dependencies, run, input, decisions, neighbours);
          return { decisions, health };
        };
        return commits.commit(input, decideOn, reviewOf(run, input));
      });
    },

    /**
     * Fits the filters to what people decided up to a watermark, where there is enough of it that is new. Returns the version of the
     * calibration that came of it, in force or proposed as the recipe says; null where none did.
     */
    async refit({ runKey, watermark }: { runKey: string; watermark: number }): Promise<number | null> {
      return heartbeating(async () => {
        const run = await runAt({ runKey, reviewed: watermark });
        const { recipe } = run.setup;
        if (!recipe.review) return null;
        const { feedback } = recipe.review;
        const last = (await calibrations.list(runKey)).at(-1);
        if (last?.watermark === watermark) return last.version;
        const labelled = await calibrations.labelled(runKey, watermark);
        const known = last ? last.expected.labels.given : 0;
        if (labelled.length - known < feedback.min) return null;
        const { embed } = modelsOf(run, beforeIterations);
        const found = await refit(recipe, labelled, scoreThresholds, feedback, {
          embed,
          breath: breathing(),
        });
        if (!found) return null;
        return (await calibrations.save(runKey, watermark, found, feedback.refit === 'apply')).version;
      });
    },
  };

  /** The better judged of an iteration's candidates first: what is new beside the pool, and beside those before it. */
  async function decideAll(
    run: StoredRun,
    { iteration }: IterationInput,
    pool: NoveltyView,
    candidates: readonly CommitCandidate[],
  ): Promise<CommitDecision[]> {
    const own = new NoveltyPool();
    const breath = breathing();
    const judgedOther = neighboursJudgedOther(candidates);
    const decisions: CommitDecision[] = [];
    const bestFirst = [...candidates].sort(
      (left, right) => (right.quality ?? 0) - (left.quality ?? 0) || left.ordinal - right.ordinal,
    );
    for (const candidate of bestFirst) {
      await breath();
      decisions.push(
        candidate.answered
          ? decide(
              candidate.ordinal,
              await checkNovelty(
                { ...candidate, isMeantToDiffer: isMeantToDiffer(candidate.lineage) },
                [pool, own],
                run.setup.recipe,
                modelsOf(run, iteration).embed,
                judgedOther(candidate),
              ),
            )
          : {
              ordinal: candidate.ordinal,
              state: 'abandoned',
              decidedBy: null,
              reason: 'the run was stopped',
              result: null,
            },
      );
    }
    return decisions;
  }

  /** Holds the inquiries of a stage again, from the ledger, and screens what is new by it. */
  async function readAnswers(
    run: StoredRun,
    input: IterationInput,
    view: StageView,
    stage: OpenStage,
    signal: AbortSignal,
  ): Promise<StageWrites> {
    const outcomes = await holdAgain(
      stage.asks.map(({ inquiry }) => inquiry()),
      (keys) => ledger.lookUp(ledgerScope(run), keys),
    );
    const settled = stage.settle(outcomes);
    switch (settled.kind) {
      case 'proposals':
        return screening.ofInstructions(run, input, view, settled.outcomes, signal);
      case 'responses':
        return screening.ofPairs(run, input, view, settled.responded, signal);
      case 'conversations':
        return screening.ofConversations(run, input, view, settled.conversing, signal);
      case 'changes':
        return { changes: settled.changes };
    }
  }

  /** What people look at of an iteration; undefined where the recipe asks nobody. */
  function reviewOf(
    { setup: { recipe }, materials }: StoredRun,
    { iteration }: IterationInput,
  ): CommitReview | undefined {
    const { review } = recipe;
    const { min = 1 }: { readonly min?: number } = review ?? {}; // runs from before have no fewest
    return (
      review && {
        draw: (candidates) =>
          drawBatches(recipe, review, iteration, candidates, materials.seeds, scoreThresholds),
        policy: batchPolicy(review),
        sizes: { min, max: review.max },
        isGate: review.wait === 'gate',
      }
    );
  }
}

export type ComputeActivities = ReturnType<typeof createComputeActivities>;

function decide(ordinal: number, result: RecordedResult): CommitDecision {
  return result.passed
    ? { ordinal, state: 'accepted', decidedBy: null, reason: null, result }
    : { ordinal, state: 'rejected', decidedBy: result.filter, reason: result.reason ?? null, result };
}
