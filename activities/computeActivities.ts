import { setImmediate as breathe } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { CommitDecision, CommitReview, KnownInstructions } from '../adapters/store/iterationStore';
import { CalibrationStore } from '../adapters/store/calibrationStore';
import type { StoredRun } from '../adapters/store/runStore';
import { classifyConversation } from '../core/screening/cells/classifyConversation';
import { contaminationFilters } from '../core/screening/filters/contamination';
import type { Filter, FilterStage, RecordedResult } from '../core/screening/filters/filter';
import { learnedFilter } from '../core/screening/filters/learned';
import { fluencyFilters } from '../core/screening/filters/fluencyFilters';
import { judgeConversation } from '../core/screening/judging/judgeConversation';
import { judgingGroups } from '../core/screening/judging/judgingGroups';
import { NoveltyPool } from '../core/screening/novelty/noveltyPool';
import { seededRandom } from '../core/foundations/seededRandom';
import { responderOf } from '../core/responding/responder';
import { batchPolicy } from '../core/review/batchPolicy';
import { drawBatches } from '../core/review/drawBatches';
import { refit } from '../core/run/refit';
import type {
  IterationInput,
  IterationOutcome,
  Responders,
  ScreenedInstructions,
} from '../core/run/iteration';
import { teacherQueue } from '../core/run/queues';
import { checkNovelty, isDoubtful } from '../core/screening/checkNovelty';
import { isMeantToDiffer } from '../core/screening/isMeantToDiffer';
import { judgeCandidate } from '../core/screening/judgeCandidate';
import { neighboursJudgedOther } from '../core/screening/neighboursJudgedOther';
import type { ScreenedCandidate } from '../core/vocabulary/screenedCandidate';
import { screenOutcomes } from '../core/screening/screenOutcomes';
import { screenPairs } from '../core/screening/screenPairs';
import { settleDoubts } from '../core/screening/settleDoubts';
import { sameTaskConversation } from '../core/screening/sameTask/sameTaskConversation';
import { proposalConversation } from '../core/proposing/proposalConversation';
import type { StrategyContext } from '../core/proposing/strategy';
import { calibratedRuns } from './calibratedRuns';
import { holdAgain } from './conversing';
import { ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { measureIteration } from './measureIteration';

/** Candidates between two breaths of the event loop, so that heartbeats and answers get through. */
const batch = 32;

/** Attempts of a screening after which a service that is still away leaves its candidates quarantined. */
const mostTries = 5;

/** Steps that read what was bought, and decide. They cost processor time and no money. */
export function createComputeActivities(dependencies: ActivityDependencies) {
  const {
    iterations,
    ledger,
    noveltyPools,
    embed,
    languageModel,
    filtersOf,
    fluencyCalibrationOf,
    classifierOf,
    database,
    loadRun,
  } = dependencies;
  const calibrations = new CalibrationStore(database);
  const runAt = calibratedRuns(loadRun, calibrations);
  const filtersOfMaterials = new WeakMap<StoredRun['materials'], readonly Filter[]>();
  const lookUp = (run: StoredRun) => (keys: readonly string[]) => ledger.lookUp(ledgerScope(run), keys);

  return {
    /**
     * Reads the proposals, and screens the instructions by rules and for novelty before a response costs anything: against
     * the seeds and the pairs that this iteration may see, and against the iteration's own earlier candidates. Says who
     * responds to those that passed.
     */
    async screenInstructions(input: IterationInput): Promise<ScreenedInstructions> {
      return heartbeating(async (signal) => {
        const known = await iterations.screened(input);
        if (known) return toScreened(known);
        const run = await runAt(input);
        const context: StrategyContext = { ...run, iteration: input.iteration };
        const plan = await iterations.readPlan(input);
        const outcomes = await holdAgain(
          plan.map((work) => proposalConversation(context, work)),
          lookUp(run),
        );
        const tools = await screeningTools(run, input, 'instruction', signal);
        const screened = await noveltyPools.lend(run, input.readThrough, (pool) =>
          screenOutcomes(run.setup, plan, outcomes, pool, tools),
        );
        const byTeacher = run.setup.recipe.coverage?.classifyBy === 'teacher';
        const classified = byTeacher ? screened.map(withDeclaredCell) : await tellCells(run, screened);
        const waits = (candidate: ScreenedCandidate): boolean =>
          byTeacher && candidate.state === 'open' && candidate.cell === null;
        await iterations.saveScreened(
          input,
          classified.map((candidate) => ({
            ...candidate,
            responder: waits(candidate) ? null : responderFor(run, candidate),
          })),
          classified.some(isDoubtful) ? 'compare' : classified.some(waits) ? 'classify' : 'respond',
        );
        return toScreened(await iterations.screened(input));
      });
    },

    /** Reads what the judge said of the candidates that may repeat another. Says who responds to the others. */
    async readComparisons(input: IterationInput): Promise<ScreenedInstructions> {
      return heartbeating(async () => {
        const run = await loadRun(input.runKey);
        const candidates = await iterations.doubtful(input);
        const outcomes = await holdAgain(
          candidates.map(({ doubts }) => sameTaskConversation(run.setup, doubts)),
          lookUp(run),
        );
        const settled = candidates.map(({ ordinal }, index) => settleDoubts(ordinal, outcomes[index]));
        await iterations.saveCompared(input, settled, run.setup.recipe.coverage?.classifyBy === 'teacher');
        return toScreened(await iterations.screened(input));
      });
    },

    /** Reads what the teacher said of the cells. Where it can't be read, the cell that was asked for stands. */
    async readClassifications(input: IterationInput): Promise<ScreenedInstructions> {
      return heartbeating(async () => {
        const run = await loadRun(input.runKey);
        const candidates = await iterations.unclassified(input);
        const outcomes = await holdAgain(
          candidates.map(({ instruction }) => classifyConversation(run.setup, instruction)),
          lookUp(run),
        );
        const classified = candidates.map(({ ordinal, askedCell, brought }, index) => {
          const outcome = outcomes[index];
          const cell = outcome && 'cell' in outcome ? outcome.cell : askedCell;
          return { ordinal, cell, responder: brought ? null : responderOf(run.setup, cell).pool };
        });
        await iterations.saveClassified(input, classified);
        return toScreened(await iterations.screened(input));
      });
    },

    /**
     * Screens what was written: the pairs that could not be read, or that a filter could not decide, are quarantined, those that
     * fail a filter rejected. Returns how many are to be judged.
     */
    async screenPairs(input: IterationInput): Promise<number> {
      return heartbeating(async (signal) => {
        const run = await runAt(input);
        const judge = run.setup.recipe.judge !== undefined;
        const { filters, context, options } = await screeningTools(run, input, 'pair', signal);
        const candidates = await iterations.responded(input);
        const screenings = await screenPairs(candidates, filters, context, options);
        await iterations.saveScreenedPairs(input, screenings, judge);
        return judge ? (await iterations.judgeable(input)).length : 0;
      });
    },

    /** Reads the judgements. A pair that the judge could not judge is quarantined: an error is never a pass. */
    async readJudgements(input: IterationInput): Promise<void> {
      return heartbeating(async () => {
        const run = await runAt(input);
        const candidates = await iterations.judgeable(input);
        const groups = judgingGroups(run.setup.recipe, candidates);
        const outcomes = await holdAgain(
          groups.map(({ pairs }) => judgeConversation(run.setup, pairs)),
          lookUp(run),
        );
        const judgements = groups
          .flatMap(({ pairs }, group) => pairs.map((_, index) => outcomes[group]?.[index]))
          .values();
        const judged = candidates.map(({ ordinal, responses }) => {
          const own = responses.map(({ response }) => ({ response, judgement: judgements.next().value }));
          return judgeCandidate(ordinal, own, run.setup.recipe.judge?.least ?? 0);
        });
        await iterations.saveJudged(input, judged);
      });
    },

    /**
     * Ends an iteration: final novelty against everything that earlier iterations accepted; inside this one the better judged
     * wins, else the earlier ordinal. Then every candidate has its state. Serial and in order, for the run asks for it so.
     */
    async commitIteration(input: IterationInput): Promise<IterationOutcome> {
      return heartbeating(async () => {
        const run = await runAt(input);
        return noveltyPools.lend(run, input.iteration - 1, (pool) =>
          iterations.commit(
            input,
            async (candidates) => {
              const own = new NoveltyPool();
              const judgedOther = neighboursJudgedOther(candidates);
              const decisions: CommitDecision[] = [];
              const bestFirst = [...candidates].sort(
                (left, right) => (right.quality ?? 0) - (left.quality ?? 0) || left.ordinal - right.ordinal,
              );
              for (const candidate of bestFirst) {
                if (decisions.length % batch === 0) await breathe();
                decisions.push(
                  candidate.answered
                    ? decide(
                        candidate.ordinal,
                        await checkNovelty(
                          { ...candidate, isMeantToDiffer: isMeantToDiffer(candidate.lineage) },
                          [pool, own],
                          run.setup.recipe,
                          embed,
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
              const health = await measureIteration(dependencies, run, input, decisions);
              return { decisions, health };
            },
            reviewOf(run, input),
          ),
        );
      });
    },

    /**
     * Fits the filters to what people decided up to a watermark, where there is enough of it that is new. Returns the version of the
     * calibration that came of it, in force or proposed as the recipe says; null where none did.
     */
    async refit({ runKey, watermark }: { runKey: string; watermark: number }): Promise<number | null> {
      return heartbeating(async () => {
        const { setup } = await runAt({ runKey, reviewed: watermark });
        const { recipe } = setup;
        if (!recipe.review) return null;
        const { feedback } = recipe.review;
        const last = (await calibrations.list(runKey)).at(-1);
        if (last?.watermark === watermark) return last.version;
        const labelled = await calibrations.labelled(runKey, watermark);
        const known = last ? last.expected.labels.given : 0;
        if (labelled.length - known < feedback.least) return null;
        const found = refit(recipe, labelled, feedback);
        if (!found) return null;
        return (await calibrations.save(runKey, watermark, found, feedback.refit === 'apply')).version;
      });
    },
  };

  /** What people look at of an iteration; undefined where the recipe asks nobody. */
  function reviewOf(
    { setup: { recipe }, materials }: StoredRun,
    { iteration }: IterationInput,
  ): CommitReview | undefined {
    const { review } = recipe;
    return (
      review && {
        draw: (candidates) => drawBatches(recipe, review, iteration, candidates, materials.seeds),
        policy: batchPolicy(review),
        isGate: review.wait === 'gate',
      }
    );
  }

  /** Those made of a run's materials, which never change: so indexes are built once a process. */
  function materialFiltersOf({ materials }: StoredRun): readonly Filter[] {
    const known = filtersOfMaterials.get(materials);
    if (known) return known;
    const { evaluation = [], scorer } = materials;
    const filters = [...contaminationFilters(evaluation), ...(scorer ? [learnedFilter(scorer)] : [])];
    filtersOfMaterials.set(materials, filters);
    return filters;
  }

  /**
   * What screens a run's candidates. An embedder or a language model that is away is waited for: its error is thrown on, so that the
   * activity is tried again, and counts as the filter's failure only when that does not help.
   */
  async function screeningTools(
    run: StoredRun,
    { iteration }: IterationInput,
    stage: FilterStage,
    signal: AbortSignal,
  ) {
    const { recipe } = run.setup;
    const isLastTry = Context.current().info.attempt >= mostTries;
    const share = recipe.filters.scoreRejects;
    return {
      filters: [
        ...(await filtersOf(recipe)),
        ...materialFiltersOf(run),
        ...fluencyFilters(() => fluencyCalibrationOf(run)),
      ],
      context: { recipe, embed, languageModel, signal },
      options: {
        breathe,
        throwsOn: (_error: unknown, { needs }: Filter) => needs !== 'text' && !isLastTry,
        all: (index: number) =>
          share > 0 &&
          seededRandom(recipe.seed, `score rejects of ${stage}s`, iteration, index).uniform() < share,
      },
      breathe,
    };
  }

  /** Tells the cell of every candidate that passed and declares none, by embeddings on this machine. */
  async function tellCells(
    run: StoredRun,
    candidates: readonly ScreenedCandidate[],
  ): Promise<readonly ScreenedCandidate[]> {
    const classifier = await classifierOf(run);
    if (!classifier) return candidates;
    const cells: ScreenedCandidate[] = [];
    for (const candidate of candidates.map(withDeclaredCell)) {
      const { state, instruction, cell, askedCell } = candidate;
      const isToBeTold = state === 'open' && instruction !== null && cell === null;
      cells.push(
        isToBeTold
          ? { ...candidate, cell: (await classifier.classify(instruction, askedCell)).cell }
          : candidate,
      );
    }
    return cells;
  }
}

export type ComputeActivities = ReturnType<typeof createComputeActivities>;

function toScreened(known: KnownInstructions | undefined): ScreenedInstructions {
  const responders = (known?.responders ?? []).map(({ pool, candidates }): Responders => ({
    pool,
    candidates,
    queue: teacherQueue(pool),
  }));
  return { toCompare: known?.doubtful ?? 0, toClassify: known?.unclassified ?? 0, responders };
}

function responderFor({ setup }: StoredRun, { state, cell, responses }: ScreenedCandidate): string | null {
  return state === 'open' && responses.length === 0 ? responderOf(setup, cell).pool : null;
}

/** What a template declares of its instances stands, whoever else tells cells. */
function withDeclaredCell(candidate: ScreenedCandidate): ScreenedCandidate {
  const { state, strategy, askedCell } = candidate;
  return state === 'open' && strategy === 'template' ? { ...candidate, cell: askedCell } : candidate;
}

function decide(ordinal: number, result: RecordedResult): CommitDecision {
  return result.passed
    ? { ordinal, state: 'accepted', decidedBy: null, reason: null, result }
    : { ordinal, state: 'rejected', decidedBy: result.filter, reason: result.reason ?? null, result };
}
