import { consistency } from '../../screening/filters/consistency';
import { grounded } from '../../screening/filters/grounded';
import { claimsOf } from '../../screening/grounding/claims';
import type { DoubtfulClaim } from '../../screening/grounding/groundsInquiry';
import { sampleCounts } from '../../recipe/sections/respond';
import { gridOf } from '../../recipe/coverage/grid';
import { strategies } from '../../proposing/registry';
import { strategySharesOf } from '../../proposing/strategyShares';
import { imaginedPassage, imaginedShelf } from './imaginedShelf';
import { claimsInDoubt } from './assumptions';
import type { PlanKnowledge } from '../../proposing/planKnowledge';
import type { StrategyContext } from '../../proposing/strategyContext';
import { listsToWrite, writeListInquiry } from '../../proposing/template/writeLists';
import { tasksPerPrompt } from '../../proposing/selfInstruct/cellsToAsk';
import type { RoleSetup, RunMaterials, RunSetup } from '../../recipe/runSetup';
import type { Recipe } from '../../recipe/schema';
import type { Inquiry } from '../../teacher/inquiry';
import type { TeacherRequest, TeacherRole } from '../../teacher/request';
import type { TokenCounter } from '../../teacher/tokens/tokenCounter';
import type { PlannedWork } from '../../vocabulary/plannedWork';
import type { Proposed, ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyName } from '../../vocabulary/strategyName';
import { stages, type StageName } from '../stages/registry';
import type { OpenStage, Settled, StagedCandidate } from '../stages/stage';
import { imagineAnswer, type Imagination } from './imaginedTeacher';

/** Where in a run something is asked: in a stage of its iterations; before them, for the lists of templates; or of a model that measures. */
export type AskedAt = StageName | 'lists' | 'measure';

/** Whom something is asked, and what for. */
export interface LineKey {
  readonly stage: AskedAt;
  /** Null where the work of several strategies is asked about together, or none. */
  readonly strategy: StrategyName | null;
  readonly role: TeacherRole | 'embed' | 'score' | 'moderate';
  readonly endpoint: string;
  readonly model: string;
  /** What the answer's schema is called; null where it is plain text, or the endpoint is not given schemas. */
  readonly task: string | null;
}

/** Calls of one kind, as they were rehearsed. */
export interface RehearsedLine extends LineKey {
  readonly calls: number;
  readonly promptTokens: number;
  /** Without thinking. */
  readonly answerTokens: number;
  /** Of these, those of texts whose length the model chooses. */
  readonly freeTokens: number;
  /** Bounds of the answers; undefined where there are none. */
  readonly boundTokens: number | undefined;
  readonly thinks: boolean;
  /** Whether it is asked as a conversation: texts to continue can't be asked by batch. */
  readonly isChat: boolean;
}

/** What one iteration of a recipe would ask, if everything that is proposed were good. */
export interface Rehearsal {
  readonly lines: readonly RehearsedLine[];
  /** What each strategy with a share was rehearsed with. */
  readonly works: Readonly<Record<StrategyName, number>>;
  readonly candidates: Readonly<Record<StrategyName, number>>;
  /** Most works that a strategy has; left out where it never runs out. */
  readonly limits: Readonly<Record<StrategyName, number>>;
  /** How far off the counts of tokens may be, as a share. */
  readonly error: number;
  /** By what tokens were counted, by model. */
  readonly countedBy: Readonly<Record<string, TokenCounter['by']>>;
}

/** Where a token counter doesn't know the model: what it is counted by is found by its name. */
export type CounterOf = (model: string) => TokenCounter;

const prompts = 6;
const otherWorks = 24;
/** Candidates, at most, that are rehearsed to their end. */
const carried = 36;
/** A chain of operators that an imagined answer breaks off is tried again: what a run asks is what good answers lead to. */
const attempts = 6;

/** Tokens that a conversation takes over its texts, as OpenAI counts them: https://github.com/openai/openai-cookbook, "How to count tokens with tiktoken". */
const perConversation = 3;
const perMessage = 4;

/**
 * Holds the inquiries of one iteration, from the plan to the judge, with a teacher that is imagined, and counts what they ask: the real
 * prompts, rendered with the recipe's own examples. Nobody is asked, and nothing is known of filters: all that is proposed goes on.
 *
 * @param observe Is shown each request that is imagined.
 */
