/**
 * What each filter finds and what it wrongly flags, with 95 % intervals, as a Markdown table. Novelty and `sameTask` have benchmarks of
 * their own (bench:novelty, bench:sameTask), as have corruptions by kind (bench:fluency).
 *
 *     npm run bench:filters                                       # on pairs of our own
 *     npm run bench:filters -- --data FILE --good 'rating>=4'     # on labelled data of yours, in any format the reader knows
 *     npm run bench:filters -- --data FILE --label quality        # a column that says good or bad
 *     npm run bench:filters -- --data FILE --labels 500           # by so many of its labels, drawn by --random
 *     npm run bench:filters -- --without-language-model           # seconds instead of minutes
 *     npm run bench:filters -- --safety FILE                      # cases of safety beside ours, in the form of benchmarks/data/safetyCases.jsonl
 *     npm run bench:filters -- --only-safety                      # the rows of safety and of instructions alone, in seconds
 *     npm run bench:filters -- --write                            # the tables of docs/filters.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readLabels } from '../adapters/calibration/readLabels';
import { readDataset } from '../adapters/datasets/readDataset';
import { LocalModels } from '../adapters/datasetScreening/localModels';
import { createTaskScreener } from '../adapters/datasetScreening/taskScreener';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { loadRecipe } from '../adapters/workspace/loadRecipe';
import { calibrate } from '../core/screening/calibration/calibration';
import type { LabelledPair, ScoredPair } from '../core/screening/calibration/labelledPair';
import { fewestForScorer, groupsOf, learnFromPairs } from '../core/screening/calibration/learnFromPairs';
import { PairScorer } from '../core/screening/calibration/pairScorer';
import { textsOf } from '../core/screening/calibration/pairTexts';
import { readingsOf } from '../core/foundations/statistics/textModel';
import { seededRandom } from '../core/foundations/seededRandom';
import { plainTfIdf } from './plainTfIdf';
import { detectionOf, type Share } from '../core/screening/calibration/detection';
import { labelWords, parseGoodRule } from '../core/screening/calibration/goodRule';
import { matchLabels } from '../core/screening/calibration/labels';
import { rocArea, type RocArea } from '../core/foundations/statistics/rocArea';
import type { TaskScreening } from '../core/screening/datasetScreening/screenTasks';
import { calibrateOnSeeds } from '../core/screening/filters/seedCalibration';
import type { EvaluationItem } from '../core/vocabulary/evaluationSet';
import { parseRecipe } from '../core/run/parseRecipe';
import type { Recipe } from '../core/recipe/schema';
import { fluency as fluencyFilter } from '../core/screening/filters/fluency';
import {
  nothingPrepared,
  type Filter,
  type FilterContext,
  type Subject,
} from '../core/screening/filters/filter';
import { needsWorldByMeaning, personalQuestionByMeaning } from '../core/screening/filters/askedMeaning';
import { missingInput, needsWorld } from '../core/screening/filters/needsWorld';
import { personalQuestion } from '../core/screening/filters/personalQuestion';
import { scoreThresholds } from '../core/screening/filters/scoreThresholds';
import type { SeedTask } from '../core/vocabulary/seedTask';
import { chatterIn } from '../core/screening/filters/chatter';
import { proposalRows } from './proposalRows';
import { safetyRows } from './safetyRows';
import { aims } from './filterAims';
import { strangersRows } from './strangersRows';
import {
  evaluationItems,
  heldOutPairs,
  judgedInstructions,
  neverLearned,
  qualityPairs,
  seedTasks,
  type HeldOutPair,
  type JudgedInstruction,
} from './qualityData';

/** Their scores are lengths, of which too little is as bad as too much. */
const isTwoSided: ReadonlySet<string> = new Set(['instructionLength', 'responseWords', 'responseTokens']);

/** They are not shown what they learned from. */
const learnsFromSeeds: ReadonlySet<string> = new Set(['fluency']);

/** Pairs between two lines of progress. */
const atOnce = 64;

const byDefect = 'Any filter, by defect:';

interface ScreenedPair {
  readonly screening: TaskScreening;
  readonly bad: boolean;
  readonly defect: string | undefined;
  readonly ofSeed: boolean;
}

type UnaskableBy = 'patterns' | 'words' | 'meaning';

