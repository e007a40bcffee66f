/**
 * Whether Seedbed's filters make a better model: a small one trained on accepted pairs, and on equally many drawn from everything that was proposed. Same tokens, same
 * steps, several seeds; by the loss on held-out pairs that people wrote, and by instructions whose answers are checked without a judge. On 2 cores within half an hour, the
 * 7 GB of torch and its libraries not counted, which are installed once, into the cache.
 *
 *     npm run bench:training                                  # a teacher that we know: pairs of our own, half of them with a defect
 *     npm run bench:training -- --run NAME                    # everything that a run of this workspace proposed
 *     npm run bench:training -- --spoil                       # and accepted pairs with their responses exchanged, which must come out worse
 *       [--held-out FILE] [--held-out-pairs 80] [--instructions 48] [--seeds 3] [--tokens 4800] [--flawed 0.5] [--threads N] [--device cpu|cuda] [--python PATH] [--random 42]
 */
import { parseArgs } from 'node:util';
import { collectTasks } from '../adapters/datasets/collectTasks';
import { LocalModels } from '../adapters/datasetScreening/localModels';
import { RowNovelty } from '../adapters/datasetScreening/rowNovelty';
import { createTaskScreener } from '../adapters/datasetScreening/taskScreener';
import { openStack } from '../adapters/stack';
import { smolLm2 } from '../adapters/stack/assets';
import { fetchAsset } from '../adapters/stack/fetch';
import { openDatabase } from '../adapters/store/database';
import { RescreeningStore } from '../adapters/store/rescreeningStore';
import { RunStore } from '../adapters/store/runStore';
import { differenceWords, nats, rangeWords } from '../client/commands/worth/worthView';
import { percent } from '../client/view/quantities';
import { measureWorth, untrained, type SetToTrain } from '../adapters/training/measureWorth';
import { pythonForTraining } from '../adapters/training/pythonEnvironment';
import type { TrainingJob } from '../adapters/training/trainingJob';
import { seededRandom } from '../core/foundations/seededRandom';
import { parseRecipe } from '../core/run/parseRecipe';
import { constraintKinds } from '../core/run/worth/constraintTasks';
import type { Difference, Figure } from '../core/run/worth/compareTrainings';
import { heldOutOf } from '../core/run/worth/heldOut';
import { pairsOfTask, withResponsesExchanged, type TrainingPair } from '../core/run/worth/trainingPair';
import type { WorthReport } from '../core/run/worth/worthReport';
import { calibrateOnSeeds } from '../core/screening/filters/seedCalibration';
import { qualityPairs, seedTasks } from './qualityData';

