import {
  applyFilters,
  filterNeeds,
  laterTurnsOf,
  nothingPrepared,
  type Filter,
  type FilterContext,
  type FilterMaterials,
  type Screening,
  type Subject,
} from '../../screening/filters/filter';
import type { RecordedResult } from '../../vocabulary/filterResult';
import { contradictoryInput } from '../../screening/filters/instance';
import { scoreThresholds } from '../../screening/filters/scoreThresholds';
import { NoveltyPool } from '../../screening/novelty/noveltyPool';
import { canonicalJson } from '../../foundations/canonicalJson';
import { isPlainObject } from '../../foundations/text/plainObject';
import type { Recipe } from '../../recipe/schema';
import type { RunMaterials } from '../../recipe/runSetup';
import { drawTurns } from '../../responding/conversing/drawTurns';
import { examplesShown } from '../../responding/responseExamples';
import { checkNovelty, comparesMeanings } from '../../screening/checkNovelty';
import { neighboursJudgedOther } from '../../screening/neighboursJudgedOther';
import type { Embed } from '../../foundations/embedding/embed';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import { chooseSamples } from '../../screening/chooseSamples';
import { otherSamples } from '../../screening/screenPairs';
import { screenExchanges } from '../../screening/screenTurns';
import { languageOf } from '../../screening/languageOf';
import { passesNow } from './storedResult';
import type {
  ChangedDecision,
  Move,
  Redecision,
  RescreeningSummary,
  StoredCandidate,
  StoredScore,
} from './screenedAgain';

export interface RescreeningInput {
  /** What the run was screened by, and what it is to be screened by now. */
  readonly before: Recipe;
  readonly after: Recipe;
  readonly materials: Pick<RunMaterials, 'seeds' | 'sources'>;
  /**
   * What there is by the settings of now. Stored scores meet the thresholds of now; where that is not enough, filters that read the text
   * or the others' scores alone are evaluated anew. Results of filters that are not among these stand.
   */
  readonly filters: readonly Filter[];
  /** What was prepared for them by the settings of now; left out where none of them asks for it. */
  readonly prepared?: Pick<FilterMaterials, 'evaluation' | 'scorer' | 'safety'>;
  /** Needed where novelty compares meanings, or filters compare with another thing by meaning, and its settings changed. */
  readonly embed: Embed;
}

interface TextScreenings {
  readonly instruction: Screening;
  /** In the order of the candidate's responses. */
  readonly responses: readonly Screening[];
}

/** A redecision so far: who is out, who waits for what, or what passes. */
type Outcome = Omit<Redecision, 'kept'>;

/** What the teacher said, after all filters. */
const judges: ReadonlySet<string> = new Set(['judge', 'safetyJudge']);

const accepted: Outcome = { state: 'accepted', decidedBy: null, reason: null, needs: null };

/**
 * Screens a run's candidates again under other settings, without asking anybody: by the stored scores against the thresholds of now; what
 * reads the text alone is evaluated anew where more than thresholds changed, and for those whom it had rejected. Who was never scored,
 * has no response since it was rejected before one was bought, or a conversation that was to go on, waits. Novelty is decided anew where its settings changed, in the
 * order of commits, and only against what is accepted now, so that of two alike one stays; else its results stand.
 *
 * Under the run's own settings, nothing moves.
 */
export class Rescreening {
  private readonly pool: Promise<NoveltyPool> | undefined;
  /** How much of the filters' settings changed. */
  private readonly filtersChanged: 'not' | 'thresholds' | 'more';
  private readonly moves = new Map<string, Move>();
  private readonly needs = new Map<string, number>();
  private readonly counts = {
    looked: 0,
    before: { accepted: 0, rejected: 0 },
    after: { accepted: 0, rejected: 0, waiting: 0 },
  };

  constructor(private readonly input: RescreeningInput) {
    const { before, after, materials } = input;
    const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
    this.filtersChanged = isSame(before.filters, after.filters)
      ? 'not'
      : isSame(withoutThresholds(before), withoutThresholds(after))
        ? 'thresholds'
        : 'more';
    const isNew = canonicalJson(before.novelty) !== canonicalJson(after.novelty);
    this.pool = isNew ? this.poolOf(materials) : undefined;
  }