export async function rehearse(
  run: { readonly setup: RunSetup; readonly materials: RunMaterials },
  counterOf: CounterOf,
  observe: (request: TeacherRequest) => void = () => undefined,
): Promise<Rehearsal> {
  const setup = withSchemas(run.setup);
  const materials = withImaginedLists(run);
  const context: StrategyContext = { setup, materials, iteration: 0 };
  const counts = new LineCounts(run.setup, counterOf, observe);
  const imagination = imaginationOf(context);

  for (const list of listsToWrite(setup.recipe))
    counts.hold(writeListInquiry(setup, list), { ...imagination, items: list.count }, 'lists', null);

  const { works, limits } = await draw(context);
  let candidates: readonly StagedCandidate[] = [];
  const proposed: Record<StrategyName, number> = {};
  for (const stage of Object.keys(stages) as StageName[]) {
    const plan = stage === 'propose' ? works : [];
    const view = { plan, candidates: asScreened(stage, candidates, setup.recipe) };
    const open = stages[stage].open(context, view) as OpenStage;
    const strategyAt = (order: number): StrategyName | null =>
      (stage === 'propose'
        ? works[order]?.strategy
        : candidates.find(({ ordinal }) => ordinal === order)?.strategy) ?? null;
    const outcomes = open.asks.map(({ inquiry, order }) =>
      counts.hold(
        inquiry(),
        imagination,
        stage,
        strategyAt(order),
        stage === 'propose' ? inquiry : undefined,
      ),
    );
    const settled = open.settle(outcomes);
    if (settled.kind === 'proposals') {
      const all = settled.outcomes.flatMap((outcome, index) => stagedOf(outcome, works[index]));
      for (const { strategy } of all) proposed[strategy] = (proposed[strategy] ?? 0) + 1;
      candidates = thinned(all).map((candidate, ordinal) => ({ ...candidate, ordinal }));
      counts.follow(proposed, countBy(candidates));
    } else candidates = changed(candidates, settled);
  }
  return {
    lines: counts.lines(),
    works: countBy(works),
    candidates: proposed,
    limits,
    error: counts.error,
    countedBy: counts.countedBy(),
  };
}

/** Schemas say what an answer is to hold; whether they are sent makes no other prompt. */
function withSchemas(setup: RunSetup): RunSetup {
  const structured = (role: RoleSetup): RoleSetup => ({ ...role, structuredOutput: true });
  const { propose, respond, classify, judge } = setup.roles;
  return {
    ...setup,
    roles: {
      propose: structured(propose),
      respond: structured(respond),
      classify: structured(classify),
      judge: structured(judge),
    },
    routes: setup.routes.map(structured),
    ...(setup.judges && { judges: setup.judges.map(structured) }),
  };
}

function withImaginedLists({ setup, materials }: { setup: RunSetup; materials: RunMaterials }): RunMaterials {
  const written = listsToWrite(setup.recipe).map(({ name, count }) => [
    name,
    Array.from({ length: count }, (_, index) => ({ value: `an example of it ${index + 1}`, weight: 1 })),
  ]);
  return {
    ...materials,
    lists: { ...(Object.fromEntries(written) as RunMaterials['lists']), ...materials.lists },
  };
}

function imaginationOf(context: StrategyContext): Imagination {
  const { setup, materials } = context;
  const { recipe } = setup;
  const cell = gridOf(recipe)?.cells[0]?.key;
  const { least, most } = sampleCounts(recipe.respond, consistency.isOn(recipe));
  const axes = Object.keys(recipe.coverage?.axes ?? {});
  const values = cell?.split('/') ?? [];
  return {
    seed: recipe.seed,
    examples: [...materials.seeds, ...materials.sources]
      .filter(({ response }) => response.trim() !== '')
      .slice(0, 400),
    items: tasksPerPrompt(context),
    instances: recipe.selfInstruct.instances,
    pairsPerCall: recipe.judge?.pairsPerCall ?? 1,
    followsDoubt: least < most,
    cell: Object.fromEntries(axes.map((axis, index) => [axis, values[index] ?? ''])),
  };
}