/** What was proposed and answered, and what of it was accepted. */
interface Proposals {
  readonly source: string;
  readonly proposed: readonly TrainingPair[];
  readonly accepted: readonly TrainingPair[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      run: { type: 'string' },
      'held-out': { type: 'string' },
      'held-out-pairs': { type: 'string', default: '80' },
      instructions: { type: 'string', default: '48' },
      seeds: { type: 'string', default: '3' },
      tokens: { type: 'string', default: '4800' },
      flawed: { type: 'string', default: '0.5' },
      spoil: { type: 'boolean', default: false },
      threads: { type: 'string' },
      device: { type: 'string', default: 'auto' },
      python: { type: 'string' },
      random: { type: 'string', default: '42' },
    },
  });
  const random = Number(values.random);
  const began = Date.now();
  const done = { trainings: 0, processorSeconds: 0 };
  const { source, proposed, accepted } =
    values.run === undefined
      ? await writtenProposals(Number(values.flawed), random)
      : await proposalsOfRun(values.run);
  const written = [...seedTasks(), ...(await tasksOf(values['held-out']))].flatMap(pairsOfTask);
  const heldOut = await heldOutOf(written, proposed, {
    pairs: Number(values['held-out-pairs']),
    tasks: Number(values.instructions),
    seed: random,
  });
  const shuffled = (pairs: readonly TrainingPair[], what: string) => (seed: number) =>
    seededRandom(seed, what).sample(pairs, accepted.length);
  const sets: SetToTrain[] = [
    { name: 'accepted', pairs: accepted.length, drawn: shuffled(accepted, 'accepted') },
    { name: 'proposed', pairs: accepted.length, drawn: shuffled(proposed, 'proposed') },
  ];
  if (values.spoil)
    sets.push({
      name: 'accepted, responses exchanged',
      pairs: accepted.length,
      drawn: (seed) => shuffled(withResponsesExchanged(accepted, seed), 'accepted')(seed),
    });
  const python = await pythonForTraining({
    python: values.python,
    onProgress: (said) => process.stderr.write(`${said}\n`),
  });
  const report = await measureWorth(
    {
      sets,
      against: sets.flatMap(({ name }, index) => [
        ...(index === 1 ? [] : [[name, sets[index === 0 ? 1 : 0]!.name] as const]),
        [name, untrained] as const,
      ]),
      heldOut,
      seeds: Array.from({ length: Number(values.seeds) }, (_, index) => random + index),
      tokens: Number(values.tokens),
      model: (await fetchAsset(smolLm2)).path,
      device: values.device as TrainingJob['device'],
      threads: values.threads === undefined ? null : Number(values.threads),
    },
    {
      python,
      onEvent: (event) => {
        if (event.event === 'step')
          process.stderr.write(`\rtraining ${event.training}, step ${event.step} of ${event.steps} `);
        if (event.event === 'loaded')
          process.stderr.write(`${event.device}, ${event.precision}, ${event.parameters} parameters\n`);
        if (event.event === 'measured') {
          done.trainings += 1;
          done.processorSeconds += event.processorSeconds ?? 0;
          process.stderr.write(
            `\rtraining ${event.training}: ${event.learned} tokens learned of ${event.read} read in ${event.trainedSeconds.toFixed(0)} s, measured in ${event.measuredSeconds.toFixed(0)} s\n`,
          );
        }
      },
    },
  );
  console.log(
    [
      `${source}: ${accepted.length} accepted of ${proposed.length} proposed. ${values.tokens} tokens of responses in each training, ${report.seeds} seeds.`,
      ...linesOf(report),
      '',
      `${((Date.now() - began) / 60_000).toFixed(1)} minutes, screening included; ${done.trainings} trainings that no earlier command had done took ${(done.processorSeconds / 60).toFixed(1)} minutes of a processor.`,
    ].join('\n'),
  );
}

function linesOf(report: WorthReport): string[] {
  const differs = (one: Difference): string =>
    `${differenceWords(one).join(' ')}: ${one.finding === 'noise' ? 'within noise' : one.finding}`;
  const figure = (one: Figure, write: (value: number) => string): string =>
    `${write(one.value)} ${rangeWords(one, write)}`.trim();
  return [
    `Held out: ${report.heldOutPairs} pairs that people wrote (${report.heldOutTokens} tokens of responses; ${report.nearTraining} more were near something proposed), ${report.constraintTasks} instructions.`,
    '',
    `| trained on | pairs | loss, nats a token | instructions followed | ${constraintKinds.join(' | ')} |`,
    `| --- | --- | --- | --- | ${constraintKinds.map(() => '---').join(' | ')} |`,
    ...report.sets.map(
      ({ name, pairs, loss: lost, kept, keptByKind }) =>
        `| ${name} | ${pairs ?? '–'} | ${figure(lost, nats)} | ${figure(kept, percent)} | ${constraintKinds.map((kind) => percent(keptByKind[kind])).join(' | ')} |`,
    ),
    '',
    '| compared | loss | instructions followed |',
    '| --- | --- | --- |',
    ...report.comparisons.map(
      ({ set, against, differences }) =>
        `| ${set} less ${against} | ${differences.map(differs).join(' | ')} |`,
    ),
    '',
    'In brackets 95 % intervals: over the seeds; of differences, the wider of that and the one over held-out items.',
  ];
}

