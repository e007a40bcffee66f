import { batchSettingsOf } from '../../recipe/askingMode';
import type { RoleSetup, RunSetup } from '../../recipe/runSetup';
import type { Recipe } from '../../recipe/schema';
import type { TeacherRole } from '../../teacher/request';
import { estimateRun, type Estimate, type EstimateFigures, type Range } from './estimate';
import { rehearse, type CounterOf } from './rehearsal';

/** One thing that is done otherwise. */
export interface Alternative {
  /** In words: "judge 4 pairs in one call". */
  readonly change: string;
  /** What to write where. */
  readonly write: string;
  readonly setup: RunSetup;
}

/** An alternative, and what a run would take with it. */
export interface ComparedAlternative {
  readonly change: string;
  readonly write: string;
  readonly usd: Range | null;
  readonly tokens: Range;
  /** Share of the dollars that it saves; of the tokens, where prices are not known. */
  readonly saves: number;
}

/** Least saving that is worth a word. */
const worthwhile = 0.03;
const shown = 5;
/** Fewer than of an estimate that stands for itself: what is compared has the same luck. */
const plays = 48;

/** A model that could play a role for less. */
export interface OtherModel {
  readonly endpoint: string;
  readonly model: string;
  readonly role: RoleSetup;
}

/**
 * What would make a run cheaper, each computed by estimating it again with that one thing changed, under the same luck; the largest saving first.
 *
 * @param others models that could be asked instead of one that is.
 */
export async function cheaperWays(
  figures: EstimateFigures,
  estimate: Estimate,
  counterOf: CounterOf,
  others: (role: RoleSetup) => readonly OtherModel[],
): Promise<readonly ComparedAlternative[]> {
  const compared: ComparedAlternative[] = [];
  const before = weightOf(estimateRun(figures, plays));
  for (const { change, write, setup } of alternativesTo(figures, others, estimate)) {
    const rehearsal = await rehearse({ setup, materials: figures.materials }, counterOf);
    const other = estimateRun({ ...figures, setup, rehearsal }, plays);
    const saves = before === 0 ? 0 : 1 - weightOf(other) / before;
    if (saves < worthwhile || (estimate.usd === null) !== (other.usd === null)) continue;
    const { low, median, high } = other.promptTokens;
    const answers = other.completionTokens;
    compared.push({
      change,
      write,
      usd: other.usd,
      tokens: { low: low + answers.low, median: median + answers.median, high: high + answers.high },
      saves,
    });
  }
  return compared.sort((left, right) => right.saves - left.saves).slice(0, shown);
}

function weightOf({ usd, promptTokens, completionTokens }: Estimate): number {
  return usd === null || usd.median === 0 ? promptTokens.median + completionTokens.median : usd.median;
}

function alternativesTo(
  { setup, pace }: EstimateFigures,
  others: (role: RoleSetup) => readonly OtherModel[],
  { lines }: Estimate,
): readonly Alternative[] {
  const { recipe, roles, judges = [] } = setup;
  const { judge, selfInstruct, novelty, coverage } = recipe;
  const { fewShot, refine, instances, bring } = selfInstruct;
  const changed = (fields: Partial<Recipe>): RunSetup => ({ ...setup, recipe: { ...recipe, ...fields } });
  const selfInstructed = (fields: Partial<Recipe['selfInstruct']>): RunSetup =>
    changed({ selfInstruct: { ...selfInstruct, ...fields } });
  const proposes = lines.some(({ stage, strategy }) => stage === 'propose' && strategy === 'selfInstruct');
  const found: Alternative[] = [];

  for (const role of ['propose', 'respond', 'classify', 'judge'] as const) {
    if (!lines.some((line) => line.role === role && line.model === roles[role].model)) continue;
    for (const { endpoint, model, role: other } of others(roles[role]))
      found.push({
        change: `${model} in the role ${role}`,
        write: writeRole(role, endpoint, model),
        setup: { ...setup, roles: { ...roles, [role]: other } },
      });
  }
  if (isOnline(recipe) && lines.some(({ endpoint, role }) => isText(role) && pace(endpoint).hasBatches))
    found.push({
      change: "by the provider's batches, which take hours",
      write: 'teacher: { mode: auto }',
      setup: changed({ teacher: { ...recipe.teacher, mode: 'auto' } }),
    });
  if (judge && judge.pairsPerCall < 4)
    found.push({
      change:
        'judge 4 pairs in one call (measure first whether your judge grades them as well: npm run bench:judge)',
      write: 'judge: { pairsPerCall: 4 }',
      setup: changed({ judge: { ...judge, pairsPerCall: 4 } }),
    });
  if (judge && judges.length > 1)
    found.push({
      change: `one judge instead of ${judges.length}`,
      write: 'judge: leave "judges" out, or name one',
      setup: { ...setup, judges: judges.slice(0, 1) },
    });
  if (judge?.orders === 2)
    found.push({
      change: 'judge pairs in one order',
      write: 'judge: { orders: 1 }',
      setup: changed({ judge: { ...judge, orders: 1 } }),
    });
  if (proposes && bring === 'instructions' && setup.form === 'paper' && !roles.propose.small)
    found.push({
      change: 'proposals that bring their response along: several pairs in one call',
      write: 'selfInstruct: { bring: pairs }',
      setup: selfInstructed({ bring: 'pairs' }),
    });
  if (proposes && fewShot.examples > 4)
    found.push({
      change: '4 examples in a proposal prompt: it is shorter, and asks for more tasks',
      write: 'selfInstruct: { fewShot: { examples: 4 } }',
      setup: selfInstructed({
        fewShot: { ...fewShot, examples: 4, fromPool: Math.min(4, fewShot.fromPool) },
      }),
    });
  if (instances > 1 && lines.some(({ stage }) => stage === 'respond'))
    found.push({
      change: 'one input, and one response, of each task',
      write: 'selfInstruct: { instances: 1 }',
      setup: selfInstructed({ instances: 1 }),
    });
  if (refine.responses)
    found.push({
      change: 'no critique of responses',
      write: 'selfInstruct: { refine: { responses: false } }',
      setup: selfInstructed({ refine: { ...refine, responses: false } }),
    });
  if (refine.proposals)
    found.push({
      change: 'no critique of proposals',
      write: 'selfInstruct: { refine: { proposals: false } }',
      setup: selfInstructed({ refine: { ...refine, proposals: false } }),
    });
  if (coverage?.classifyBy === 'teacher')
    found.push({
      change: 'cells told on this machine',
      write: 'coverage: { classifyBy: embedding }',
      setup: changed({ coverage: { ...coverage, classifyBy: 'embedding' } }),
    });
  if (novelty.unsure === 'judge')
    found.push({
      change: 'instructions kept of which novelty is not sure',
      write: 'novelty: { unsure: keep }',
      setup: changed({ novelty: { ...novelty, unsure: 'keep' } }),
    });
  return found;
}

function isOnline(recipe: Recipe): boolean {
  return batchSettingsOf(recipe) === undefined;
}

function isText(role: Estimate['lines'][number]['role']): boolean {
  return role !== 'embed' && role !== 'score';
}

function writeRole(role: TeacherRole, endpoint: string, model: string): string {
  return `teacher: { ${role}: { endpoint: ${endpoint}, model: ${model} } }`;
}
