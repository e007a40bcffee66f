import type { CommitDecision } from '../adapters/store/commitStore';
import type { StoredRun } from '../adapters/store/runStore';
import { asksForMore, firstLook } from '../core/proposing/steering/firstLook';
import { measureHealth, type Health } from '../core/proposing/steering/health';
import { nearestSimilarities, widened } from '../core/foundations/embedding/nearestSimilarity';
import { classifyError } from '../core/foundations/failure/classifyError';
import { verbObjectOf } from '../core/foundations/language/verbObject';
import { seededRandom } from '../core/foundations/seededRandom';
import type { IterationInput } from '../core/run/iteration';
import { steeredNames } from '../core/proposing/knownStrategies';
import { breathing } from '../adapters/eventLoop/breathing';
import type { ActivityDependencies } from './dependencies';

/**
 * Instructions of an iteration that are compared with their neighbours where a first look finds near ones: enough for a mean. Fewer make fewer
 * neighbours, and so a lower similarity: with 24 alone, a run of nine near copies in ten went unnoticed (docs/coverage.md).
 */
const sampled = 64;
/** Earlier iterations whose sampled instructions are the neighbours. */
const lookedBack = 30;
/** Instructions whose verb and object are looked at: tagging takes longer than all filters together, and a window has several iterations. */
const tagged = 24;
/** Vectors that are compared with all neighbours between two breaths. */
const comparedAtOnce = 4;

/** Texts of a run's iterations that later ones are compared with, by iteration. */
export type Neighbours = Map<number, readonly string[]>;

/**
 * Whether the loop repeats itself, by what one iteration brought; undefined where nobody watches or nothing was proposed.
 * @param neighbours What is known of the run's earlier iterations; what is missing is read, and noted there.
 */
export async function measureIteration(
  { committed, modelsOf }: Pick<ActivityDependencies, 'committed' | 'modelsOf'>,
  run: StoredRun,
  { iteration }: IterationInput,
  decisions: readonly CommitDecision[],
  neighbours: Neighbours,
): Promise<Health | undefined> {
  const { runKey, setup } = run;
  const { recipe } = setup;
  if (recipe.collapse.watch === 'off') return undefined;
  const breath = breathing();
  const rejected = new Set(
    decisions.filter(({ decidedBy }) => decidedBy === 'novelty').map(({ ordinal }) => ordinal),
  );
  const brought = (await committed.freelyProposed(runKey, iteration)).map((candidate) => ({
    ...candidate,
    novel: candidate.novel && !rejected.has(candidate.ordinal),
  }));
  const sampleOf = (candidates: readonly Numbered[], of: number): string[] =>
    byDraw(candidates, recipe.seed, of)
      .slice(0, sampled)
      .map(({ instruction }) => instruction);
  const verbObjects = [];
  for (const instruction of seededRandom(recipe.seed, 'verbs', iteration).sample(
    brought.map((candidate) => candidate.instruction),
    tagged,
  )) {
    await breath();
    verbObjects.push(verbObjectOf(instruction));
  }
  return measureHealth({
    proposals: brought,
    verbObjects,
    nearestSimilarities: await nearest(
      sampleOf(
        brought.filter(({ novel }) => novel),
        iteration,
      ),
      await earlierSamples(),
    ),
    responses: brought.flatMap(({ novel, response }) => (novel && response !== null ? [response] : [])),
  });

  /** Of the first ones of each sample; of all, where these are near. */
  async function nearest(
    own: readonly string[],
    earlier: readonly (readonly string[])[],
  ): Promise<Float64Array> {
    const first = await similarities(
      own.slice(0, firstLook),
      earlier.flatMap((sample) => sample.slice(0, firstLook)),
    );
    return asksForMore(first, recipe.collapse.similarity) ? similarities(own, earlier.flat()) : first;
  }

  async function earlierSamples(): Promise<readonly (readonly string[])[]> {
    const first = Math.max(0, iteration - lookedBack);
    const wanted = Array.from({ length: iteration - first }, (_, back) => first + back);
    const missing = wanted.filter((of) => !neighbours.has(of));
    if (missing.length > 0) {
      const passed = await committed.passedUpTo(runKey, Math.max(...missing), Math.min(...missing) - 1);
      for (const of of missing)
        neighbours.set(
          of,
          sampleOf(
            passed.filter((pair) => pair.iteration === of && steeredNames.includes(pair.strategy)),
            of,
          ),
        );
    }
    for (const of of neighbours.keys()) if (of < first) neighbours.delete(of);
    return wanted.map((of) => neighbours.get(of) ?? []);
  }

  async function similarities(texts: readonly string[], others: readonly string[]): Promise<Float64Array> {
    if (texts.length === 0 || others.length === 0) return new Float64Array();
    const { embed } = modelsOf(run, iteration);
    try {
      const [own, theirs] = [widened(await embed(texts)), widened(await embed(others))];
      const found: number[] = [];
      for (let from = 0; from < own.length; from += comparedAtOnce) {
        await breath();
        found.push(...nearestSimilarities(own.slice(from, from + comparedAtOnce), theirs));
      }
      return Float64Array.from(found);
    } catch (error) {
      // Without the model there is one measure less, which is no reason to keep what was paid for from being committed.
      if (classifyError(error).kind === 'needsMending') return new Float64Array();
      throw error;
    }
  }
}

interface Numbered {
  readonly ordinal: number;
  readonly instruction: string;
}

/**
 * In an order drawn by ordinal, whoever else is there: what is sampled of an iteration's new instructions, and later of those that were
 * accepted, is nearly the same, and embedded once.
 */
function byDraw<Item extends Numbered>(items: readonly Item[], runSeed: number, iteration: number): Item[] {
  const random = seededRandom(runSeed, 'neighbours', iteration);
  const draws: number[] = [];
  const drawOf = ({ ordinal }: Item): number => {
    while (draws.length <= ordinal) draws.push(random.uniform());
    return draws[ordinal]!;
  };
  return [...items].sort((left, right) => drawOf(left) - drawOf(right) || left.ordinal - right.ordinal);
}