/** Some works of every strategy that has a share, as the first iteration would plan them, and how many there are. */
async function draw(context: StrategyContext): Promise<{
  readonly works: readonly PlannedWork[];
  readonly limits: Readonly<Record<StrategyName, number>>;
}> {
  const { recipe } = context.setup;
  const shares = strategySharesOf(recipe);
  const knowledge: PlanKnowledge = {
    size: prompts,
    measures: 0,
    pool: [],
    yields: {},
    cells: [],
    underWay: [],
    stretches: [],
    grid: gridOf(recipe),
    cellsOfSeeds: () => Promise.resolve(undefined),
    rejections: [],
    embed: (texts) => Promise.resolve(texts.map(vectorOf)),
    passages: imaginedShelf(recipe, context.materials.knowledge),
  };
  const works: PlannedWork[] = [];
  const limits: Record<StrategyName, number> = {};
  for (const strategy of strategies) {
    if ((shares[strategy.name] ?? 0) === 0) continue;
    const planned = async (from: number, count: number) => strategy.plan(context, knowledge, { from, count });
    works.push(...(await planned(0, strategy.endless ? prompts : otherWorks)));
    const grows = strategy.poolTexts?.(context.setup) !== 'none';
    if (!strategy.endless && !grows) {
      const limit = await lastOf(
        async (position) => (await planned(position, 1)).length > 0,
        recipe.target * 20,
      );
      if (limit !== undefined) limits[strategy.name] = limit;
    }
  }
  // Those that ask first stand first in a plan.
  return { works, limits };
}

/** How many positions from 0 on there are; undefined where there are more than `most`. */
async function lastOf(
  isThere: (position: number) => Promise<boolean>,
  most: number,
): Promise<number | undefined> {
  if (await isThere(most)) return undefined;
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isThere(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Some vector of a text: how many examples are chosen does not depend on which. */
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(8);
  for (let index = 0; index < text.length; index++)
    vector[index % 8] = (vector[index % 8] ?? 0) + text.charCodeAt(index);
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function stagedOf(
  outcome: ProposalOutcome | undefined,
  work: PlannedWork | undefined,
): readonly StagedCandidate[] {
  if (!outcome || !work || !('proposed' in outcome)) return [];
  return outcome.proposed
    .filter(({ rejected }) => rejected === undefined)
    .map((proposed) => ({
      ordinal: 0,
      instruction: proposed.instruction,
      strategy: work.strategy,
      input: proposed.input ?? null,
      askedCell: work.cell ?? null,
      cell: strategyDeclares(work) ? (work.cell ?? null) : null,
      askedLanguage: null,
      classification: proposed.written?.classification ?? null,
      responses: responsesOf(proposed),
      results: [],
    }));
}

function strategyDeclares({ strategy }: PlannedWork): boolean {
  return strategies.some(({ name, declaresCell }) => name === strategy && declaresCell);
}

function responsesOf({ written }: Proposed): StagedCandidate['responses'] {
  if (!written) return [];
  const { input, text, finishReason, call } = written;
  return [
    {
      response: 0,
      input,
      text,
      finishReason,
      callKey: call,
      endpoint: null,
      model: null,
      prompts: [],
      kept: true,
    },
  ];
}

/** Evenly many of them, so that a long plan takes no longer than a short one. */
function thinned<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length <= carried) return items;
  return Array.from(
    { length: carried },
    (_, index) => items[Math.floor((index * items.length) / carried)],
  ).flatMap((item) => (item === undefined ? [] : [item]));
}

/** Candidates as a stage finds them whose asking follows what a filter left in doubt. */
function asScreened(
  stage: StageName,
  candidates: readonly StagedCandidate[],
  recipe: Recipe,
): readonly StagedCandidate[] {
  if (stage === 'compare') return candidates.map(inDoubt);
  if (stage === 'agree')
    return consistency.settingsIn(recipe).consistency?.ask === true
      ? candidates.map(withClaimsBesideSamples)
      : candidates;
  const { grounded: settings } = grounded.settingsIn(recipe);
  if (stage !== 'ground' || !settings?.ask) return candidates;
  return candidates.map((candidate) => withDoubtfulClaims(candidate, recipe, settings.passages));
}

/** As a comparison with other samples leaves responses of which some claims are in doubt. */
function withClaimsBesideSamples(candidate: StagedCandidate): StagedCandidate {
  const results = candidate.responses.map(({ response, text }) => {
    const claims = claimsOf(text);
    const doubts = claims.slice(0, Math.ceil(claimsInDoubt * claims.length));
    const { name: filter, version } = consistency;
    return {
      filter,
      version,
      passed: true,
      evidence: { claims: claims.length, doubts },
      response,
      stage: 'pair' as const,
    };
  });
  return { ...candidate, results };
}