  /** One iteration's candidates, all of them; iterations in their order. Returns those whose decision is another now. */
  async iteration(candidates: readonly StoredCandidate[]): Promise<ChangedDecision[]> {
    const looked = candidates.filter(({ state }) => state === 'accepted' || state === 'rejected');
    const read = await this.readTexts(looked);
    const redecided = new Map(
      looked.map((candidate, index) => [candidate, this.byItself(candidate, read[index]!)] as const),
    );
    if (this.pool) await this.decideNovelty(redecided, await this.pool);
    return looked.flatMap((candidate) => {
      const decision = redecided.get(candidate);
      if (!decision) return [];
      this.count(candidate, decision);
      const { iteration, ordinal } = candidate;
      return isChanged(candidate, decision) ? [{ iteration, ordinal, ...decision }] : [];
    });
  }

  get summary(): RescreeningSummary {
    const byCount = <Entry>(entries: Entry[], count: (entry: Entry) => number): Entry[] =>
      entries.sort((left, right) => count(right) - count(left));
    return {
      ...this.counts,
      moves: byCount([...this.moves.values()], ({ count }) => count),
      needs: Object.fromEntries(byCount([...this.needs], ([, count]) => count)),
    };
  }

  private async poolOf(materials: RescreeningInput['materials']): Promise<NoveltyPool> {
    const { after, embed } = this.input;
    if (!comparesMeanings(after)) return NoveltyPool.of(materials);
    const members = NoveltyPool.membersOf(materials);
    const vectors = await embed(members.map(({ instruction }) => instruction));
    const pool = new NoveltyPool();
    members.forEach((member, index) => pool.add(member, vectors[index]));
    return pool;
  }

  /** What the filters that are evaluated anew say now. */
  private async readTexts(candidates: readonly StoredCandidate[]): Promise<readonly TextScreenings[]> {
    const { before, after, filters, embed, materials, prepared = nothingPrepared } = this.input;
    const context: FilterContext = {
      recipe: after,
      embed,
      languageModel: noLanguageModel,
      materials: {
        ...nothingPrepared,
        ...prepared,
        examplesShown: (subject) => examplesShown(before.seed, materials.seeds, subject),
      },
    };
    const screenings = new Map<StoredCandidate, TextScreenings>();
    for (const isRead of [true, false]) {
      const looked = candidates.filter((candidate) => this.isRead(candidate) === isRead);
      const asked = filters.filter((filter) => this.isAnew(filter, isRead));
      const ofStage = (stage: Filter['stage']): Filter[] => asked.filter((filter) => filter.stage === stage);
      const instructions = await applyFilters(
        ofStage('instruction'),
        looked.map((candidate) => this.subjectOf(candidate, undefined)),
        context,
      );
      const written = looked.flatMap((candidate) =>
        candidate.responses.map((response) => ({
          first: this.subjectOf(candidate, response),
          turns: response.turns ?? [],
          known: isRead ? this.saidOf(candidate, response.response) : [],
        })),
      );
      const screened = await screenExchanges(written, asked, context, {
        known: (index) => written[index]?.known ?? [],
      });
      const pairs = screened.values();
      looked.forEach((candidate, index) =>
        screenings.set(candidate, {
          instruction: instructions[index]!,
          responses: candidate.responses.map(() => pairs.next().value!),
        }),
      );
    }
    return candidates.map((candidate) => screenings.get(candidate)!);
  }

  /** Whether its text is read anew: a changed setting may say anything of it, or a filter of texts had kept the others from speaking. */
  private isRead({ scores }: StoredCandidate): boolean {
    if (this.filtersChanged !== 'thresholds') return this.filtersChanged === 'more';
    return scores.some(({ filter, passed }) => !passed && this.needsOf(filter) === 'text');
  }

  private isAnew(filter: Filter, isRead: boolean): boolean {
    const { needs } = filter;
    if (isRead && (needs === 'text' || needs === 'scores')) return true;
    return (needs === 'text' || needs === 'embedding') && this.hasChangedScale(filter);
  }

  private hasChangedScale({ scale }: Filter): boolean {
    const { before, after } = this.input;
    return (
      scale !== undefined && canonicalJson(scale(before) ?? null) !== canonicalJson(scale(after) ?? null)
    );
  }

  private needsOf(name: string): Filter['needs'] | undefined {
    return this.input.filters.find((filter) => filter.name === name)?.needs;
  }

