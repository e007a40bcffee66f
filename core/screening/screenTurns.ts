import type { Turn } from '../vocabulary/conversation';
import type { RecordedResult } from '../vocabulary/filterResult';
import type { FinishReason } from '../vocabulary/finishReason';
import {
  applyFilters,
  laterTurnsOf,
  type ApplyOptions,
  type Filter,
  type FilterContext,
  type LaterTurns,
  type Screening,
  type Subject,
} from './filters/filter';

/** A conversation whose first exchange has been screened. */
export interface ScreenedConversation {
  /** The first exchange. */
  readonly first: Subject;
  readonly turns: readonly (Turn & {
    readonly finishReason: FinishReason;
    readonly prompts?: readonly string[];
  })[];
  /** Turns of them that have been screened before; left out: none. */
  readonly known?: number;
}

/** What one look at a conversation is about: an exchange by its number, the first being 1; 0 for the whole. */
interface Look {
  readonly conversation: number;
  readonly exchange: number;
  readonly subject: Subject;
}

/**
 * What the filters say of what follows the first responses: of each later message, of each later response, and of conversations as wholes, each filter of
 * what it looks at. One screening for each conversation: of several results of a filter the one that rejects, else the one that is nearest to it.
 */
export async function screenTurns(
  conversations: readonly ScreenedConversation[],
  filters: readonly Filter[],
  context: FilterContext,
  options: Omit<ApplyOptions, 'all' | 'known'> = {},
): Promise<readonly Screening[]> {
  const said: { readonly look: Look; readonly screening: Screening }[] = [];
  for (const later of ['messages', 'responses', 'whole'] as const) {
    const asked = filters.filter((filter) => laterTurnsOf(filter) === later);
    const looks = conversations.flatMap((conversation, index) => looksAt(later, conversation, index));
    const screenings = await applyFilters(
      asked,
      looks.map(({ subject }) => subject),
      context,
      options,
    );
    looks.forEach((look, index) => said.push({ look, screening: screenings[index]! }));
  }
  const byName = new Map(filters.map((filter) => [filter.name, filter]));
  return conversations.map((_, index) =>
    together(
      said.filter(({ look }) => look.conversation === index),
      byName,
    ),
  );
}

/** A pair, and what a conversation goes on with after it; no turns where it ends with it. */
export type ScreenedExchanges = Omit<ScreenedConversation, 'known'>;

/**
 * What the filters say of pairs; and of what follows them, where a conversation goes on after one that passed. One screening for each.
 *
 * @param filters Those of instructions among them: what they look at of conversations is in what follows.
 */
export async function screenExchanges(
  pairs: readonly ScreenedExchanges[],
  filters: readonly Filter[],
  context: FilterContext,
  options: ApplyOptions = {},
): Promise<readonly Screening[]> {
  const firsts = await applyFilters(
    filters.filter(({ stage }) => stage === 'pair'),
    pairs.map(({ first }) => first),
    context,
    options,
  );
  const going = [...pairs.keys()].filter(
    (index) => pairs[index]!.turns.length > 0 && !firsts[index]!.rejectedBy && !firsts[index]!.failed,
  );
  if (going.length === 0) return firsts;
  const { all: _all, known: _known, ...others } = options;
  const later = await screenTurns(
    going.map((index) => pairs[index]!),
    filters,
    context,
    others,
  );
  const byName = new Map(filters.map((filter) => [filter.name, filter]));
  return firsts.map((first, index) => {
    const following = later[going.indexOf(index)];
    return going.includes(index) && following ? joined(first, following, byName) : first;
  });
}

/** Of what looks at wholes, what was said of the whole counts. */
function joined(first: Screening, later: Screening, filters: ReadonlyMap<string, Filter>): Screening {
  const { rejectedBy, failed } = later;
  const names = new Set([...first.results, ...later.results].map(({ filter }) => filter));
  const results = [...names].map((name) => {
    const own = first.results.find(({ filter }) => filter === name);
    const following = later.results.find(({ filter }) => filter === name);
    const filter = filters.get(name);
    if (!own || !following) return (own ?? following)!;
    return (filter && laterTurnsOf(filter) === 'whole') || isWorse(following, own, filter) ? following : own;
  });
  return { results, ...(rejectedBy ? { rejectedBy } : failed ? { failed } : {}) };
}

function looksAt(
  later: Exclude<LaterTurns, 'nothing'>,
  { first, turns, known = 0 }: ScreenedConversation,
  conversation: number,
): readonly Look[] {
  if (turns.length <= known) return [];
  const { instruction, input, response, language, strategy } = first;
  const plain = turns.map((turn) => ({ message: turn.message, response: turn.response }));
  if (later === 'whole') return [{ conversation, exchange: 0, subject: { ...first, turns: plain } }];
  const opening = { message: input === '' ? instruction : `${instruction}\n\n${input}`, response };
  return turns.slice(known).map((turn, offset) => {
    const index = known + offset;
    const isMessage = later === 'messages';
    return {
      conversation,
      exchange: index + 2,
      subject: {
        instruction: turn.message,
        input: '',
        response: isMessage ? '' : turn.response,
        classification: false,
        finishReason: isMessage ? 'stop' : turn.finishReason,
        language,
        strategy,
        ...(turn.prompts && { prompts: turn.prompts }),
        before: [opening, ...plain.slice(0, index)],
      },
    };
  });
}

function together(
  said: readonly { readonly look: Look; readonly screening: Screening }[],
  filters: ReadonlyMap<string, Filter>,
): Screening {
  const inOrder = [...said].sort((left, right) => left.look.exchange - right.look.exchange);
  const worst = new Map<string, RecordedResult>();
  for (const { look, screening } of inOrder)
    for (const result of screening.results) {
      const placed = placedAt(look.exchange, result);
      const known = worst.get(result.filter);
      if (!known || isWorse(placed, known, filters.get(result.filter))) worst.set(result.filter, placed);
    }
  const results = [...worst.values()];
  const rejectedBy = inOrder
    .flatMap(({ look, screening }) =>
      screening.rejectedBy ? [placedAt(look.exchange, screening.rejectedBy)] : [],
    )
    .at(0);
  const failed = inOrder.find(({ screening }) => screening.failed)?.screening.failed;
  return { results, ...(rejectedBy ? { rejectedBy } : failed ? { failed } : {}) };
}

/** Where it was found; what is said of the whole stands as it is. */
function placedAt(exchange: number, result: RecordedResult): RecordedResult {
  if (exchange === 0) return result;
  const { reason, evidence } = result;
  return {
    ...result,
    ...(reason !== undefined && { reason: `exchange ${exchange}: ${reason}` }),
    evidence: { ...evidence, exchange },
  };
}

function isWorse(one: RecordedResult, other: RecordedResult, filter: Filter | undefined): boolean {
  if (one.passed !== other.passed) return !one.passed;
  if (one.score === undefined || other.score === undefined)
    return one.score !== undefined && other.score === undefined;
  const { side } = filter?.threshold ?? {};
  return side === 'min' ? one.score < other.score : side === 'max' && one.score > other.score;
}
