import type { z } from 'zod';
import { isUnanswerable } from '../../foundations/failure/failure';
import type { StoredScorer } from '../../foundations/statistics/logisticScorer';
import type { FluencyCalibration } from '../fluency/calibration';
import type { RunCode } from '../code/codeJob';
import type { LogProbabilities } from '../fluency/languageModel';
import type { Moderate } from '../safety/moderate';
import type { EvaluationItem } from '../../vocabulary/evaluationSet';
import type { Problem } from '../../recipe/problems';
import type { SafetyPolicy } from '../../recipe/safetyPolicy';
import type { Recipe } from '../../recipe/schema';
import type { ScoreThreshold } from '../../recipe/scoreThreshold';
import type { Embed } from '../../foundations/embedding/embed';
import type { Turn } from '../../vocabulary/conversation';
import type { PassagesFor } from '../../vocabulary/passage';
import type { SeedTask } from '../../vocabulary/seedTask';
import type { StrategyName } from '../../vocabulary/strategyName';
import type { FilterResult, RecordedResult } from '../../vocabulary/filterResult';
import type { FinishReason } from '../../vocabulary/finishReason';
import type { FilterStage, ScreeningProgress } from '../../vocabulary/screeningProgress';

export type { FilterStage };

/** What a filter needs, in the order of cost; `scores` are those of all filters before it. */
export const filterNeeds = ['text', 'embedding', 'languageModel', 'scores', 'teacher'] as const;
export type FilterNeed = (typeof filterNeeds)[number];

/**
 * What of a conversation that goes on after the response a filter looks at: each later response with the message that it answers, as it did at
 * the first; each later message; the conversation as a whole, once; or nothing, since it tells something of first exchanges alone.
 */
export type LaterTurns = 'responses' | 'messages' | 'whole' | 'nothing';

/** What is looked at. A filter of instructions finds `input` and `response` empty. */
export interface Subject {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** Whether the response is one of a few labels. */
  readonly classification: boolean;
  readonly finishReason: FinishReason;
  /** ISO 639 code of the language that was asked for; "und" where it is not known. */
  readonly language: string;
  /** Null for pairs that no strategy of ours brought. */
  readonly strategy: StrategyName | null;
  /** Prompts and versions that the response was written with; left out where nobody knows. */
  readonly prompts?: readonly string[];
  /** Other responses to the very same, where several were written. */
  readonly samples?: readonly string[];
  /** Of a later exchange of a conversation: what was said before it, the first exchange first. The instruction is its message then. */
  readonly before?: readonly Turn[];
  /** Where a conversation is looked at as a whole: what follows the response. */
  readonly turns?: readonly Turn[];
}

/** A language model that tells how likely texts are. */
export interface LanguageModelPort {
  readonly logProbabilities: LogProbabilities;
}

/** What was prepared for the filters of a recipe before anything was screened. It stays the same for a whole run. */
export interface FilterMaterials {
  /** Items of the recipe's evaluation sets, none of which the dataset may contain. */
  readonly evaluation: readonly EvaluationItem[];
  /** Solved tasks that were shown when a response was written: of several that were shown the same, the same array. */
  readonly examplesShown: (subject: Subject) => readonly SeedTask[];
  /** What was learned from labels; undefined where the recipe asks for nothing of it. */
  readonly scorer: StoredScorer | undefined;
  /** What the dataset has no place for; undefined where the recipe has no section `safety`. */
  readonly safety?: SafetyPolicy | undefined;
  /** What is usual of fluent texts: asked for when a response is first read. Where it fails, nothing was decided. */
  readonly fluency: () => Promise<FluencyCalibration>;
}

/** Where no filter asks for anything that has to be prepared. */
export const nothingPrepared: FilterMaterials = {
  evaluation: [],
  examplesShown: () => [],
  scorer: undefined,
  fluency: () => Promise.reject(new Error('fluency was not calibrated')),
};

/** What filters may ask beside the texts themselves. */
export interface FilterContext {
  readonly recipe: Recipe;
  readonly embed: Embed;
  readonly languageModel: LanguageModelPort;
  readonly materials: FilterMaterials;
  /** Asks the moderation endpoint; absent where there is none. */
  readonly moderate?: Moderate;
  /** Finds passages of the run's knowledge; absent where there is none. */
  readonly passagesFor?: PassagesFor | undefined;
  /** Runs code of others in a sandbox; absent where that is not allowed. */
  readonly runCode?: RunCode | undefined;
  /** Whether the teacher is asked afterwards about what a filter leaves in doubt. Offline it is not. */
  readonly asksTeacher?: boolean;
  readonly signal?: AbortSignal;
}

/** Fields of the recipe's section `filters`, each with its default, its bounds, and what it means. */
export type FilterFields = z.ZodRawShape;
/** Their values. */
export type SettingsOf<Fields extends FilterFields> = z.output<z.ZodObject<Fields>>;

/**
 * A named, versioned check. The version goes up whenever a decision may change. What the recipe, its documentation, `rescreen`,
 * `calibrate` and reports know of a filter, they know from here, by the registry.
 */
