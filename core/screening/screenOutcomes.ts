import { cosine } from '../foundations/embedding/cosine';
import {
  applyFilters,
  type ApplyOptions,
  type Filter,
  type FilterContext,
  type Screening,
  type Subject,
} from './filters/filter';
import type { StoredTurn, Turn } from '../vocabulary/conversation';
import type { RecordedResult } from '../vocabulary/filterResult';
import { redactWith } from './filters/personalData';
import { keptThinking } from './keptThinking';
import { NoveltyPool, type NoveltyView } from './novelty/noveltyPool';
import type { Recipe } from '../recipe/schema';
import type { RunSetup } from '../recipe/runSetup';
import type { Embed } from '../foundations/embedding/embed';
import type { PlannedWork } from '../vocabulary/plannedWork';
import type { Proposed, ProposalOutcome } from '../vocabulary/proposed';
import { checkNovelty } from './checkNovelty';
import { isWorthKeeping } from './isWorthKeeping';
import { languageOf } from './languageOf';
import { decisionOnUnread } from './refusedWords';
import type { ScreenedCandidate, StoredResponse } from '../vocabulary/screenedCandidate';

interface ScreeningTools {
  readonly filters: readonly Filter[];
  readonly context: FilterContext;
  readonly options: ApplyOptions;
  readonly yieldToEventLoop: () => Promise<unknown>;
}

/** The candidates of an iteration, in the order of its works and their items. */
export async function screenOutcomes(
  setup: RunSetup,
  plan: readonly PlannedWork[],
  outcomes: readonly (ProposalOutcome | undefined)[],
  pool: NoveltyView,
  { filters, context, options, yieldToEventLoop }: ScreeningTools,
  /** Those of the iteration that came before; what is new joins them. */
  own = new NoveltyPool(),
): Promise<ScreenedCandidate[]> {
  const drafts: Draft[] = [];
  for (const [index, work] of plan.entries()) {
    await yieldToEventLoop();
    drafts.push(...draftsOf(setup.recipe, work, index, outcomes[index]));
  }
  const ruled = await applyFilters(
    filters.filter(({ stage }) => stage === 'instruction'),
    drafts.flatMap(({ subject }) => subject ?? []),
    context,
    options,
  );
  const rulings = ruled.values();
  const candidates: ScreenedCandidate[] = [];
  for (const [ordinal, { base, outcome, subject }] of drafts.entries()) {
    await yieldToEventLoop();
    if ('unreadable' in outcome) {
      candidates.push({ ...base, ordinal, ...unreadable(outcome) });
      continue;
    }
    const { written, lineage, ...proposed } = outcome;
    const ruling = subject ? rulings.next().value : undefined;
    const screening = await screenProposed(setup.recipe, outcome, ruling, [pool, own], context.embed);
    candidates.push({
      ...base,
      ordinal,
      ...decisionOf(screening),
      instruction: proposed.instruction,
      input: written?.input ?? proposed.input ?? null,
      family: proposed.family,
      identity: proposed.identity,
      classification: written?.classification ?? null,
      lineage,
      proposalCall: lineage.calls.at(-1) ?? null,
      raw: null,
      results: screening.results.filter(isWorthKeeping),
      responses: written ? [broughtAlong(setup, written, lineage.prompts)] : [],
    });
  }
  return candidates;
}

type Unreadable = Extract<ProposalOutcome, { unreadable: string }>;

interface Draft {
  readonly base: Pick<ScreenedCandidate, 'work' | 'strategy' | 'askedCell' | 'cell'>;
  readonly outcome: Proposed | Unreadable;
  /** Undefined where there is no instruction, or one that its strategy threw out already. */
  readonly subject: Subject | undefined;
}

function draftsOf(
  recipe: Recipe,
  { strategy, cell: askedCell = null }: PlannedWork,
  work: number,
  outcome: ProposalOutcome | undefined,
): Draft[] {
  if (!outcome) return []; // the run was stopped before this work was done
  const base = { work, strategy, askedCell, cell: null };
  if ('unreadable' in outcome) return [{ base, outcome, subject: undefined }];
  const unclear = (outcome.unclear ?? []).map((part) => ({ base, outcome: part, subject: undefined }));
  const drafts = outcome.proposed.map((one): Draft => {
    const proposed = withoutPersonalData(recipe, one);
    const { instruction, lineage, rejected } = proposed;
    const askedLanguage = lineage.attributes?.['language'] ?? null;
    const language = languageOf(recipe, { askedCell, askedLanguage });
    const empty = { input: '', response: '', classification: false, finishReason: 'stop' } as const;
    const subject = rejected ? undefined : { ...empty, instruction, language, strategy };
    return { base, outcome: proposed, subject };
  });
  return [...drafts, ...unclear];
}

