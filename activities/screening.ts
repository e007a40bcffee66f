import type { StageWrites } from '../adapters/store/stageStore';
import type { StoredRun } from '../adapters/store/runStore';
import { grounded } from '../core/screening/filters/grounded';
import { runsCode } from '../core/screening/filters/runsCode';
import type { PassagesFor } from '../core/vocabulary/passage';
import type { FilterContext, FilterStage } from '../core/screening/filters/filter';
import { seededRandom } from '../core/foundations/seededRandom';
import { findStrategy } from '../core/proposing/knownStrategies';
import type { ProposalOutcome } from '../core/vocabulary/proposed';
import type { IterationInput } from '../core/run/iteration';
import type { StageView } from '../core/run/stages/stage';
import { screenOutcomes } from '../core/screening/screenOutcomes';
import type { NoveltyPool } from '../core/screening/novelty/noveltyPool';
import { screenConversations } from '../core/screening/screenConversations';
import { screenPairs } from '../core/screening/screenPairs';
import type {
  ConversingCandidate,
  RespondedCandidate,
  ScreenedCandidate,
} from '../core/vocabulary/screenedCandidate';
import type { ScreeningProgress } from '../core/vocabulary/screeningProgress';
import { examplesShown } from '../core/responding/responseExamples';
import { breathing } from '../adapters/eventLoop/breathing';
import type { DecidingDependencies } from './dependencies';
import { screeningServices } from './screeningServices';

/** Milliseconds. */
const toldEvery = 2_000;

/** Screens what came of the teacher by the filters of a run, on this machine or with models that cost no call of the teacher. */
export class Screening {
  constructor(private readonly dependencies: DecidingDependencies) {}

  /**
   * Screens instructions by rules and for novelty before a response costs anything: against the seeds and the pairs that this
   * iteration may see, and against the iteration's own earlier candidates.
   */
  async ofInstructions(
    run: StoredRun,
    input: IterationInput,
    { plan }: StageView,
    outcomes: readonly (ProposalOutcome | undefined)[],
    signal: AbortSignal,
    own?: NoveltyPool,
  ): Promise<StageWrites> {
    const tools = await this.tools(run, input, 'instruction', signal);
    const candidates = await this.dependencies.noveltyPools.lend(run, input.readThrough, (pool) =>
      screenOutcomes(run.setup, plan, outcomes, pool, tools, own),
    );
    return { created: await this.tellCells(run, candidates.map(withDeclaredCell)) };
  }

  /**
   * Screens what was written, and what was brought along: the pairs that could not be read, or that a filter could not decide, are
   * quarantined, those that fail a filter rejected.
   */
  async ofPairs(
    run: StoredRun,
    input: IterationInput,
    { candidates }: StageView,
    responded: readonly RespondedCandidate[],
    signal: AbortSignal,
  ): Promise<StageWrites> {
    const { filters, context, options } = await this.tools(run, input, 'pair', signal);
    const written = new Map(responded.map((candidate) => [candidate.ordinal, candidate]));
    const pairs = candidates.map(({ results, ...candidate }) => ({
      unreadable: null,
      ...candidate,
      ...written.get(candidate.ordinal),
      earlier: results.filter(({ stage }) => stage === 'instruction').map(withoutPlace),
    }));
    const changes = await this.telling(input, (onProgress) =>
      screenPairs(pairs, filters, context, { ...options, onProgress }),
    );
    return { responded, changes };
  }

  /** Screens what conversations went on with. */
  async ofConversations(
    run: StoredRun,
    input: IterationInput,
    { candidates }: StageView,
    conversing: readonly ConversingCandidate[],
    signal: AbortSignal,
  ): Promise<StageWrites> {
    const { filters, context, options } = await this.tools(run, input, 'pair', signal);
    const { all: _, ...others } = options;
    const known = new Map(candidates.map((candidate) => [candidate.ordinal, candidate]));
    const goneOn = conversing.flatMap((one) => {
      const candidate = known.get(one.ordinal);
      if (!candidate) return [];
      return [{ ...one, base: { ...candidate, responses: candidate.responses.filter(({ kept }) => kept) } }];
    });
    return this.telling(input, (onProgress) =>
      screenConversations(goneOn, filters, context, { ...others, onProgress }),
    );
  }