  /** What stored scores tell a filter that weighs those of the others; who rejected it is told by the settings of now. */
  private saidOf({ scores }: StoredCandidate, response: number): RecordedResult[] {
    const evaluated = new Set(
      this.input.filters.filter((filter) => this.isAnew(filter, true)).map(({ name }) => name),
    );
    return scores.flatMap(({ filter, score, passed, ...stored }) =>
      (stored.response < 0 || stored.response === response) && !evaluated.has(filter)
        ? [{ filter, version: 1, passed, ...(score !== null && { score }) }]
        : [],
    );
  }

  /** Without the novelty that is decided anew. */
  private byItself(candidate: StoredCandidate, read: TextScreenings): Redecision {
    const instruction = this.instructionOutcome(candidate, read.instruction);
    if (instruction.state === 'rejected') return { ...instruction, kept: [] };
    if (candidate.responses.length === 0)
      return { ...accepted, state: 'waiting', needs: 'response', kept: [] };
    if (
      contradictoryInput(
        candidate.responses.flatMap(({ sampleOf, input, text }) =>
          typeof sampleOf === 'number' ? [] : [{ input, response: text }],
        ),
      ) !== undefined
    ) {
      const reason = 'the same input has different responses';
      return { state: 'rejected', decidedBy: 'instance', reason, needs: null, kept: [] };
    }
    const outcomes = candidate.responses.map(({ response }, index) => ({
      response,
      outcome: this.responseOutcome(candidate, response, read.responses[index]!),
    }));
    const passed = new Set(
      outcomes.flatMap(({ response, outcome }) => (outcome.state === 'accepted' ? [response] : [])),
    );
    const kept = this.chosenOf(candidate, passed, read);
    // Better an answer that is there than one that might be: but a response that waits may still pass.
    const decisive =
      kept.length > 0
        ? instruction
        : (outcomes.find(({ outcome }) => outcome.state === 'waiting') ?? outcomes[0])?.outcome;
    return { ...(decisive ?? accepted), kept };
  }

  /** Of several that pass to the same, the one that is the best by what is said of them now. */
  private chosenOf(
    { responses, scores }: StoredCandidate,
    passed: ReadonlySet<number>,
    read: TextScreenings,
  ): readonly number[] {
    const chosen = chooseSamples(
      responses.flatMap(({ response, sampleOf }, index) =>
        passed.has(response)
          ? [
              {
                response,
                sampleOf,
                scores: [
                  ...scores.filter((score) => score.response === response),
                  ...(read.responses[index]?.results ?? []),
                ],
              },
            ]
          : [],
      ),
    );
    return [...chosen.values()].map(({ response }) => response).sort((left, right) => left - right);
  }

  private instructionOutcome(candidate: StoredCandidate, read: Screening): Outcome {
    const text = byText(read);
    if (text) return text;
    // What the strategy itself said, comparisons of meaning, and whatever else has no settings here.
    const stands = candidate.scores.find(
      ({ response, passed, filter }) =>
        response < 0 && !passed && filter !== 'novelty' && !this.hasFilter(filter),
    );
    if (stands) return rejectedBy(stands);
    const byScore = this.byScore('instruction', candidate, -1);
    if (byScore) return byScore;
    const repeats = this.pool
      ? undefined
      : candidate.scores.find(({ filter, passed }) => filter === 'novelty' && !passed);
    return repeats ? rejectedBy(repeats) : accepted;
  }

  private responseOutcome(candidate: StoredCandidate, response: number, read: Screening): Outcome {
    const text = byText(read);
    if (text) return text;
    const stands = candidate.scores.find(
      (score) =>
        score.response === response &&
        !score.passed &&
        score.filter !== 'judge' &&
        !this.hasFilter(score.filter),
    );
    if (stands) return rejectedBy(stands);
    const outcome =
      this.byScore('pair', candidate, response) ??
      this.bySafetyJudge(candidate, response) ??
      this.byJudge(candidate, response);
    return outcome.state === 'accepted' && this.isCutShort(candidate, response)
      ? { ...accepted, state: 'waiting', needs: 'conversation' }
      : outcome;
  }

  /** Whether its conversation was to go on, and did not, since it had been rejected before. */
  private isCutShort({ iteration, ordinal, responses }: StoredCandidate, response: number): boolean {
    const turns = responses.find((one) => one.response === response)?.turns ?? [];
    return drawTurns(this.input.before, { iteration, ordinal, response }).length > turns.length;
  }