/** As a comparison with evidence leaves responses of which some claims are in doubt; without any evidence, none is. */
function withDoubtfulClaims(candidate: StagedCandidate, recipe: Recipe, passages: number): StagedCandidate {
  const ofKnowledge = recipe.knowledge ? passages : 0;
  const results = candidate.responses.map(({ response, input, text }) => {
    const given = input.trim() === '' ? [] : [{ id: 'input', text: input }];
    const claims = claimsOf(text);
    const doubts: readonly DoubtfulClaim[] = claims
      .slice(0, Math.ceil(claimsInDoubt * claims.length))
      .map((claim, index) => ({
        claim,
        // Neighbours find the same passages, in part.
        passages: [
          ...given,
          ...Array.from({ length: ofKnowledge }, (_, place) => ({
            id: `${Math.ceil(ofKnowledge / 2) * index + place}`,
            text: imaginedPassage(recipe.knowledge),
          })),
        ],
      }))
      .filter((doubt) => doubt.passages.length > 0);
    const { name: filter, version } = grounded;
    return { filter, version, passed: true, evidence: { doubts }, response, stage: 'pair' as const };
  });
  return { ...candidate, results };
}

/** As the novelty rule leaves it where it is not sure. */
function inDoubt(candidate: StagedCandidate): StagedCandidate {
  const { instruction } = candidate;
  const evidence = { doubts: [{ task: instruction, like: instruction }] };
  return {
    ...candidate,
    results: [{ filter: 'novelty', version: 0, passed: true, evidence, response: -1, stage: 'instruction' }],
  };
}

function changed(candidates: readonly StagedCandidate[], settled: Settled): readonly StagedCandidate[] {
  if (settled.kind === 'responses') {
    const written = new Map(settled.responded.map((responded) => [responded.ordinal, responded]));
    return candidates.flatMap((candidate) => {
      const responded = written.get(candidate.ordinal);
      if (!responded) return [candidate];
      const { classification, responses } = responded;
      return responses.length === 0
        ? []
        : [
            {
              ...candidate,
              classification,
              responses: responses.map((response) => ({ ...response, kept: true })),
            },
          ];
    });
  }
  if (settled.kind === 'proposals') return candidates;
  if (settled.kind === 'conversations') return candidates.map((candidate) => withTurns(candidate, settled));
  const changes = new Map(settled.changes.map((change) => [change.ordinal, change]));
  return candidates.map((candidate) => {
    const cell = changes.get(candidate.ordinal)?.cell;
    return cell === undefined ? candidate : { ...candidate, cell };
  });
}

function withTurns(
  { responses, ...candidate }: StagedCandidate,
  { conversing }: Extract<Settled, { kind: 'conversations' }>,
): StagedCandidate {
  const own = conversing.find(({ ordinal }) => ordinal === candidate.ordinal)?.conversations ?? [];
  return {
    ...candidate,
    responses: responses.map((response) => {
      const conversed = own.find((one) => one.response === response.response)?.conversed;
      return conversed?.kind === 'whole' ? { ...response, turns: conversed.turns } : response;
    }),
  };
}

function countBy(items: readonly { readonly strategy: StrategyName }[]): Record<StrategyName, number> {
  const counts: Record<StrategyName, number> = {};
  for (const { strategy } of items) counts[strategy] = (counts[strategy] ?? 0) + 1;
  return counts;
}

interface Counted {
  calls: number;
  promptTokens: number;
  answerTokens: number;
  freeTokens: number;
  boundTokens: number;
  isBounded: boolean;
  isChat: boolean;
}

/** Calls by line, while inquiries are held. */
class LineCounts {
  private readonly counted = new Map<string, Counted>();
  private readonly models = new Map<string, TokenCounter['by']>();
  /** By how much what was asked about a strategy's candidates has to be multiplied, since not all were followed. */
  private factors: Record<StrategyName, number> = {};
  private errors = { sum: 0, tokens: 0 };

  constructor(
    private readonly asWritten: RunSetup,
    private readonly counterOf: CounterOf,
    private readonly observe: (request: TeacherRequest) => void,
  ) {}

  get error(): number {
    return this.errors.tokens === 0 ? 0 : this.errors.sum / this.errors.tokens;
  }

  countedBy(): Record<string, TokenCounter['by']> {
    return Object.fromEntries(this.models);
  }

  follow(
    all: Readonly<Record<StrategyName, number>>,
    followed: Readonly<Record<StrategyName, number>>,
  ): void {
    this.factors = Object.fromEntries(
      Object.entries(all).map(([name, count]) => [name, count / Math.max(1, followed[name] ?? 0)]),
    );
  }