  /** Keeps how far a screening is that takes longer than anybody looks at unmoved figures; `status` has it from there. */
  private async telling<Result>(
    input: IterationInput,
    screen: (onProgress: (progress: ScreeningProgress) => void) => Promise<Result>,
  ): Promise<Result> {
    let latest: ScreeningProgress | undefined;
    let told: ScreeningProgress | undefined;
    let telling: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      if (latest === undefined || latest === told) return;
      told = latest;
      // One that failed is made up for by the next.
      telling = this.dependencies.stages.noteScreening(input, latest).catch(() => undefined);
    }, toldEvery);
    try {
      return await screen((progress) => void (latest = progress));
    } finally {
      clearInterval(timer);
      await telling; // what is settled next clears it
    }
  }

  /**
   * What screens a run's candidates. An embedder or a language model that is away is waited for, and one that somebody has to mend
   * pauses the run: what they throw is thrown on, for what was paid for must not be set aside over it. What they will never answer,
   * and what a filter itself throws, is the filter's own failure.
   */
  private async tools(
    run: StoredRun,
    { iteration }: IterationInput,
    stage: FilterStage,
    signal: AbortSignal,
  ) {
    const { recipe } = run.setup;
    const { embed, languageModel, moderate } = this.dependencies.modelsOf(run, iteration);
    const share = recipe.filters.scoreRejects;
    const services = screeningServices(embed, languageModel);
    const { evaluation = [], scorer, safety } = run.materials;
    const passages = grounded.isOn(recipe) ? await this.dependencies.passagesOf(run) : undefined;
    const passagesFor: PassagesFor | undefined =
      passages && ((queries, options) => services.watched(passages.passagesFor(queries, options)));
    const calibrated = () => services.watched(this.dependencies.fluencyCalibrationOf(run));
    const context: FilterContext = {
      recipe,
      embed: services.embed,
      languageModel: services.languageModel,
      materials: {
        evaluation,
        scorer,
        safety,
        examplesShown: (subject) => examplesShown(recipe.seed, run.materials.seeds, subject),
        fluency: calibrated,
      },
      ...(moderate && { moderate: (texts: readonly string[]) => services.watched(moderate(texts)) }),
      passagesFor,
      ...(runsCode.isOn(recipe) && { runCode: this.dependencies.runCode }),
      asksTeacher: true,
      signal,
    };
    const yieldToEventLoop = breathing();
    return {
      filters: await this.dependencies.filtersOf(recipe),
      context,
      options: {
        yieldToEventLoop,
        throwsOn: services.areBehind,
        all: (index: number) =>
          share > 0 &&
          seededRandom(recipe.seed, `score rejects of ${stage}s`, iteration, index).uniform() < share,
      },
      yieldToEventLoop,
    };
  }

  /** Tells the cell of every candidate that passed and declares none, by embeddings on this machine. */
  private async tellCells(
    run: StoredRun,
    candidates: readonly ScreenedCandidate[],
  ): Promise<readonly ScreenedCandidate[]> {
    const byTeacher = run.setup.recipe.coverage?.classifyBy === 'teacher';
    const classifier = byTeacher ? undefined : await this.dependencies.classifierOf(run);
    if (!classifier) return candidates;
    const cells: ScreenedCandidate[] = [];
    for (const candidate of candidates) {
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

/** What a strategy declares of its works stands, whoever else tells cells. */
function withDeclaredCell(candidate: ScreenedCandidate): ScreenedCandidate {
  const { state, strategy, askedCell } = candidate;
  const declares = findStrategy(strategy)?.declaresCell ?? false;
  return state === 'open' && declares ? { ...candidate, cell: askedCell } : candidate;
}

/** What was said, without where: filters know each other by name. */
function withoutPlace({
  response: _response,
  stage: _stage,
  evidence: _evidence,
  ...result
}: StageView['candidates'][number]['results'][number]) {
  return result;
}
