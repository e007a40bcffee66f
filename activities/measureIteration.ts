import type { CommitDecision } from '../adapters/store/commitStore';
import type { StoredRun } from '../adapters/store/runStore';
import { measureHealth, type Health } from '../core/proposing/steering/health';
import { nearestSimilarities } from '../core/foundations/embedding/nearestSimilarity';
import { classifyError } from '../core/foundations/failure/classifyError';
import { seededRandom } from '../core/foundations/seededRandom';
import type { IterationInput } from '../core/run/iteration';
import { steeredNames } from '../core/proposing/knownStrategies';
import type { ActivityDependencies } from './dependencies';

/** Instructions of an iteration that are compared with their neighbours: enough for a mean, and soon embedded. */
const sampled = 64;
/** Earlier iterations whose sampled instructions are the neighbours. */
const lookedBack = 30;

/** Whether the loop repeats itself, by what one iteration brought; undefined where nobody watches or nothing was proposed. */
export async function measureIteration(
  { committed, modelsOf }: Pick<ActivityDependencies, 'committed' | 'modelsOf'>,
  run: StoredRun,
  { iteration }: IterationInput,
  decisions: readonly CommitDecision[],
): Promise<Health | undefined> {
  const { runKey, setup } = run;
  if (setup.recipe.collapse.watch === 'off') return undefined;
  const rejected = new Set(
    decisions.filter(({ decidedBy }) => decidedBy === 'novelty').map(({ ordinal }) => ordinal),
  );
  const brought = (await committed.freelyProposed(runKey, iteration)).map((candidate) => ({
    ...candidate,
    novel: candidate.novel && !rejected.has(candidate.ordinal),
  }));
  const sampleOf = <Item>(items: readonly Item[], of: number): Item[] =>
    seededRandom(setup.recipe.seed, 'neighbours', of).sample(items, sampled);
  const own = sampleOf(
    brought.filter(({ novel }) => novel).map(({ instruction }) => instruction),
    iteration,
  );
  const earlier = await committed.passedUpTo(runKey, iteration - 1, iteration - 1 - lookedBack);
  const neighbours = Array.from({ length: lookedBack }, (_, back) => iteration - lookedBack + back).flatMap(
    (of) =>
      sampleOf(
        earlier.filter((pair) => pair.iteration === of && steeredNames.includes(pair.strategy)),
        of,
      ).map(({ instruction }) => instruction),
  );
  return measureHealth({
    proposals: brought,
    nearestSimilarities: await similarities(own, neighbours),
    responses: brought.flatMap(({ novel, response }) => (novel && response !== null ? [response] : [])),
  });

  async function similarities(texts: readonly string[], others: readonly string[]): Promise<Float64Array> {
    if (texts.length === 0 || others.length === 0) return new Float64Array();
    const { embed } = modelsOf(run, iteration);
    try {
      return nearestSimilarities(await embed(texts), await embed(others));
    } catch (error) {
      // Without the model there is one measure less, which is no reason to keep what was paid for from being committed.
      if (classifyError(error).kind === 'needsMending') return new Float64Array();
      throw error;
    }
  }
}