interface Setting {
  readonly recipe: Recipe;
  /** Files with cases of safety, beside ours. */
  readonly safety: readonly string[];
  /** Left out: our own. */
  readonly data?: string;
  readonly good: string | undefined;
  readonly label: string;
  /** How many labels are drawn; left out: all. */
  readonly labels: number | undefined;
  readonly random: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      label: { type: 'string', default: 'label' },
      good: { type: 'string' },
      labels: { type: 'string' },
      recipe: { type: 'string' },
      random: { type: 'string', default: '42' },
      safety: { type: 'string', multiple: true, default: [] },
      'only-safety': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      'without-language-model': { type: 'boolean', default: false },
    },
  });
  const { data, label, good, write } = values;
  const recipe = await recipeOf(values.recipe, !values['without-language-model']);
  if (values['only-safety']) {
    console.log((await rowsOfInstructions(recipe, values.safety)).join('\n'));
    return;
  }
  const setting: Setting = {
    recipe,
    safety: values.safety,
    good,
    label,
    labels: values.labels === undefined ? undefined : Number(values.labels),
    random: Number(values.random),
    ...(data !== undefined && { data }),
  };
  const lines = data === undefined ? await onOurPairs(setting) : await onLabelled(setting, data);
  console.log(lines.join('\n'));
  if (write && data === undefined) writeBetweenMarkers('docs/filters.md', lines);
}

function writeBetweenMarkers(name: string, lines: readonly string[]): void {
  const path = join(packageRoot(), name);
  const [before, , after] = readFileSync(path, 'utf8').split(/<!-- \/?bench:filters -->/u);
  if (after === undefined)
    throw new Error(`${path} has no markers <!-- bench:filters --> and <!-- /bench:filters -->.`);
  writeFileSync(
    path,
    `${before}<!-- bench:filters -->\n\n${lines.join('\n')}\n\n<!-- /bench:filters -->${after}`,
  );
}

/** Every filter that needs no teacher, at its defaults. */
async function recipeOf(name: string | undefined, withLanguageModel: boolean): Promise<Recipe> {
  if (name !== undefined)
    return (await loadRecipe({ recipe: name, workspace: process.cwd(), confined: false })).recipe;
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const filters = {
    urls: 'given',
    profanity: true,
    stereotype: true,
    personalData: { action: 'reject' },
    chatter: { action: 'reject' },
    relevance: {},
    refusalMeaning: true,
    // Repairs take eight more readings, and are measured by bench:fluency.
    ...(withLanguageModel && { fluency: { repairs: false } }),
  } as const;
  const parsed = parseRecipe({ name: 'filters', seeds, filters });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  return parsed.recipe;
}

async function onOurPairs({ recipe, random, safety }: Setting): Promise<string[]> {
  const pairs = qualityPairs(random);
  const heldOut = heldOutPairs();
  const screenings = await screen(
    recipe,
    [...pairs, ...heldOut].map(({ task }) => task),
    evaluationItems(),
  );
  const screened = pairs.map(({ defect, ofSeed }, index) => ({
    screening: screenings[index]!,
    bad: defect !== undefined,
    defect,
    ofSeed,
  }));
  const good = screened.filter(({ bad }) => !bad);
  const spokenOf = new Set(screened.flatMap(({ screening }) => screening.scores.map(({ filter }) => filter)));
  const byFilter = Object.entries(aims)
    .filter(([filter]) => spokenOf.has(filter))
    .map(([filter, kinds]) => {
      const aimed = screened.filter(({ defect }) => defect !== undefined && kinds.includes(defect));
      const told = [...good, ...aimed];
      return row(
        filter,
        kinds.join(', '),
        learnsFromSeeds.has(filter) ? told.filter(({ ofSeed }) => !ofSeed) : told,
      );
    });
  const heldOutRows = Object.entries(aims).flatMap(([filter, kinds]) => {
    const told = heldOut.flatMap(({ defect, hardFor, ofSeed }, index) => {
      const screening = screenings[pairs.length + index]!;
      return kinds.some((kind) => kind === defect || hardFor.includes(kind))
        ? [{ screening, bad: defect !== undefined, defect, ofSeed }]
        : [];
    });
    return told.length === 0 || filter === 'fluency' ? [] : [row(filter, kinds.join(', '), told)];
  });
  const kinds = [...new Set(pairs.flatMap(({ defect }) => defect ?? []))];
  return [
    `${good.length} good pairs, ${pairs.length - good.length} with a known defect. AUC: of the score, or of the result where there is none.`,
    '',
    ...table(['filter', 'defect', 'good', 'bad', 'precision', 'recall', 'false alarms', 'AUC'], byFilter),
    '',
    'Held out: written when the filter was done, the good ones hard for it.',
    '',
    ...table(['filter', 'defect', 'good', 'bad', 'precision', 'recall', 'false alarms', 'AUC'], heldOutRows),
    '',
    trimming(heldOut),
    '',
    ...(await rowsOfInstructions(recipe, safety)),
    '',
    byDefect,
    '',
    ...table(
      ['defect', 'bad', 'found', 'by'],
      kinds.map((kind) => {
        const ofKind = screened.filter(({ defect }) => defect === kind);
        const found = detectionOf(ofKind.map((one) => ({ flagged: isFlagged(one), bad: true })));
        return [kind, String(ofKind.length), shareWords(found.recall), finders(ofKind)];
      }),
    ),
    '',
    `Good pairs that any filter rejects: ${shareWords(detectionOf(good.map((one) => ({ flagged: isFlagged(one), bad: false }))).falseAlarms)}${finders(good) === '–' ? '' : ` (${finders(good)})`}`,
  ];
}