/**
 * What a teacher whose every flaw is known would propose: pairs of our own, and so many with a defect that they are the share asked for; screened with every filter that needs
 * no teacher, and compared with what was accepted before, as a run does. None is of the seeds of `quickstart`, which are held out.
 */
async function writtenProposals(flawed: number, random: number): Promise<Proposals> {
  const seeds = seedTasks();
  const ofSeeds = new Set(seeds.map(({ instruction }) => instruction));
  const all = qualityPairs(random).filter(({ task }) => !ofSeeds.has(task.instruction));
  const good = all.filter(({ defect }) => defect === undefined);
  const bad = seededRandom(random, 'flawed').sample(
    all.filter(
      ({ defect, task }) => defect !== undefined && defect !== 'contaminated' && task.response !== '',
    ),
    Math.round((good.length * flawed) / (1 - flawed)),
  );
  const tasks = seededRandom(random, 'proposed').shuffle([...good, ...bad]);
  const filters = {
    chatter: { action: 'reject' },
    relevance: {},
    refusalMeaning: true,
    fluency: { repairs: false },
  } as const;
  const parsed = parseRecipe({ name: 'training', seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] }, filters }); // prettier-ignore
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  const { recipe } = parsed;
  const models = new LocalModels();
  try {
    const screener = await createTaskScreener(
      {
        recipe,
        evaluation: [],
        scorer: undefined,
        fluency: await calibrateOnSeeds(recipe, seeds, models.languageModel),
        all: false,
        workspace: process.cwd(),
        environment: process.env,
      },
      models,
    );
    const novelty = new RowNovelty(recipe, models.embed);
    const accepted: TrainingPair[] = [];
    let right = 0;
    for (const [index, { task, defect }] of tasks.entries()) {
      const [screening] = await screener.screen([task]);
      const { state } = await novelty.decide({ row: index + 1, line: undefined, task }, screening);
      if (state === 'quarantined') throw new Error(`A figure would be wrong: ${screening?.reason}`);
      if (state !== 'accepted') continue;
      accepted.push(...pairsOfTask(task));
      if (defect === undefined) right++;
    }
    return {
      source: `Pairs of our own, ${percent(flawed)} with a defect; of the accepted ${percent(right / accepted.length)} have none`,
      proposed: tasks.flatMap(({ task }) => pairsOfTask(task)),
      accepted,
    };
  } finally {
    await models.close();
  }
}

/** Everything that a run proposed and that was answered, whatever became of it. */
async function proposalsOfRun(name: string): Promise<Proposals> {
  const stack = await openStack({ workspace: process.cwd(), worker: false, teacher: false, command: 'bench:training' }); // prettier-ignore
  const database = openDatabase(stack.addresses.databaseUrl, 2);
  try {
    const found = await new RunStore(database).find(name);
    if (!found) throw new Error(`There is no run "${name}" in this workspace.`);
    const [proposed, accepted]: [TrainingPair[], TrainingPair[]] = [[], []];
    let unanswered = 0;
    for await (const candidates of new RescreeningStore(database).iterations(found.runKey))
      for (const { instruction, responses, state } of candidates) {
        const answered = responses.filter(({ text, sampleOf }) => text.trim() !== '' && (sampleOf ?? null) === null); // prettier-ignore
        if (instruction === null || answered.length === 0) {
          unanswered++;
          continue;
        }
        const pairOf = ({ input, text }: (typeof answered)[number]): TrainingPair => ({
          ...{ instruction, input, response: text },
        });
        proposed.push(...answered.map(pairOf));
        if (state === 'accepted') accepted.push(...answered.filter(({ kept }) => kept !== false).map(pairOf));
      }
    return {
      source: `Run ${name}, of which ${unanswered} candidates were rejected before they were answered`,
      ...{ proposed, accepted },
    };
  } finally {
    await database.close();
    await stack.close();
  }
}

async function tasksOf(file: string | undefined) {
  if (file === undefined) return [];
  return (
    await collectTasks({
      path: file,
      label: `Held-out file ${file}`,
      onMalformed: 'skip',
      section: 'held-out',
    })
  ).tasks;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