/** What is kept holds no personal data where the recipe wants it redacted: not even in what no filter looks at. */
function withoutPersonalData(recipe: Recipe, proposed: Proposed): Proposed {
  const redact = redactWith(recipe);
  if (!redact) return proposed;
  const { instruction, input, written } = proposed;
  return {
    ...proposed,
    instruction: redact(instruction),
    ...(input !== undefined && { input: redact(input) }),
    ...(written && {
      written: {
        ...{ ...written, input: redact(written.input), text: redact(written.text) },
        ...(written.turns && {
          turns: written.turns.map(({ message, response }) => ({
            ...{ message: redact(message), response: redact(response) },
          })),
        }),
      },
    }),
  };
}

function unreadable({ unreadable: reason, lineage, ...unread }: Unreadable) {
  return {
    state: 'quarantined' as const,
    instruction: null,
    input: null,
    family: null,
    identity: null,
    classification: null,
    lineage,
    proposalCall: lineage.calls.at(-1) ?? null,
    ...decisionOnUnread('parser', { reason, ...unread }),
    raw: unread.raw,
    results: [],
    responses: [],
  };
}

/** What a filter could not decide is quarantined: an error is never a pass. */
function decisionOf({
  rejectedBy,
  failed,
}: Screening): Pick<ScreenedCandidate, 'state' | 'decidedBy' | 'reason'> {
  if (rejectedBy)
    return { state: 'rejected', decidedBy: rejectedBy.filter, reason: rejectedBy.reason ?? null };
  if (failed) return { state: 'quarantined', decidedBy: failed.filter, reason: failed.reason };
  return { state: 'open', decidedBy: null, reason: null };
}

/** The strategy's own check, what the filters said, the meaning of a variant, and novelty, which depends on who came before. */
async function screenProposed(
  recipe: Recipe,
  proposed: Proposed,
  ruled: Screening | undefined,
  pools: readonly [NoveltyView, NoveltyPool],
  embed: Embed,
): Promise<Screening> {
  if (proposed.rejected) {
    const own: RecordedResult = { version: 1, passed: false, ...proposed.rejected };
    return { results: [own], rejectedBy: own };
  }
  if (!ruled) throw new Error('A candidate came without what the filters said of it.');
  if (ruled.rejectedBy || ruled.failed) return ruled;
  const results: RecordedResult[] = [...ruled.results];
  for (const comparison of proposed.comparisons ?? []) {
    const result = await compareMeaning(comparison, embed);
    results.push(result);
    if (!result.passed) return { results, rejectedBy: result };
  }
  const novelty = await checkNovelty(
    { ...proposed, input: proposed.written?.input ?? proposed.input },
    pools,
    recipe,
    embed,
    'ask',
  );
  results.push(novelty);
  return { results, ...(!novelty.passed && { rejectedBy: novelty }) };
}

async function compareMeaning(
  { filter, left, right, min = -1, max = 1 }: NonNullable<Proposed['comparisons']>[number],
  embed: Embed,
): Promise<RecordedResult> {
  const [one, other] = await embed([left, right]);
  const score = one && other ? cosine(one, other) : 0;
  const reason =
    score < min
      ? `its meaning moved too far: cosine ${score.toFixed(2)}, at least ${min} is asked for`
      : score > max
        ? `its meaning hardly changed: cosine ${score.toFixed(2)}, at most ${max} is allowed`
        : undefined;
  return { filter, version: 1, passed: reason === undefined, score, ...(reason !== undefined && { reason }) };
}

function broughtAlong(
  { roles, recipe }: RunSetup,
  { input, text, finishReason, call, thinking, turns }: NonNullable<Proposed['written']>,
  prompts: readonly string[],
): StoredResponse {
  const { endpoint, model } = roles.propose;
  const writer = call === null ? { endpoint: null, model: null, prompts: [] } : { endpoint, model, prompts };
  return {
    response: 0,
    input,
    text,
    finishReason,
    ...keptThinking(recipe)(thinking),
    callKey: call,
    ...writer,
    ...(turns && { turns: turns.map(readTurn) }),
  };
}

/** A turn that nobody of ours wrote. */
function readTurn({ message, response }: Turn): StoredTurn {
  return {
    ...{ kind: null, message, response, finishReason: 'stop', messageCall: null, call: null, prompts: [] },
  };
}
