import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { join, resolve } from 'node:path';
import { collectTasks } from '../../../adapters/datasets/collectTasks';
import { readDataset } from '../../../adapters/datasets/readDataset';
import { breathing } from '../../../adapters/eventLoop/breathing';
import { smolLm2 } from '../../../adapters/stack/assets';
import { fetchAsset, type FetchOptions } from '../../../adapters/stack/fetch';
import { measureWorth, untrained, type SetToTrain } from '../../../adapters/training/measureWorth';
import { installedBytes, pythonForTraining } from '../../../adapters/training/pythonEnvironment';
import type { TrainingJob } from '../../../adapters/training/trainingJob';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import type { DatasetFormat } from '../../../core/dataset/readers/datasetFormat';
import { seededRandom } from '../../../core/foundations/seededRandom';
import { UserError } from '../../../core/foundations/userError';
import { heldOutOf, type HeldOut } from '../../../core/run/worth/heldOut';
import { pairsOfTask, withResponsesExchanged, type TrainingPair } from '../../../core/run/worth/trainingPair';
import { StackReporter } from '../../connection/stackReporter';
import { isDataset } from '../../runs/isDataset';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { bytes, count, counted } from '../../view/quantities';
import { TrainingProgress } from './trainingProgress';
import { worthView } from './worthView';

export interface DatasetsRequest {
  readonly dataset: string;
  /** Left out: the model as it was. */
  readonly against: string | undefined;
  /** Left out: the seeds and the set of our recipes. */
  readonly heldOut: string | undefined;
  /** Left out: the local one. */
  readonly model: string | undefined;
  readonly python: string | undefined;
  readonly threads: number | null;
  /** Whether a set that must come out worse is trained on, too. */
  readonly spoil: boolean;
  readonly yes: boolean;
  readonly seeds: number;
  /** Of responses, in each training. */
  readonly tokens: number;
  readonly device: TrainingJob['device'];
  readonly format: DatasetFormat | 'auto';
  readonly columns: Readonly<Record<string, string>>;
}

/** Most held-out pairs and constraint tasks: more tell little more, and take as long as a training. */
const mostHeldOut = 200;
const taskCount = 80;
/** Of fewer pairs a loss says nothing. */
const fewestHeldOut = 20;
/** Fewer pairs than this are learned by heart. */
const fewestPairs = 10;
const firstSeed = 42;

/** `seedbed worth`: what a small model makes of a dataset, against another or itself. Returns the exit code, which no finding changes. */
export async function measureDatasets(request: DatasetsRequest, { terminal, interruption }: Surroundings): Promise<number> {
  const { dataset, against, tokens } = request;
  if (against !== undefined && resolve(against) === resolve(dataset))
    throw new UserError(`${dataset} is held against itself.`, { mend: 'Name another set with --against.' });
  const seeds = Array.from({ length: request.seeds }, (_, index) => firstSeed + index);
  let progress: TrainingProgress | undefined;
  try {
    const { sets, heldOut } = await setsToTrain(request, seeds, breathing(interruption.signal));
    const trainings = seeds.length * sets.length + 1;
    progress = new TrainingProgress(terminal, trainings);
    const python = await pythonFor(request, { terminal, interruption });
    const model = await modelFor(request, terminal);
    terminal.note(
      `${counted(trainings, 'training')}, of ${count(tokens)} tokens each but for the first, which measures the model as it is. The same command goes on where it was stopped.`,
    );
    const comparisons = [
      ...(against === undefined ? [] : [[dataset, against] as const]),
      ...(request.spoil ? [[nameOfSpoilt(dataset), dataset] as const] : []),
      ...sets.map(({ name }) => [name, untrained] as const),
    ];
    const report = await measureWorth(
      { ...{ sets, against: comparisons, heldOut, seeds, tokens, model }, device: request.device, threads: request.threads }, // prettier-ignore
      { python, signal: interruption.signal, onEvent: progress.show },
    );
    progress.end();
    if (terminal.options.json) terminal.printJson({ dataset, against: against ?? null, model, tokens, ...report });
    else terminal.print(worthView(report, terminal.outColors));
    return exitCodes.done;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    progress?.end();
    terminal.warn('Stopped. The same command goes on after the trainings that are done.');
    return exitCodes.interrupted;
  } finally {
    progress?.end();
    interruption.end();
  }
} // prettier-ignore