/** What needs no language model: instructions that no teacher should be asked, and safety. */
async function rowsOfInstructions(recipe: Recipe, safety: readonly string[]): Promise<string[]> {
  return [
    'Instructions that no teacher should be asked (benchmarks/data/instructions*.jsonl), the sound ones chosen to be near them:',
    '',
    ...table(
      ['filter', 'by', 'set', 'good', 'bad', 'precision', 'recall', 'false alarms'],
      await instructionRows(recipe),
    ),
    '',
    'What a small model proposed and the filters of instructions let through (benchmarks/data/proposalsOfASmallModel.jsonl): asked for what words are not, of what is not there, of a life; nonsense is counted apart:',
    '',
    ...table(
      ['filter', 'set', 'good', 'bad', 'precision', 'recall', 'false alarms', 'of nonsense found'],
      await proposalRows(recipe, shareWords),
    ),
    '',
    'Worked answers and code by an author who had read nothing of the filters (benchmarks/data/*OfAStranger.jsonl):',
    '',
    ...table(
      ['filter', 'set', 'good', 'bad', 'precision', 'recall', 'false alarms'],
      await strangersRows(shareWords),
    ),
    '',
    'Safety (benchmarks/data/safetyCases.jsonl; a judge is simulated from the truth, and what lists or judge reject is rejected):',
    '',
    ...table(
      ['filter', 'set', 'by', 'good', 'bad', 'precision', 'recall', 'false alarms'],
      await safetyRows(safety, shareWords),
    ),
  ];
}

/** By the patterns on all sets; by what was learned beside them on those that nothing was learned from (the others: bench:askedModel). */
async function instructionRows(recipe: Recipe): Promise<string[][]> {
  const all = judgedInstructions();
  const unlearned = all.filter(({ set }) => neverLearned.includes(set));
  const models = new LocalModels();
  try {
    const context = (unaskableBy: UnaskableBy): FilterContext => ({
      recipe: { ...recipe, filters: { ...recipe.filters, unaskableBy } },
      embed: models.embed,
      languageModel: models,
      materials: nothingPrepared,
    });
    return [
      ...(await rowsOfVoice('patterns', all, context('patterns'))),
      ...(await rowsOfVoice('words', unlearned, context('words'))),
      ...(await rowsOfVoice('meaning', unlearned, context('meaning'))),
    ];
  } finally {
    await models.close();
  }
}

async function rowsOfVoice(
  voice: UnaskableBy,
  judged: readonly JudgedInstruction[],
  context: FilterContext,
): Promise<string[][]> {
  const subject = ({ instruction, input = '', language = 'en' }: JudgedInstruction): Subject => ({
    ...{ instruction, input, language, response: '', classification: false },
    ...{ finishReason: 'stop', strategy: null },
  });
  const rejectedBy = async (filters: readonly Filter[]): Promise<readonly boolean[]> => {
    const results = await Promise.all(filters.map((filter) => filter.evaluate(judged.map(subject), context)));
    return judged.map((_, index) => results.some((of) => !of[index]!.passed));
  };
  const byMeaning = voice === 'meaning';
  const flagged = {
    personalQuestion: await rejectedBy([personalQuestion, ...(byMeaning ? [personalQuestionByMeaning] : [])]),
    needsWorld: await rejectedBy([needsWorld, missingInput, ...(byMeaning ? [needsWorldByMeaning] : [])]),
  };
  const sets = [...new Set(judged.map(({ set }) => set))];
  return (['personalQuestion', 'needsWorld'] as const).flatMap((filter) =>
    sets.map((set) => {
      const told = judged.flatMap((one, index) =>
        one.set === set && (one.kind === null || one.kind === filter)
          ? [{ flagged: flagged[filter][index]!, bad: one.kind === filter }]
          : [],
      );
      const bad = told.filter((one) => one.bad).length;
      const { precision, recall, falseAlarms } = detectionOf(told);
      const shares = [precision, recall, falseAlarms].map(shareWords);
      return [filter, voice, set, String(told.length - bad), String(bad), ...shares];
    }),
  );
}

