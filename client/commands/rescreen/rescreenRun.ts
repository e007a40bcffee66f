import { LocalEmbedder } from '../../../adapters/embedder/localEmbedder';
import { StoredEmbeddings } from '../../../adapters/store/embeddings';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import { loadScreeningMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe, type LoadedRecipe } from '../../../adapters/workspace/loadRecipe';
import { parseYaml } from '../../../adapters/workspace/parseYaml';
import { canonicalJson } from '../../../core/foundations/canonicalJson';
import { learned } from '../../../core/screening/filters/learned';
import { filters } from '../../../core/screening/filters/registry';
import { UserError } from '../../../core/foundations/userError';
import { differenceOfRecipes } from '../../../core/recipe/differenceOfRecipes';
import { mergeOverrides } from '../../../core/run/mergeOverrides';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { describeProblems } from '../../../core/recipe/problems';
import type { Recipe } from '../../../core/recipe/schema';
import { Rescreening } from '../../../core/run/rescreening/rescreen';
import type { ChangedDecision } from '../../../core/run/rescreening/screenedAgain';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { describeDifferences } from '../../runs/recipeToSend';
import { openSession } from '../../connection/session';
import { rescreeningView } from './rescreeningView';

export interface RescreenRequest {
  readonly run: string | undefined;
  /** A recipe whose filters, novelty and judge apply instead of the run's. */
  readonly recipe: string | undefined;
  /** Single fields, as "filters.repetitionShare=0.2". */
  readonly set: readonly string[];
}

const decidingSections = ['filters', 'novelty', 'judge'] as const;

/**
 * `seedbed rescreen`: what a run would have come to under other thresholds, from what is stored: no teacher is asked, and the run
 * stays as it is. The result is kept as a rescreening of the run, for `export --rescreening`. Returns the exit code.
 */
export async function rescreenRun(request: RescreenRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // nothing is written before all is decided
  if (request.recipe === undefined && request.set.length === 0) {
    throw new UserError('Nothing is changed: the run was screened by its own recipe already.', {
      mend: 'Say what to change: --set judge.min=0.6, or --recipe FILE',
    });
  }
  requireState(workspace);
  const embedder = new LocalEmbedder();
  const session = await openSession(surroundings, {
    command: 'rescreen',
    worker: false,
    teacher: false,
    yes: false,
  });
  try {
    const { runKey, name } = await chooseRun(session, request.run, 'any');
    const { setup, materials } = await session.runs.load(runKey);
    const before = setup.recipe;
    const { after, loaded } = await changedRecipe(before, request, workspace);
    const changes = differenceOfRecipes(before, after);
    const store = new RescreeningStore(session.database);
    // Vectors that the run computed are in the store; what is missing costs no money either.
    const embeddings = new StoredEmbeddings(session.database, embedder);
    const embed = (texts: readonly string[]) => embeddings.embed(texts);
    const {
      evaluation = [],
      scorer,
      safety,
    } = isComparedWithOther(before, after) ? await loadScreeningMaterials(loaded) : materials;
    const rescreening = new Rescreening({
      before,
      after,
      materials,
      filters,
      prepared: { evaluation, scorer, safety },
      embed,
    });
    const decisions: ChangedDecision[] = [];
    for await (const candidates of store.iterations(runKey))
      decisions.push(...(await rescreening.iteration(candidates)));
    const { summary } = rescreening;
    const { novelty, judge } = after;
    const sections = { filters: after.filters, novelty, ...(judge && { judge }) };
    const number = await store.save(runKey, sections, summary, decisions);
    const next = `seedbed export ${name} --rescreening ${number} --out ${name}-rescreening-${number}.jsonl`;
    if (terminal.options.json) {
      terminal.printJson({
        run: name,
        runKey,
        rescreening: number,
        changes: changes.map(shown),
        ...summary,
        next,
      });
    } else {
      const words = { run: name, rescreening: number, changes: describeDifferences(changes), next };
      terminal.print(rescreeningView(summary, words, terminal.outColors));
    }
    return exitCodes.done;
  } finally {
    await embedder.close();
    await session.close();
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** Whether other files are named than those that the run keeps a copy of. */
function isComparedWithOther(before: Recipe, after: Recipe): boolean {
  return (
    !isSame(before.novelty.against, after.novelty.against) ||
    !isSame(learned.settingsIn(before).learned?.file, learned.settingsIn(after).learned?.file)
  );
}

/** The run's recipe with the changed fields, which must be among those that decide what is thrown out; and where the files are that it names. */
async function changedRecipe(
  before: Recipe,
  { recipe, set }: RescreenRequest,
  workspace: string,
): Promise<{ readonly after: Recipe; readonly loaded: LoadedRecipe }> {
  const other = recipe === undefined ? undefined : await loadRecipe({ recipe, workspace, confined: false });
  let base: unknown = before;
  if (other) {
    const { judge: _, ...rest } = before;
    const { filters, novelty, judge } = other.recipe;
    base = { ...rest, filters, novelty, ...(judge && { judge }) };
  }
  for (const assignment of set) {
    const merged = mergeOverrides(base, overrideOf(assignment));
    if (!merged.ok) throw new UserError(describeProblems(merged.problems, `--set ${assignment}`));
    base = merged.recipe;
  }
  const parsed = parseRecipe(base);
  if (!parsed.ok) throw new UserError(describeProblems(parsed.problems, 'The recipe'));
  const after = parsed.recipe;
  // What --set names is looked for from where the command was typed.
  const here = await loadRecipe({ recipe: after, workspace, confined: false });
  return { after, loaded: other && set.length === 0 ? { ...other, recipe: after } : here };
}

function overrideOf(assignment: string): unknown {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, Math.max(0, at)).split('.');
  const [section] = path;
  if (at < 1 || path.includes('') || !decidingSections.some((known) => known === section)) {
    throw new UserError(
      `--set ${assignment} can't be applied: only fields of ${decidingSections.join(', ')} decide what is thrown out.`,
      { mend: 'As in: --set judge.min=0.6' },
    );
  }
  const value = parseYaml(assignment.slice(at + 1), `--set ${assignment}`);
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

function shown({ field, before, after }: { field: string; before: unknown; after: unknown }) {
  return { field, before: before ?? null, after: after ?? null };
}