  lines(): RehearsedLine[] {
    return [...this.counted].map(([key, { isBounded, boundTokens, ...counted }]) => {
      const line = JSON.parse(key) as LineKey;
      return {
        ...line,
        ...counted,
        boundTokens: isBounded ? boundTokens : undefined,
        thinks: this.thinks(line),
      };
    });
  }

  /** @param again The same inquiry from its beginning, where one that failed is to be tried with other answers. */
  hold<Outcome>(
    inquiry: Inquiry<Outcome>,
    imagination: Imagination,
    stage: AskedAt,
    strategy: StrategyName | null,
    again?: () => Inquiry<Outcome>,
  ): Outcome {
    let best = converse(inquiry, imagination, 0);
    for (let attempt = 1; again && attempt < attempts && !isProposed(best.outcome); attempt++) {
      const other = converse(again(), imagination, attempt);
      if (isProposed(other.outcome) || other.asked.length > best.asked.length) best = other;
    }
    const factor = stage === 'propose' || stage === 'lists' ? 1 : (this.factors[strategy ?? ''] ?? 1);
    for (const { request, answer } of best.asked) this.note(request, answer, stage, strategy, factor);
    return best.outcome;
  }

  private note(
    request: TeacherRequest,
    answer: { readonly text: string; readonly free: number },
    stage: AskedAt,
    strategy: StrategyName | null,
    factor: number,
  ): void {
    this.observe(request);
    const { role, endpoint, model, schema, parameters } = request;
    const key: LineKey = {
      stage,
      strategy,
      role,
      endpoint,
      model,
      task: schema && this.roleOf(request).structuredOutput ? schema.name : null,
    };
    const line = JSON.stringify(key);
    const counted = this.counted.get(line) ?? {
      calls: 0, promptTokens: 0, answerTokens: 0, freeTokens: 0, boundTokens: 0, isBounded: true, isChat: true,
    }; // prettier-ignore
    const counter = this.counterOf(model);
    this.models.set(model, counter.by);
    const texts =
      request.prompt.kind === 'chat'
        ? request.prompt.messages.map(({ content }) => content)
        : [request.prompt.prompt];
    const overhead = request.prompt.kind === 'chat' ? perConversation + perMessage * texts.length : 0;
    const promptTokens = texts.reduce((sum, text) => sum + counter.count(text), overhead);
    const { max_tokens: bound } = parameters;
    const answerTokens = Math.min(counter.count(answer.text), bound ?? Infinity);
    this.errors.sum += promptTokens * counter.error(texts.join('\n'));
    this.errors.tokens += promptTokens;
    counted.calls += factor;
    counted.promptTokens += factor * promptTokens;
    counted.answerTokens += factor * answerTokens;
    counted.freeTokens += factor * answerTokens * (answer.text === '' ? 0 : answer.free / answer.text.length);
    if (request.prompt.kind !== 'chat') counted.isChat = false;
    if (bound === undefined) counted.isBounded = false;
    else counted.boundTokens += factor * bound;
    this.counted.set(line, counted);
  }

  private thinks({ role, endpoint, model }: LineKey): boolean {
    return this.roles().some(
      (one) => one.endpoint === endpoint && one.model === model && one.thinks === true && role !== 'embed',
    );
  }

  private roleOf({ role, endpoint, model }: TeacherRequest): RoleSetup {
    const { roles } = this.asWritten;
    return this.roles().find((one) => one.endpoint === endpoint && one.model === model) ?? roles[role];
  }

  private roles(): readonly RoleSetup[] {
    const { roles, routes, judges = [] } = this.asWritten;
    return [...Object.values(roles), ...routes, ...judges];
  }
}

function converse<Outcome>(inquiry: Inquiry<Outcome>, imagination: Imagination, attempt: number) {
  const asked: { readonly request: TeacherRequest; readonly answer: ReturnType<typeof imagineAnswer> }[] = [];
  let step = inquiry.next();
  while (!step.done) {
    const answers = step.value.map((request) => {
      const answer = imagineAnswer(request, imagination, attempt);
      asked.push({ request, answer });
      return answer;
    });
    step = inquiry.next(answers);
  }
  return { outcome: step.value, asked };
}

function isProposed(outcome: unknown): boolean {
  const { proposed } = outcome as Partial<Extract<ProposalOutcome, { proposed: unknown }>>;
  return proposed?.some(({ rejected }) => rejected === undefined) ?? false;
}
