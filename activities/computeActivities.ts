import { setImmediate as breathe } from 'node:timers/promises';
import type {
  CommitDecision,
  OpenCandidate,
  PairScreening,
  RecordedResult,
  RespondedCandidate,
  ScreenedCandidate,
} from '../adapters/store/iterationStore';
import type { StoredRun } from '../adapters/store/runStore';
import { applyFilters } from '../core/filters/filter';
import { instructionFilters } from '../core/filters/instructionFilters';
import { contradictoryInput, pairFilters } from '../core/filters/pairFilters';
import { NoveltyIndex } from '../core/novelty/noveltyIndex';
import { parseProposals } from '../core/prompts/continuation';
import type { Recipe } from '../core/recipe/schema';
import type { IterationInput, IterationOutcome } from '../core/run/iteration';
import type { ProposalPlan } from '../core/strategies/selfInstruct/planProposals';
import { callKey } from '../core/teacher/callKey';
import type { TeacherAnswer } from '../core/teacher/request';
import { ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';

/** Candidates between two breaths of the event loop, so that heartbeats and answers get through. */
const batch = 32;

/** Steps that read what was bought, and decide. They cost processor time and no money. */
export function createComputeActivities({ iterations, ledger, noveltyPools, loadRun }: ActivityDependencies) {
  return {
    /**
     * Reads the proposals, and screens the instructions by rules and for novelty before a response costs anything: against
     * the seeds and the pairs that this iteration may see, and against the iteration's own earlier candidates.
     * Returns how many candidates wait for a response.
     */
    async screenInstructions(input: IterationInput): Promise<number> {
      return heartbeating(async () => {
        const done = await iterations.screenedCount(input);
        if (done !== undefined) return done;
        const run = await loadRun(input.runKey);
        const plan = (await iterations.readPlan(input)) ?? [];
        const answers = await ledger.lookUp(
          ledgerScope(run),
          plan.map(({ request }) => callKey(request)),
        );
        const candidates = await noveltyPools.lend(run, input.readThrough, (pool) =>
          readProposals(run, plan, answers, pool),
        );
        await iterations.saveScreened(input, candidates);
        return candidates.filter(({ state }) => state === 'open').length;
      });
    },

    /** Screens what was written: the pairs that could not be read are quarantined, those that fail a filter rejected. */
    async screenPairs(input: IterationInput): Promise<void> {
      return heartbeating(async () => {
        const { setup } = await loadRun(input.runKey);
        const screenings: PairScreening[] = [];
        for (const candidate of await iterations.responded(input)) {
          if (screenings.length % batch === 0) await breathe();
          const screening = screenPair(setup.recipe, candidate);
          if (screening) screenings.push(screening);
        }
        await iterations.saveScreenedPairs(input, screenings);
      });
    },

    /**
     * Ends an iteration: final novelty against everything that earlier iterations accepted, the earlier ordinal winning inside
     * this one; then every candidate has its state. Serial and in order, for the run asks for it so.
     */
    async commitIteration(input: IterationInput): Promise<IterationOutcome> {
      return heartbeating(async () => {
        const run = await loadRun(input.runKey);
        return noveltyPools.lend(run, input.iteration - 1, (pool) =>
          iterations.commit(input, async (candidates) => {
            const own = new NoveltyIndex();
            const decisions: CommitDecision[] = [];
            for (const { ordinal, instruction, answered } of candidates) {
              if (decisions.length % batch === 0) await breathe();
              decisions.push(
                answered
                  ? decide(
                      ordinal,
                      checkNovelty(instruction, [pool, own], run.setup.recipe.novelty.threshold),
                    )
                  : {
                      ordinal,
                      state: 'abandoned',
                      decidedBy: null,
                      reason: 'the run was stopped',
                      result: null,
                    },
              );
            }
            return decisions;
          }),
        );
      });
    },
  };
}

export type ComputeActivities = ReturnType<typeof createComputeActivities>;

/** The candidates of an iteration, in the order of its prompts and their items. */
async function readProposals(
  run: StoredRun,
  plan: readonly ProposalPlan[],
  answers: ReadonlyMap<string, TeacherAnswer>,
  pool: NoveltyIndex,
): Promise<ScreenedCandidate[]> {
  const own = new NoveltyIndex();
  const candidates: ScreenedCandidate[] = [];
  for (const { request, firstItem, lastItem } of plan) {
    const proposalCall = callKey(request);
    const answer = answers.get(proposalCall);
    if (!answer) continue; // the run was stopped before this prompt was sent
    const { instructions, unusable } = parseProposals(answer.text, {
      firstNumber: firstItem,
      lastItem,
      finishReason: answer.finishReason,
    });
    const refused = answer.refusal === undefined ? undefined : 'The teacher refused.';
    if (refused !== undefined || unusable !== undefined) {
      candidates.push({
        ordinal: candidates.length,
        state: 'quarantined',
        instruction: null,
        proposalCall,
        decidedBy: 'parser',
        reason: refused ?? unusable ?? '',
        raw: answer.refusal ?? answer.text,
        results: [],
      });
      continue;
    }
    for (const instruction of instructions) {
      candidates.push(screenInstruction(run, candidates.length, instruction, proposalCall, [pool, own]));
      if (candidates.length % batch === 0) await breathe();
    }
  }
  return candidates;
}

function screenInstruction(
  { setup }: StoredRun,
  ordinal: number,
  instruction: string,
  proposalCall: string,
  indexes: readonly [NoveltyIndex, NoveltyIndex],
): ScreenedCandidate {
  const { results, rejectedBy } = applyFilters(instructionFilters, instruction, setup.recipe);
  const novelty = rejectedBy ? undefined : checkNovelty(instruction, indexes, setup.recipe.novelty.threshold);
  const decidedBy = rejectedBy ?? (novelty && !novelty.passed ? novelty : undefined);
  return {
    ordinal,
    state: decidedBy ? 'rejected' : 'open',
    instruction,
    proposalCall,
    decidedBy: decidedBy?.filter ?? null,
    reason: decidedBy?.reason ?? null,
    raw: null,
    results: [...results.filter(worthKeeping), ...(novelty ? [novelty] : [])],
  };
}

/** What a candidate's responses come to; undefined where none was written, for the run was stopped. */
function screenPair(
  recipe: Recipe,
  { ordinal, instruction, classification, unusable, responses }: RespondedCandidate & OpenCandidate,
): PairScreening | undefined {
  if (unusable) {
    const { reason } = unusable;
    return { ordinal, state: 'quarantined', decidedBy: 'teacher', reason, responses: [], results: [] };
  }
  if (responses.length === 0) return undefined;
  const screened = responses.map(({ response, input, text, finishReason }) => {
    const pair = {
      instruction,
      input,
      response: text,
      classification: classification ?? false,
      finishReason,
    };
    return { response, ...applyFilters(pairFilters, pair, recipe) };
  });
  const contradicts =
    contradictoryInput(responses.map(({ input, text }) => ({ input, response: text }))) !== undefined;
  const kept = contradicts ? [] : screened.filter(({ rejectedBy }) => !rejectedBy);
  const rejectedBy = contradicts
    ? { filter: 'instance', reason: 'the same input has different responses' }
    : screened[0]?.rejectedBy;
  const decision =
    kept.length > 0
      ? { state: 'open' as const, decidedBy: null, reason: null }
      : {
          state: 'rejected' as const,
          decidedBy: rejectedBy?.filter ?? null,
          reason: rejectedBy?.reason ?? null,
        };
  return {
    ordinal,
    ...decision,
    responses: screened.map((one) => ({
      response: one.response,
      kept: kept.includes(one),
      reason: one.rejectedBy?.reason ?? null,
    })),
    results: screened.flatMap(({ response, results }) =>
      results.filter(worthKeeping).map((result) => ({ ...result, response })),
    ),
  };
}

function decide(ordinal: number, result: RecordedResult): CommitDecision {
  return result.passed
    ? { ordinal, state: 'accepted', decidedBy: null, reason: null, result }
    : { ordinal, state: 'rejected', decidedBy: result.filter, reason: result.reason ?? null, result };
}

/** Compares with the pool, and with what came earlier in the same iteration; what is new joins the latter. */
function checkNovelty(
  instruction: string,
  [pool, own]: readonly [NoveltyIndex, NoveltyIndex],
  threshold: number,
): RecordedResult {
  const [inPool, inOwn] = [pool.nearest(instruction), own.nearest(instruction)];
  const fromOwn = (inOwn?.score ?? 0) > (inPool?.score ?? 0);
  const score = (fromOwn ? inOwn?.score : inPool?.score) ?? 0;
  const nearest = fromOwn ? inOwn && own.text(inOwn.index) : inPool && pool.text(inPool.index);
  const passed = !(score > threshold);
  if (passed) own.add(instruction);
  return {
    filter: 'novelty',
    version: 1,
    passed,
    score,
    ...(passed ? {} : { reason: `repeats "${nearest}"` }),
    ...(nearest === undefined ? {} : { evidence: { nearest } }),
  };
}

/** Scores are kept, and rejections; that a check without a score passed goes without saying. */
function worthKeeping({ passed, score }: { passed: boolean; score?: number }): boolean {
  return !passed || score !== undefined;
}