  /** By stored scores of filters that are not evaluated anew, against the thresholds of now. */
  private byScore(stage: Filter['stage'], candidate: StoredCandidate, response: number): Outcome | undefined {
    const { before, after, filters } = this.input;
    const isRead = this.isRead(candidate);
    let missing: string | undefined;
    for (const filter of filters) {
      if (
        !isAskedAt(stage, filter, candidate, response) ||
        this.isAnew(filter, isRead) ||
        !filter.isOn(after)
      )
        continue;
      const stored = standingOf(filter, candidate.scores, response);
      if (!filter.isOn(before) || this.hasChangedScale(filter)) missing ??= filter.name;
      else if (stored.length > 0) {
        for (const score of stored) {
          const result = passesNow(score, before, after, scoreThresholds);
          if (!result.passed) return rejectedBy({ ...score, ...result });
        }
      } else if (this.wasOutBefore(filter, candidate, response)) missing ??= filter.name;
      // A filter that was asked and left nothing had nothing to say of this one.
    }
    return missing === undefined ? undefined : { ...accepted, state: 'waiting', needs: missing };
  }

  /** Whether a cheaper filter had rejected it, so that this one was never asked. */
  private wasOutBefore({ needs }: Filter, { scores }: StoredCandidate, response: number): boolean {
    const cost = (need: Filter['needs']): number => filterNeeds.indexOf(need);
    return scores.some(({ filter, passed, response: of }) => {
      if (passed || of !== response || judges.has(filter) || filter === 'novelty') return false;
      const before = this.needsOf(filter);
      return before === undefined || cost(before) <= cost(needs);
    });
  }

  /** What the judge said of safety stands; a pair that it was not asked about waits for it, and is never taken for safe. */
  private bySafetyJudge({ scores, strategy }: StoredCandidate, response: number): Outcome | undefined {
    const { safety } = this.input.after;
    if (!safety || !(safety.judge || isWantedRefusal({ strategy }))) return undefined;
    const stored = scores.find((score) => score.filter === 'safetyJudge' && score.response === response);
    if (!stored) return { ...accepted, state: 'waiting', needs: 'safetyJudge' };
    return stored.passed ? undefined : rejectedBy(stored);
  }

  private byJudge({ scores, strategy }: StoredCandidate, response: number): Outcome {
    const { before, after } = this.input;
    if (!after.judge || isWantedRefusal({ strategy })) return accepted;
    const stored = scores.find((score) => score.filter === 'judge' && score.response === response);
    if (!stored || stored.score === null) return { ...accepted, state: 'waiting', needs: 'judge' };
    const result = passesNow(stored, before, after, scoreThresholds);
    return result.passed ? accepted : rejectedBy({ ...stored, ...result });
  }

  private async decideNovelty(redecided: Map<StoredCandidate, Redecision>, pool: NoveltyPool): Promise<void> {
    const { after, embed } = this.input;
    const own = new NoveltyPool();
    const judgedOther = neighboursJudgedOther(
      [...redecided.keys()].flatMap(({ instruction, input, judgedOther }) =>
        instruction === null ? [] : [{ instruction, input, judgedOther }],
      ),
    );
    const quality = ({ scores }: StoredCandidate): number =>
      Math.max(0, ...scores.flatMap(({ filter, score }) => (filter === 'judge' ? (score ?? 0) : [])));
    const bestFirst = [...redecided.keys()].sort(
      (left, right) => quality(right) - quality(left) || left.ordinal - right.ordinal,
    );
    const added: StoredCandidate[] = [];
    // Who waits comes last, so that nobody who passes is held to repeat it.
    for (const state of ['accepted', 'waiting'] as const) {
      for (const candidate of bestFirst) {
        const decision = redecided.get(candidate);
        if (decision?.state !== state || candidate.instruction === null) continue;
        const member = { ...candidate, instruction: candidate.instruction };
        const { passed, reason, evidence } = await checkNovelty(
          member,
          [pool, own],
          after,
          embed,
          judgedOther(member),
        );
        if (!passed) {
          const rejected = {
            state: 'rejected',
            decidedBy: 'novelty',
            reason: reason ?? null,
            needs: null,
            kept: [],
          } as const;
          // Where the judge would have to be asked, nobody can say.
          redecided.set(
            candidate,
            evidence?.['by'] === 'unsure' ? { ...decision, state: 'waiting', needs: 'judge' } : rejected,
          );
        } else if (state === 'accepted') added.push(candidate);
      }
    }
    const vectors = comparesMeanings(after)
      ? await embed(added.map(({ instruction }) => instruction ?? ''))
      : [];
    added.forEach(({ instruction, input, family, identity, iteration, ordinal }, index) => {
      if (instruction === null) return;
      const member = { instruction, input, family: family ?? `pair:${iteration}/${ordinal}`, identity };
      pool.add(member, vectors[index]);
    });
  }