/** How often what is left after trimming is what a person left. */
function trimming(pairs: readonly HeldOutPair[]): string {
  const trimmed = pairs.flatMap(({ task, trimmed: byHand }) => {
    const found = byHand === undefined ? undefined : chatterIn(task);
    return found && byHand !== undefined ? [found.answer.trim() === byHand.trim()] : [];
  });
  const exact = trimmed.filter((isExact) => isExact).length;
  return `\`chatter\` leaves what a person left of ${exact} of the ${trimmed.length} responses that it trims; of the others it leaves a sentence too many or too few.`;
}

async function onLabelled(
  { recipe, good, label, labels: most, random }: Setting,
  data: string,
): Promise<string[]> {
  const { labels } = await readLabels(data, good === undefined ? labelWords(label) : parseGoodRule(good));
  const all: SeedTask[] = [];
  for await (const row of readDataset({ path: data, label: `Data ${data}` }))
    if ('task' in row) all.push(row.task);
  const tasks = most === undefined ? all : seededRandom(random, 'labels').sample(all, most);
  const screenings = await screen(recipe, tasks, []);
  const labelled = matchLabels(
    tasks.map((task, index) => ({ ...task, ids: task.id === undefined ? [] : [task.id], index })),
    labels,
  );
  const screened = labelled.map(({ item, bad }) => ({
    screening: screenings[item.index]!,
    bad,
    defect: undefined,
    ofSeed: false,
  }));
  const filters = [
    ...new Set(screened.flatMap(({ screening }) => screening.scores.map(({ filter }) => filter))),
  ].sort();
  const pairs = labelled.map(({ item, bad }) => ({
    item: { ...item, results: resultsOf(screenings[item.index]!) } satisfies ScoredPair,
    bad,
  }));
  const rows = filters.map((filter) => row(filter, 'labelled bad', screened));
  const learned = pairs.length < fewestForScorer ? undefined : await scorerRows(pairs);
  return [
    `${labelled.length} labelled pairs of ${data}.${learned ? '' : ` A scorer is learned from ${fewestForScorer} labels on.`}`,
    '',
    ...table(
      ['filter', 'finds', 'good', 'bad', 'precision', 'recall', 'false alarms', 'AUC'],
      [...rows, ...(learned?.rows ?? [])],
    ),
    ...(learned ? ['', learned.said] : []),
  ];
}

/** What labels teach, cross-validated, beside what the same labels teach plainer ones. */
async function scorerRows(
  pairs: readonly LabelledPair[],
): Promise<{ readonly rows: string[][]; readonly said: string }> {
  const models = new LocalModels();
  try {
    const embed = (texts: readonly string[]) => models.embed(texts);
    await textsOf(
      pairs.map(({ item }) => item),
      embed,
    ); // so that the time is of learning alone
    const begun = performance.now();
    const calibration = await calibrate(pairs, { kind: 'f1' }, scoreThresholds, { embed });
    const seconds = (performance.now() - begun) / 1_000;
    const { area, expected, texts } = calibration.scorer ?? {};
    const withoutTexts = await learnFromPairs(pairs, { texts: false });
    const groups = groupsOf(pairs);
    const plain = plainTfIdf(
      pairs.map(({ item, bad }) => {
        const text = `${item.instruction}\n${item.input}\n${item.response}`;
        return { text, bad, group: groups(item) };
      }),
    );
    const cells = (name: string, found: RocArea | undefined, shares: readonly string[]): string[] => [
      name,
      'labelled bad',
      String(found?.negatives ?? 0),
      String(found?.positives ?? 0),
      ...shares,
      areaWords(found),
    ];
    const { precision, recall, falseAlarms } = expected ?? {};
    const reads = readingsOf(texts).join(' and ');
    const scoring = performance.now();
    if (calibration.scorer)
      await new PairScorer(calibration.scorer).score(
        pairs.map(({ item }) => item),
        embed,
      );
    const milliseconds = (performance.now() - scoring) / pairs.length;
    return {
      rows: [
        cells('learned scorer, cross-validated', area, [precision, recall, falseAlarms].map(shareWords)),
        cells('the same without texts', withoutTexts.area, ['–', '–', '–']),
        cells('plain TF-IDF, logistic regression', plain, ['–', '–', '–']),
      ],
      said: `The scorer reads ${reads === '' ? 'no texts' : reads}; its texts take ${Math.round(JSON.stringify(texts ?? {}).length / 1_000)} kB. Beside embedding it was learned in ${seconds.toFixed(1)} s, and scores a pair in ${milliseconds.toFixed(1)} ms.`,
    };
  } finally {
    await models.close();
  }
}