export interface Filter {
  readonly name: string;
  readonly version: number;
  readonly stage: FilterStage;
  readonly needs: FilterNeed;
  /** What it looks at where a conversation goes on. Left out: later responses where it looks at pairs, nothing where at instructions. */
  readonly later?: LaterTurns;
  /** Its own fields of the recipe. Filters that share a field hold the same schema. Left out: it has none. */
  readonly fields?: FilterFields;
  /** Where its decision is a comparison of its score with a number of the recipe. */
  readonly threshold?: ScoreThreshold;
  /** What its result depends on beside the text and its threshold: where that is another, what is stored says nothing. */
  readonly scale?: (recipe: Recipe) => unknown;
  /** What is wrong with its fields beyond their schema, told before anything is paid for. */
  readonly problems?: (recipe: Recipe) => readonly Problem[];
  /** Whether the recipe asks for it. A filter that is off is not evaluated and leaves no score. */
  isOn(recipe: Recipe): boolean;
  /**
   * One result for each subject, in their order. Throws where it could not decide: that is never a pass.
   * @param earlier What the filters before it said of each subject, those of the instruction first.
   */
  evaluate(
    subjects: readonly Subject[],
    context: FilterContext,
    earlier?: readonly (readonly RecordedResult[])[],
  ): Promise<readonly FilterResult[]>;
}

/** A filter that is made of its fields, so that it reads their values with their types. */
export interface FilterOf<Fields extends FilterFields> extends Filter {
  readonly fields: Fields;
  settingsIn(recipe: Pick<Recipe, 'filters'>): SettingsOf<Fields>;
}

/** What the filters said of one subject. */
export interface Screening {
  readonly results: readonly RecordedResult[];
  /** The first that rejected it. */
  readonly rejectedBy?: RecordedResult;
  /** The first that could not decide, where none rejected it. */
  readonly failed?: { readonly filter: string; readonly reason: string };
}

export interface ApplyOptions {
  /** Which subjects the dearer filters score although a cheaper one rejected them: all, or by position. Left out: none. */
  readonly all?: boolean | ((index: number) => boolean);
  /** Whether an error is thrown on, for the caller to try again later, instead of counted as this filter's failure. */
  readonly throwsOn?: (error: unknown, filter: Filter) => boolean;
  /** What was said before of a subject, by its position: of its instruction alone, where pairs are screened. */
  readonly known?: (index: number) => readonly RecordedResult[];
  /** Told before each chunk how far a filter is. */
  readonly onProgress?: (progress: ScreeningProgress) => void;
  /** Awaited before each few subjects, so that a long screening lets others run. */
  readonly yieldToEventLoop?: () => Promise<unknown>;
}

/** What a filter looks at of what follows a response. */
export function laterTurnsOf({ later, stage }: Pick<Filter, 'later' | 'stage'>): LaterTurns {
  return later ?? (stage === 'pair' ? 'responses' : 'nothing');
}

export const passed: FilterResult = { passed: true };

export function rejected(reason: string, score?: number): FilterResult {
  return { passed: false, reason, ...(score === undefined ? {} : { score }) };
}

type NoFields = Record<never, z.ZodType>;

/** What every filter says of itself. */
interface Definition<Fields extends FilterFields> extends Pick<
  Filter,
  'name' | 'version' | 'stage' | 'later' | 'threshold' | 'scale'
> {
  readonly fields?: Fields;
  /** Left out: always. */
  readonly isOn?: (settings: SettingsOf<Fields>, recipe: Recipe) => boolean;
  readonly problems?: (settings: SettingsOf<Fields>) => readonly Problem[];
}

/** A filter of chunks, whose functions are handed the values of its fields. */
export function filterOf<Fields extends FilterFields = NoFields>({
  fields = {} as Fields,
  isOn,
  problems,
  evaluate,
  ...said
}: Definition<Fields> & {
  readonly needs: FilterNeed;
  readonly evaluate: (
    subjects: readonly Subject[],
    context: FilterContext & { readonly settings: SettingsOf<Fields> },
    earlier: readonly (readonly RecordedResult[])[],
  ) => Promise<readonly FilterResult[]>;
}): FilterOf<Fields> {
  // The recipe was checked against the fields of all filters (`recipeSchema`).
  const settingsIn = ({ filters }: Pick<Recipe, 'filters'>) => filters as unknown as SettingsOf<Fields>;
  return {
    ...said,
    fields,
    settingsIn,
    isOn: (recipe) => isOn?.(settingsIn(recipe), recipe) ?? true,
    ...(problems && { problems: (recipe: Recipe) => problems(settingsIn(recipe)) }),
    evaluate: (subjects, context, earlier = []) =>
      evaluate(subjects, { ...context, settings: settingsIn(context.recipe) }, earlier),
  };
}

/** A filter that reads the text and nothing else, from a plain check of one subject. */
export function textFilter<Fields extends FilterFields = NoFields>({
  check,
  ...definition
}: Definition<Fields> & {
  readonly check: (subject: Subject, settings: SettingsOf<Fields>) => FilterResult;
}): FilterOf<Fields> {
  return filterOf<Fields>({
    ...definition,
    needs: 'text',
    evaluate: (subjects, { settings }) =>
      Promise.resolve().then(() => subjects.map((subject) => check(subject, settings))),
  });
}