  private subjectOf(
    candidate: StoredCandidate,
    response: StoredCandidate['responses'][number] | undefined,
  ): Subject {
    const { instruction, classification, strategy, responses } = candidate;
    return {
      instruction: instruction ?? '',
      input: response?.input ?? '',
      response: response?.text ?? '',
      classification: classification ?? false,
      finishReason: response?.finishReason ?? 'stop',
      language: languageOf(this.input.after, candidate),
      strategy,
      ...(response && { prompts: response.prompts, samples: otherSamples(response, responses) }),
    };
  }

  private hasFilter(name: string): boolean {
    return this.input.filters.some((filter) => filter.name === name);
  }

  private count(candidate: StoredCandidate, decision: Redecision): void {
    const from = candidate.state as Move['from'];
    this.counts.looked++;
    this.counts.before[from]++;
    this.counts.after[decision.state]++;
    if (decision.needs !== null) this.needs.set(decision.needs, (this.needs.get(decision.needs) ?? 0) + 1);
    if (from === decision.state) return;
    const by = decision.decidedBy ?? decision.needs ?? candidate.decidedBy ?? 'unknown';
    const key = `${from}\n${decision.state}\n${by}`;
    const move = this.moves.get(key);
    this.moves.set(key, { from, to: decision.state, by, count: (move?.count ?? 0) + 1 });
  }
}

/** Later messages of a conversation are looked at by filters of instructions, with the pair. */
function isAskedAt(
  stage: Filter['stage'],
  filter: Filter,
  { responses }: StoredCandidate,
  response: number,
): boolean {
  if (filter.stage === stage) return true;
  const turns = responses.find((one) => one.response === response)?.turns ?? [];
  return stage === 'pair' && turns.length > 0 && laterTurnsOf(filter) === 'messages';
}

/**
 * What a filter said of a response that stands: of the first exchange, and of what followed it; or what it said last, where it looks at
 * conversations as wholes, or the judge told of its doubts.
 */
function standingOf(
  filter: Filter,
  scores: readonly StoredScore[],
  response: number,
): readonly StoredScore[] {
  const own = scores.filter((score) => score.filter === filter.name && score.response === response);
  const isSuperseded =
    laterTurnsOf(filter) === 'whole' || own.some(({ stage }) => stage === 'ground' || stage === 'agree');
  return isSuperseded ? own.slice(-1) : own;
}

/** The settings of filters whose change stored scores don't tell: all but the numbers that scores are compared with. */
function withoutThresholds({ filters }: Recipe): unknown {
  const left = structuredClone({ filters }) as Record<string, unknown>;
  for (const { field, other } of Object.values(scoreThresholds))
    for (const path of [field, ...(other === undefined ? [] : [other])]) {
      const keys = path.split('.');
      const place = keys
        .slice(0, -1)
        .reduce<unknown>((inner, key) => (isPlainObject(inner) ? inner[key] : undefined), left);
      if (isPlainObject(place)) Reflect.deleteProperty(place, keys.at(-1)!);
    }
  return left;
}

function byText({ rejectedBy: by, failed }: Screening): Outcome | undefined {
  if (by) return rejectedBy({ filter: by.filter, reason: by.reason ?? null });
  return failed && { ...accepted, state: 'waiting', reason: failed.reason, needs: failed.filter };
}

const noLanguageModel: FilterContext['languageModel'] = {
  logProbabilities: () => Promise.reject(new Error('filters that read the text alone ask no model')),
};

function rejectedBy({ filter, reason }: Pick<StoredScore, 'filter' | 'reason'>): Outcome {
  return { state: 'rejected', decidedBy: filter, reason, needs: null };
}

function isChanged({ state, responses }: StoredCandidate, decision: Redecision): boolean {
  if (state !== decision.state) return true;
  const before = responses.filter(({ kept }) => kept).map(({ response }) => response);
  return state === 'accepted' && before.join() !== decision.kept.join();
}
