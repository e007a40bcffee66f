import { runTag } from '../../core/vocabulary/runTag';
import { identityOf } from '../../core/vocabulary/runKey';
import type { AcceptedPair, BroughtPreference, DatasetOrigin } from '../../core/dataset/formats/acceptedPair';
import { questionOf } from '../../core/dataset/formats/example';
import type { DatasetWriter, ExportFormat } from '../../core/dataset/formats/exportFormat';
import { systemTexts } from '../../core/dataset/systemTexts';
import type { StoredText } from '../../core/foundations/text/storedText';
import { multipliedTasks } from '../../core/proposing/augment/parents';
import { strategySharesOf } from '../../core/proposing/strategyShares';
import type { RunMaterials, RunSetup } from '../../core/recipe/runSetup';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { Database } from '../store/database';
import { DatasetVersions, type RunMoment } from '../store/datasetVersions';
import { PairStore, type AcceptedOptions } from '../store/pairStore';
import { RunStore } from '../store/runStore';

/** What an export writes: a run's accepted pairs, and what they have in common. */
export interface ExportSource {
  readonly origin: DatasetOrigin;
  /** Up to where the run was read, once it was. */
  readonly moment: RunMoment;
  /** In (iteration, ordinal) order, as of one moment, read as they are asked for. */
  readonly pairs: () => AsyncGenerator<AcceptedPair>;
  /** The same, some at a time. */
  readonly pairsAtOnce: () => AsyncGenerator<readonly AcceptedPair[]>;
  /** The same, with texts as the store holds them: good until the next pairs are asked for. */
  readonly pairsAsStored: () => AsyncGenerator<readonly AcceptedPair<StoredText>[]>;
}

/** What is read of pairs for a format. */
export function readFor({ hasProvenance, hasRejected }: ExportFormat) {
  return { hasProvenance: hasProvenance === true, hasRejected: hasRejected === true };
}

/** Pairs for formats that are written together, and how each is opened: texts are as the store holds them where all formats take them so. */
export function pairsFor(formats: readonly ExportFormat[], { pairsAtOnce, pairsAsStored }: ExportSource) {
  const areStored = formats.every(({ openStored }) => openStored);
  const pairs: AsyncIterable<readonly AcceptedPair<StoredText>[]> = areStored
    ? pairsAsStored()
    : pairsAtOnce();
  const open = async (
    format: ExportFormat,
    ...to: Parameters<ExportFormat['open']>
  ): Promise<DatasetWriter<StoredText>> =>
    areStored && format.openStored ? format.openStored(...to) : format.open(...to);
  return { pairs, open };
}

/** A run's accepted pairs, by its own decisions or those of a rescreening, up to now; without provenance, neither their novelty nor verdicts. */
export async function exportSource(
  database: Database,
  runKey: string,
  {
    rescreening,
    hasProvenance = true,
    hasRejected = true,
  }: Omit<AcceptedOptions, 'after' | 'hasPrompts'> = {},
): Promise<ExportSource> {
  const moment = { ...(await new DatasetVersions(database).moment(runKey)) };
  const { setup, materials } = await new RunStore(database).load(runKey);
  const system = systemTexts(setup.prompts ?? {});
  const preferences = [...materials.seeds, ...materials.sources].flatMap(preferenceOf);
  const store = new PairStore(database);
  const options = { rescreening, hasProvenance, hasRejected, hasPrompts: system.size > 0 };
  async function* told<Text extends StoredText>(
    pairs: AsyncGenerator<readonly AcceptedPair<Text>[]>,
  ): AsyncGenerator<readonly AcceptedPair<Text>[]> {
    for await (const some of pairs) {
      // An iteration may have been committed since.
      moment.iteration = Math.max(moment.iteration, some.at(-1)?.iteration ?? -1);
      yield system.size === 0 ? some : some.map((pair) => withSystem(pair, system));
    }
  }
  const pairsAtOnce = () => told(store.acceptedAtOnce(runKey, options));
  return {
    moment,
    origin: {
      seed: setup.recipe.seed,
      keepsThinking: setup.recipe.reasoning === 'keep',
      hasSystem: system.size > 0,
      ...(hasTurns(setup, materials) && { hasTurns: true }),
      ...(preferences.length > 0 && { preferences }),
    },
    async *pairs() {
      for await (const some of pairsAtOnce()) yield* some;
    },
    pairsAtOnce,
    pairsAsStored: () => told(store.acceptedAsStored(runKey, options)),
  };
}

/** Whether pairs of a run may go on after the first response: the recipe asks for it, or the set that it multiplies has conversations. */
function hasTurns({ recipe }: RunSetup, materials: RunMaterials): boolean {
  const asked = recipe.conversation !== undefined;
  if (asked || !strategySharesOf(recipe)['augment']) return asked;
  return multipliedTasks(recipe, materials).some(({ turns }) => turns !== undefined);
}

/** What a preference set says of a task: the answer to its last question, and the worse one. */
function preferenceOf({ instruction, input, response, turns = [], rejected }: SeedTask): BroughtPreference[] {
  if (rejected === undefined) return [];
  const last = turns.at(-1);
  if (!last) return [{ instruction, input, chosen: response, rejected }];
  const said = [{ message: questionOf(instruction, input), response }, ...turns.slice(0, -1)];
  return [{ earlier: said, instruction: last.message, input: '', chosen: last.response, rejected }];
}

function withSystem<Text extends StoredText>(
  pair: AcceptedPair<Text>,
  system: ReadonlyMap<string, string>,
): AcceptedPair<Text> {
  const [first, ...others] = pair.instances.map((instance) => {
    const text = instance.prompts.map((prompt) => system.get(prompt)).find((found) => found !== undefined);
    return text === undefined ? instance : { ...instance, system: text };
  });
  return first ? { ...pair, instances: [first, ...others] } : pair;
}

/** The name of a run's dataset: the run's, in letters that file systems and loaders take, and the tag that tells it from others of its name. */
export function datasetName(runKey: string): string {
  const name = identityOf(runKey)
    .workflowId.replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_');
  return `${name}-${runTag(runKey)}`;
}