async function screen(
  recipe: Recipe,
  tasks: readonly SeedTask[],
  evaluation: readonly EvaluationItem[],
): Promise<readonly TaskScreening[]> {
  const models = new LocalModels();
  try {
    const fluency = fluencyFilter.isOn(recipe)
      ? await calibrateOnSeeds(recipe, seedTasks(), models.languageModel)
      : undefined;
    const { env: environment } = process;
    const settings = {
      recipe,
      evaluation,
      scorer: undefined,
      fluency,
      all: true,
      workspace: process.cwd(),
      environment,
    };
    const screener = await createTaskScreener(settings, models);
    const screenings: TaskScreening[] = [];
    for (let start = 0; start < tasks.length; start += atOnce) {
      screenings.push(...(await screener.screen(tasks.slice(start, start + atOnce))));
      process.stderr.write(`\r${screenings.length} of ${tasks.length} pairs`);
    }
    process.stderr.write('\n');
    const undecided = screenings.find(({ state }) => state === 'quarantined');
    if (undecided) throw new Error(`A figure would be wrong: ${undecided.reason}`);
    return screenings;
  } finally {
    await models.close();
  }
}

function row(filter: string, finds: string, screened: readonly ScreenedPair[]): string[] {
  const { precision, recall, falseAlarms } = detectionOf(
    screened.map(({ screening, bad }) => ({ flagged: rejects(screening, filter), bad })),
  );
  const bad = screened.filter((one) => one.bad).length;
  const shares = [precision, recall, falseAlarms].map(shareWords);
  return [
    filter,
    finds,
    String(screened.length - bad),
    String(bad),
    ...shares,
    areaWords(areaOf(filter, screened)),
  ];
}

function areaOf(filter: string, screened: readonly ScreenedPair[]): RocArea | undefined {
  const sign = scoreThresholds[filter]?.side === 'min' ? -1 : 1;
  const scores = screened.map(({ screening }) => scoreOf(screening, filter));
  const hasScores = !isTwoSided.has(filter) && scores.every((score) => score !== undefined);
  return rocArea(
    screened.map(({ screening, bad }, index) => ({
      score: hasScores ? sign * (scores[index] ?? 0) : Number(rejects(screening, filter)),
      positive: bad,
    })),
  );
}

function scoreOf({ scores }: TaskScreening, filter: string): number | undefined {
  return scores.find((score) => score.filter === filter && score.score !== undefined)?.score;
}

function rejects({ scores }: TaskScreening, filter: string): boolean {
  return scores.some((score) => score.filter === filter && !score.passed);
}

function isFlagged({ screening }: ScreenedPair): boolean {
  return screening.state !== 'accepted';
}

function resultsOf({ scores }: TaskScreening): ScoredPair['results'] {
  return Object.fromEntries(
    scores.map(({ filter, score = null, passed }) => [filter, { score, passed }] as const),
  );
}

/** Who rejected them first, most often first. */
function finders(screened: readonly ScreenedPair[]): string {
  const counts = new Map<string, number>();
  for (const { screening } of screened) {
    if (screening.decidedBy !== null)
      counts.set(screening.decidedBy, (counts.get(screening.decidedBy) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, one], [, other]) => other - one);
  return frequent.length === 0 ? '–' : frequent.map(([filter, count]) => `${filter} ${count}`).join(', ');
}

function shareWords(
  share: Share | { value: number; interval: readonly number[]; of: number } | undefined,
): string {
  if (!share) return '–';
  const [low = 0, high = 1] = share.interval.map((bound) => Math.round(100 * bound));
  return `${Math.round(100 * share.value)} % (${low} to ${high})`;
}

function areaWords(area: RocArea | undefined): string {
  if (!area) return '–';
  const [low, high] = area.interval;
  return `${area.area.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

void main();
