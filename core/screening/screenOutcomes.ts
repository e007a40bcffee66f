import { cellOf } from '../coverage/cell';
import { cosine } from '../embedding/cosine';
import { applyFilters, type RecordedResult } from '../filters/filter';
import { instructionFilters } from '../filters/instructionFilters';
import { NoveltyPool } from '../novelty/noveltyPool';
import type { Recipe } from '../recipe/schema';
import type { RunSetup } from '../run/setup';
import type { Embed, PlannedWork, Proposed, ProposalOutcome } from '../strategies/strategy';
import { checkNovelty } from './checkNovelty';
import { isWorthKeeping } from './isWorthKeeping';
import type { ScreenedCandidate, StoredResponse } from './screenedCandidate';

/** Works between two breaths of the event loop, so that heartbeats get through. */
const batch = 16;

/** The candidates of an iteration, in the order of its works and their items. */
export async function screenOutcomes(
  setup: RunSetup,
  plan: readonly PlannedWork[],
  outcomes: readonly (ProposalOutcome | undefined)[],
  pool: NoveltyPool,
  { embed, breathe }: { readonly embed: Embed; readonly breathe: () => Promise<unknown> },
): Promise<ScreenedCandidate[]> {
  const own = new NoveltyPool();
  const candidates: ScreenedCandidate[] = [];
  for (const [index, work] of plan.entries()) {
    const outcome = outcomes[index];
    if (index % batch === 0) await breathe();
    if (!outcome) continue; // the run was stopped before this work was done
    const common = {
      work: index,
      strategy: work.strategy,
      askedCell: 'cell' in work ? work.cell : null,
      cell: null,
      responder: null,
    };
    if ('unusable' in outcome) {
      candidates.push({
        ...common,
        ordinal: candidates.length,
        state: 'quarantined',
        instruction: null,
        input: null,
        family: null,
        identity: null,
        classification: null,
        lineage: outcome.lineage,
        proposalCall: outcome.lineage.calls.at(-1) ?? null,
        decidedBy: 'parser',
        reason: outcome.unusable,
        raw: outcome.raw,
        results: [],
        responses: [],
      });
      continue;
    }
    for (const proposed of outcome.proposed) {
      const { family, identity, instruction, lineage, written } = proposed;
      const { results, rejectedBy } = await screenProposed(
        inLanguage(setup.recipe, work, proposed),
        proposed,
        [pool, own],
        embed,
      );
      candidates.push({
        ...common,
        ordinal: candidates.length,
        state: rejectedBy ? 'rejected' : 'open',
        instruction,
        input: written?.input ?? proposed.input ?? null,
        family,
        identity,
        classification: written?.classification ?? null,
        lineage,
        proposalCall: lineage.calls.at(-1) ?? null,
        decidedBy: rejectedBy?.filter ?? null,
        reason: rejectedBy?.reason ?? null,
        raw: null,
        results: results.filter(isWorthKeeping),
        responses: written ? [broughtAlong(setup, written, lineage.prompts)] : [],
      });
    }
  }
  return candidates;
}

/** The recipe as it holds for an instruction in a language that was asked for beside the recipe's own. */
function inLanguage(recipe: Recipe, work: PlannedWork, { lineage }: Proposed): Recipe {
  const axes = Object.keys(recipe.coverage?.axes ?? {});
  const cell = 'cell' in work && work.cell !== null ? cellOf(axes, work.cell) : {};
  const asked = lineage.attributes?.['language'] ?? cell['language'];
  return asked === undefined || /^en(glish)?$/i.test(asked) ? recipe : { ...recipe, language: 'und' };
}

/** Cheapest first: what the strategy found itself, rules, the meaning of a variant, novelty. */
async function screenProposed(
  recipe: Recipe,
  proposed: Proposed,
  pools: readonly [NoveltyPool, NoveltyPool],
  embed: Embed,
): Promise<{ results: readonly RecordedResult[]; rejectedBy: RecordedResult | undefined }> {
  if (proposed.rejected) {
    const own: RecordedResult = { version: 1, passed: false, ...proposed.rejected };
    return { results: [own], rejectedBy: own };
  }
  const ruled = applyFilters(instructionFilters, proposed.instruction, recipe);
  const results: RecordedResult[] = [...ruled.results];
  if (ruled.rejectedBy) return { results, rejectedBy: ruled.rejectedBy };
  for (const comparison of proposed.comparisons ?? []) {
    const result = await compareMeaning(comparison, embed);
    results.push(result);
    if (!result.passed) return { results, rejectedBy: result };
  }
  const novelty = checkNovelty(proposed, pools, recipe);
  results.push(novelty);
  return { results, rejectedBy: novelty.passed ? undefined : novelty };
}

async function compareMeaning(
  { filter, left, right, least = -1, most = 1 }: NonNullable<Proposed['comparisons']>[number],
  embed: Embed,
): Promise<RecordedResult> {
  const [one, other] = await embed([left, right]);
  const score = one && other ? cosine(one, other) : 0;
  const reason =
    score < least
      ? `its meaning moved too far: cosine ${score.toFixed(2)}, at least ${least} is asked for`
      : score > most
        ? `its meaning hardly changed: cosine ${score.toFixed(2)}, at most ${most} is allowed`
        : undefined;
  return { filter, version: 1, passed: reason === undefined, score, ...(reason !== undefined && { reason }) };
}

function broughtAlong(
  { roles }: RunSetup,
  { input, text, finishReason, call }: NonNullable<Proposed['written']>,
  prompts: readonly string[],
): StoredResponse {
  const { pool, model } = roles.propose;
  const writer = call === null ? { pool: null, model: null, prompts: [] } : { pool, model, prompts };
  return { response: 0, input, text, finishReason, callKey: call, ...writer };
}