/** What is trained on, and what is measured by: the longest part of it is to see that the one holds nothing of the other. */
async function setsToTrain(
  request: DatasetsRequest,
  seeds: readonly number[],
  breath: () => Promise<void>,
): Promise<{ readonly sets: readonly SetToTrain[]; readonly heldOut: HeldOut }> {
  const { dataset, against, tokens } = request;
  const sets: SetToTrain[] = [];
  for (const name of [dataset, ...(against === undefined ? [] : [against])])
    sets.push(setOf(name, await pairsOf(name, request, breath), tokens));
  const [first] = sets;
  if (request.spoil && first) sets.push(spoilt(first));
  const training = sets.flatMap(({ drawn }) => seeds.flatMap((seed) => drawn(seed)));
  const wanted = { pairs: mostHeldOut, tasks: taskCount, seed: firstSeed };
  const heldOut = await heldOutOf(await heldOutPairs(request.heldOut), training, wanted, breath);
  if (heldOut.pairs.length < fewestHeldOut)
    throw new UserError(
      `Of the held-out pairs, ${counted(heldOut.pairs.length, 'pair')} can be used, and ${count(heldOut.nearTraining)} are near something to be trained on: ${fewestHeldOut} are needed.`,
      { mend: 'Name a file of other pairs that people wrote: --held-out FILE' },
    );
  return { sets, heldOut };
}

function pythonFor(
  { python, yes }: DatasetsRequest,
  { terminal, interruption: { signal } }: Pick<Surroundings, 'terminal' | 'interruption'>,
): Promise<string> {
  return pythonForTraining({
    ...{ python, signal, offline: terminal.options.offline === true },
    onProgress: (said) => terminal.note(`torch: ${said}`),
    confirm: async (folder) => {
      terminal.note(`Training needs torch and transformers: ${bytes(installedBytes)} at most, installed by pip, once, into ${folder}`); // prettier-ignore
      return yes || !terminal.canAsk || (await isAgreed(signal));
    },
  });
}

async function modelFor({ model }: DatasetsRequest, terminal: Surroundings['terminal']): Promise<string> {
  if (model !== undefined) {
    if (!existsSync(model))
      throw new UserError(`There is no model at ${model}.`, {
        mend: 'Name a GGUF file, or a folder as transformers writes it; nothing is fetched.',
      });
    return resolve(model);
  }
  const reporter = new StackReporter({ write: (text: string) => (terminal.note(text.trimEnd()), true) } as NodeJS.WriteStream); // prettier-ignore
  const onProgress: FetchOptions['onProgress'] = (progress) => reporter.show({ kind: 'fetch', progress });
  return (await fetchAsset(smolLm2, { offline: terminal.options.offline === true, onProgress })).path;
}

/** As many are drawn as the tokens can last for, since a response has two at least: with its end. */
function setOf(name: string, pairs: readonly TrainingPair[], tokens: number): SetToTrain {
  const most = Math.ceil(tokens / 2);
  return {
    name,
    pairs: pairs.length,
    drawn: (seed) => seededRandom(seed, 'trained on').sample(pairs, Math.min(most, pairs.length)),
  };
}

const nameOfSpoilt = (name: string): string => `${name}, responses exchanged`;

function spoilt({ name, pairs, drawn }: SetToTrain): SetToTrain {
  return {
    name: nameOfSpoilt(name),
    pairs,
    drawn: (seed) => withResponsesExchanged(drawn(seed), seed),
  };
}

async function pairsOf(
  path: string,
  { format, columns }: DatasetsRequest,
  breath: () => Promise<void>,
): Promise<TrainingPair[]> {
  if (!isDataset(path))
    throw new UserError(`There is no file "${path}".`, {
      mend: `If it is a run: seedbed export ${path} --out ${path}.jsonl`,
    });
  const pairs: TrainingPair[] = [];
  for await (const row of readDataset({ path, label: `Dataset ${path}`, format, columns })) {
    await breath();
    if ('task' in row) pairs.push(...pairsOfTask(row.task).filter(({ response }) => response.trim() !== ''));
  }
  if (pairs.length < fewestPairs)
    throw new UserError(
      `Dataset ${path} has ${counted(pairs.length, 'pair')} with a response: ${fewestPairs} are needed.`,
      { mend: 'Name a set of more, or say where its texts are: --column response=NAME' },
    );
  return pairs;
}

async function heldOutPairs(file: string | undefined): Promise<TrainingPair[]> {
  const ours = ['seeds/quickstart.jsonl', 'sets/everyday.json'].map((name) => join(packageRoot(), 'recipes', name)); // prettier-ignore
  const pairs: TrainingPair[] = [];
  for (const path of file === undefined ? ours : [file]) {
    const { tasks } = await collectTasks({ path, label: `Held-out file ${path}`, onMalformed: 'skip', section: 'held-out' }); // prettier-ignore
    pairs.push(...tasks.flatMap(pairsOfTask));
  }
  return pairs;
}

async function isAgreed(signal: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return !/^\s*n/i.test(await prompt.question('Install it? [Y/n] ', { signal }));
  } finally {
    prompt.close();
  }
}
