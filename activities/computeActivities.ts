import { setImmediate as breathe } from 'node:timers/promises';
import type { CommitDecision } from '../adapters/store/iterationStore';
import type { StoredRun } from '../adapters/store/runStore';
import { classifyConversation } from '../core/coverage/classifyConversation';
import type { RecordedResult } from '../core/filters/filter';
import { judgeConversation } from '../core/judging/judgeConversation';
import { NoveltyPool } from '../core/novelty/noveltyPool';
import { responderOf } from '../core/responding/responder';
import type {
  IterationInput,
  IterationOutcome,
  Responders,
  ScreenedInstructions,
} from '../core/run/iteration';
import { teacherQueue } from '../core/run/queues';
import { checkNovelty } from '../core/screening/checkNovelty';
import { judgeCandidate } from '../core/screening/judgeCandidate';
import type { PairScreening, ScreenedCandidate } from '../core/screening/screenedCandidate';
import { screenOutcomes } from '../core/screening/screenOutcomes';
import { screenPair } from '../core/screening/screenPair';
import { proposalConversation } from '../core/strategies/proposalConversation';
import type { StrategyContext } from '../core/strategies/strategy';
import { holdAgain } from './conversing';
import { ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { measureIteration } from './measureIteration';

/** Candidates between two breaths of the event loop, so that heartbeats and answers get through. */
const batch = 32;

/** Steps that read what was bought, and decide. They cost processor time and no money. */
export function createComputeActivities(dependencies: ActivityDependencies) {
  const { iterations, ledger, noveltyPools, embed, classifierOf, loadRun } = dependencies;
  const lookUp = (run: StoredRun) => (keys: readonly string[]) => ledger.lookUp(ledgerScope(run), keys);

  return {
    /**
     * Reads the proposals, and screens the instructions by rules and for novelty before a response costs anything: against
     * the seeds and the pairs that this iteration may see, and against the iteration's own earlier candidates. Says who
     * responds to those that passed.
     */
    async screenInstructions(input: IterationInput): Promise<ScreenedInstructions> {
      return heartbeating(async () => {
        const known = await iterations.screened(input);
        if (known) return toScreened(known);
        const run = await loadRun(input.runKey);
        const context: StrategyContext = { ...run, iteration: input.iteration };
        const plan = (await iterations.readPlan(input)) ?? [];
        const outcomes = await holdAgain(
          plan.map((work) => proposalConversation(context, work)),
          lookUp(run),
        );
        const screened = await noveltyPools.lend(run, input.readThrough, (pool) =>
          screenOutcomes(run.setup, plan, outcomes, pool, { embed, breathe }),
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
          classified.some(waits),
        );
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
     * Screens what was written: the pairs that could not be read are quarantined, those that fail a filter rejected. Returns
     * how many are to be judged.
     */
    async screenPairs(input: IterationInput): Promise<number> {
      return heartbeating(async () => {
        const { setup } = await loadRun(input.runKey);
        const judge = setup.recipe.judge !== undefined;
        const screenings: PairScreening[] = [];
        for (const candidate of await iterations.responded(input)) {
          if (screenings.length % batch === 0) await breathe();
          const screening = screenPair(setup.recipe, candidate);
          if (screening) screenings.push(screening);
        }
        await iterations.saveScreenedPairs(input, screenings, judge);
        return judge ? (await iterations.judgeable(input)).length : 0;
      });
    },

    /** Reads the judgements. A pair that the judge could not judge is quarantined: an error is never a pass. */
    async readJudgements(input: IterationInput): Promise<void> {
      return heartbeating(async () => {
        const run = await loadRun(input.runKey);
        const candidates = await iterations.judgeable(input);
        const outcomes = await holdAgain(
          candidates.flatMap(({ instruction, responses }) =>
            responses.map(({ input, text }) =>
              judgeConversation(run.setup, { instruction, input, response: text }),
            ),
          ),
          lookUp(run),
        );
        const judgements = outcomes.values();
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
        const run = await loadRun(input.runKey);
        return noveltyPools.lend(run, input.iteration - 1, (pool) =>
          iterations.commit(input, async (candidates) => {
            const own = new NoveltyPool();
            const decisions: CommitDecision[] = [];
            const bestFirst = [...candidates].sort(
              (left, right) => (right.quality ?? 0) - (left.quality ?? 0) || left.ordinal - right.ordinal,
            );
            for (const candidate of bestFirst) {
              if (decisions.length % batch === 0) await breathe();
              decisions.push(
                candidate.answered
                  ? decide(candidate.ordinal, checkNovelty(candidate, [pool, own], run.setup.recipe))
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
          }),
        );
      });
    },
  };

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

function toScreened(
  known: { unclassified: number; responders: readonly { pool: string; candidates: number }[] } | undefined,
): ScreenedInstructions {
  const responders = (known?.responders ?? []).map(({ pool, candidates }): Responders => ({
    pool,
    candidates,
    queue: teacherQueue(pool),
  }));
  return { toClassify: known?.unclassified ?? 0, responders };
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