/** Subjects that a filter is shown at once. */
const chunkSize = 64;
/** Of those that compute here: as few as let others run in between. */
const computedAtOnce = 4;
/** Of those that read with a language model: as many as take seconds, and not minutes. */
const readAtOnce = 16;

function shownAtOnce(needs: FilterNeed): number {
  if (needs === 'text') return computedAtOnce;
  return needs === 'languageModel' ? readAtOnce : chunkSize;
}

/**
 * Asks the filters that the recipe switched on, cheapest first and in chunks. Whoever was rejected, or could not be decided, is not
 * shown to dearer filters (unless `all`). A filter that throws is never a pass: the subjects that it threw at come back as `failed`.
 */
export async function applyFilters(
  filters: readonly Filter[],
  subjects: readonly Subject[],
  context: FilterContext,
  { all = false, throwsOn = () => false, known = () => [], onProgress, yieldToEventLoop }: ApplyOptions = {},
): Promise<readonly Screening[]> {
  const scoresAll = typeof all === 'boolean' ? () => all : all;
  const screenings = subjects.map((_, index) => new OpenScreening(known(index)));
  const active = filters.filter((filter) => filter.isOn(context.recipe));
  for (const filter of cheapestFirst(active)) {
    const waiting = subjects.flatMap((subject, index) => {
      const screening = screenings[index];
      return screening && (screening.isOpen || scoresAll(index)) ? [{ subject, screening }] : [];
    });
    const atOnce = shownAtOnce(filter.needs);
    for (let start = 0; start < waiting.length; start += atOnce) {
      onProgress?.({ filter: filter.name, reads: filter.stage, done: start, of: waiting.length });
      await yieldToEventLoop?.();
      context.signal?.throwIfAborted();
      const chunk = waiting.slice(start, start + atOnce);
      const results = await resultsOf(filter, chunk, context, throwsOn);
      chunk.forEach(({ screening }, index) => screening.add(filter, results[index]));
    }
  }
  return screenings.map((screening) => screening.close());
}

/** Sorting is stable: filters of the same need keep their order. */
function cheapestFirst(filters: readonly Filter[]): readonly Filter[] {
  return [...filters].sort(
    (left, right) => filterNeeds.indexOf(left.needs) - filterNeeds.indexOf(right.needs),
  );
}

type Outcome = FilterResult | Error | undefined;

async function resultsOf(
  filter: Filter,
  chunk: readonly { readonly subject: Subject; readonly screening: OpenScreening }[],
  context: FilterContext,
  throwsOn: NonNullable<ApplyOptions['throwsOn']>,
): Promise<readonly Outcome[]> {
  const subjects = chunk.map(({ subject }) => subject);
  try {
    return await filter.evaluate(
      subjects,
      context,
      chunk.map(({ screening }) => screening.said),
    );
  } catch (error) {
    context.signal?.throwIfAborted();
    if (throwsOn(error, filter)) throw error;
    if (subjects.length === 1 || (filter.needs !== 'text' && !isUnanswerable(error)))
      return subjects.map(() => (error instanceof Error ? error : new Error(String(error))));
    // Only the text that it stumbles over, or that a service will never answer, is to suffer.
    const apart = chunk.map((one) => resultsOf(filter, [one], context, throwsOn));
    return (await Promise.all(apart)).map(([outcome]) => outcome);
  }
}

class OpenScreening {
  private readonly results: RecordedResult[] = [];
  private rejectedBy: RecordedResult | undefined;
  private failed: Screening['failed'];
  private readonly all: RecordedResult[];

  constructor(known: readonly RecordedResult[]) {
    this.all = [...known];
  }

  /** It grows when the next filter has said something. */
  get said(): readonly RecordedResult[] {
    return this.all;
  }

  get isOpen(): boolean {
    return !this.rejectedBy && !this.failed;
  }

  add({ name, version }: Filter, outcome: Outcome): void {
    const given = outcome instanceof Error ? undefined : readResult(outcome);
    if (!given) {
      const what = outcome instanceof Error ? outcome.message : 'it gave no result';
      this.failed ??= { filter: name, reason: `the filter ${name} could not decide: ${what}` };
      return;
    }
    const result = { ...given, filter: name, version };
    this.results.push(result);
    this.all.push(result);
    if (!result.passed) this.rejectedBy ??= result;
  }

  close(): Screening {
    const { results, rejectedBy, failed } = this;
    return { results, ...(rejectedBy ? { rejectedBy } : failed ? { failed } : {}) };
  }
}

/** A result of a filter of the user's own may be anything: what is no clear result is none. */
function readResult(given: FilterResult | undefined): FilterResult | undefined {
  if (typeof given !== 'object' || typeof (given as FilterResult | null)?.passed !== 'boolean')
    return undefined;
  if (given.score !== undefined && !Number.isFinite(given.score)) return undefined;
  if (given.passed || given.reason !== undefined) return given;
  return { ...given, reason: 'no reason was given' };
}
