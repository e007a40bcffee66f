import { z } from 'zod';
import type { ScoreThreshold, ScoreThresholds } from '../../recipe/scoreThreshold';
import { detectionOf, type Detection } from './detection';
import { fitThreshold, type ThresholdGoal, type ThresholdSide } from './fitThreshold';
import type { LabelledPair } from './labelledPair';
import { fewestForScorer, learnFromPairs, type PairLearning } from './learnFromPairs';
import { rocArea, type RocArea } from '../../foundations/statistics/rocArea';

const interval = z.tuple([z.number(), z.number()]);
const share = z.object({ value: z.number(), interval, of: z.int() });
const detection = z.object({
  flaggedBad: z.int(),
  flaggedGood: z.int(),
  passedBad: z.int(),
  passedGood: z.int(),
  precision: share.optional(),
  recall: share.optional(),
  falseAlarms: share.optional(),
});
const areaSchema = z.object({ area: z.number(), interval, positives: z.int(), negatives: z.int() });

const reading = { penalty: z.number(), centre: z.number(), weights: z.string() };
/** The weights of what a scorer reads of texts, numbers in base64. */
const textModelSchema = z.object({
  meanings: z
    .object({ ...reading, check: z.string() })
    .optional()
    .describe('By embeddings.'),
  words: z.object({ ...reading, rarity: z.string(), step: z.number() }).optional(),
});

/** What a calibration is kept as. Its version is the first one whose Seedbed reads it right: 2 where the scorer reads texts. */
export const calibrationSchema = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  labels: z.object({ good: z.int(), bad: z.int() }),
  goal: z.string(),
  filters: z.array(
    z.object({
      filter: z.string(),
      field: z.string().optional().describe('Where the recipe has its threshold.'),
      side: z.enum(['max', 'min']),
      area: areaSchema.optional().describe('Of the score, on the side that the filter flags.'),
      before: detection,
      threshold: z
        .number()
        .optional()
        .describe('Left out where nothing can be flagged without missing the goal.'),
      fitted: detection.optional(),
      expected: detection
        .optional()
        .describe('By cross-validation: what to expect of pairs without a label.'),
    }),
  ),
  together: detection.describe('All filters as they were: flagged is what any of them rejected.'),
  scorer: z
    .object({
      columns: z.array(
        z.object({ feature: z.string(), presence: z.boolean(), mean: z.number(), deviation: z.number() }),
      ),
      weights: z.array(z.number()),
      penalty: z.number(),
      texts: textModelSchema
        .optional()
        .describe('Where the texts tell more than scores and plain features alone.'),
      min: z
        .number()
        .optional()
        .describe('For `filters.learned.min`: the chance of being good that the goal asks for.'),
      area: areaSchema.optional().describe('Cross-validated.'),
      expected: detection.optional(),
    })
    .optional()
    .describe(`Learned where there are ${fewestForScorer} labels or more.`),
});
export type Calibration = z.output<typeof calibrationSchema>;

/**
 * Fits a threshold for every filter that left scores, and a scorer over all of them where the labels suffice.
 *
 * @param thresholds Whose scores are compared with numbers of the recipe; of the others, labels tell which side is bad.
 */
export async function calibrate(
  labelled: readonly LabelledPair[],
  goal: ThresholdGoal,
  thresholds: ScoreThresholds,
  learning: PairLearning = {},
): Promise<Calibration> {
  const { seed = 42 } = learning;
  const names = [...new Set(labelled.flatMap(({ item }) => Object.keys(item.results)))].sort();
  const bad = labelled.filter((one) => one.bad).length;
  const scorer =
    labelled.length >= fewestForScorer && hasBoth(labelled)
      ? await learn(labelled, goal, learning)
      : undefined;
  return {
    version: scorer?.texts ? 2 : 1,
    labels: { good: labelled.length - bad, bad },
    goal: describeGoal(goal),
    filters: names.map((filter) => calibrateFilter(filter, labelled, goal, thresholds[filter], seed)),
    together: plain(
      detectionOf(
        labelled.map(({ item, bad }) => ({
          flagged: Object.values(item.results).some(({ passed }) => !passed),
          bad,
        })),
      ),
    ),
    ...(scorer && { scorer }),
  };
}

function calibrateFilter(
  filter: string,
  labelled: readonly LabelledPair[],
  goal: ThresholdGoal,
  known: ScoreThreshold | undefined,
  seed: number,
): Calibration['filters'][number] {
  const before = detectionOf(
    labelled.map(({ item, bad }) => ({ flagged: item.results[filter]?.passed === false, bad })),
  );
  const judged = labelled.flatMap(({ item, bad }) => {
    const score = item.results[filter]?.score ?? null;
    return score === null ? [] : [{ score, bad }];
  });
  const upward = rocArea(judged.map(({ score, bad }) => ({ score, positive: bad })));
  const side: ThresholdSide = known?.side ?? ((upward?.area ?? 1) >= 0.5 ? 'max' : 'min');
  const area = side === 'max' ? upward : turned(upward);
  const fit = fitThreshold(judged, goal, { side, seed });
  return {
    filter,
    ...(known && { field: known.field }),
    side,
    ...(area && { area: writable(area) }),
    before: plain(before),
    ...(fit && {
      ...(Number.isFinite(fit.threshold) && { threshold: fit.threshold }),
      fitted: plain(fit.fitted),
      expected: plain(fit.expected),
    }),
  };
}

async function learn(
  labelled: readonly LabelledPair[],
  goal: ThresholdGoal,
  learning: PairLearning,
): Promise<NonNullable<Calibration['scorer']>> {
  const { stored, area, judged } = await learnFromPairs(labelled, learning);
  const fit = fitThreshold(judged, goal, { seed: learning.seed ?? 42 });
  const { columns, weights, penalty, texts } = stored;
  return {
    columns: columns.map((column) => ({ ...column })),
    weights: [...weights],
    penalty,
    ...(texts && { texts }),
    ...(fit && Number.isFinite(fit.threshold) && { min: Math.min(1, Math.max(0, 1 - fit.threshold)) }),
    ...(area && { area: writable(area) }),
    ...(fit && { expected: plain(fit.expected) }),
  };
}

function hasBoth(labelled: readonly LabelledPair[]): boolean {
  return labelled.some(({ bad }) => bad) && labelled.some(({ bad }) => !bad);
}

function turned(area: RocArea | undefined): RocArea | undefined {
  if (!area) return undefined;
  const [low, high] = area.interval;
  return { ...area, area: 1 - area.area, interval: [1 - high, 1 - low] };
}

function writable({
  area,
  interval: [low, high],
  positives,
  negatives,
}: RocArea): z.output<typeof areaSchema> {
  return { area, interval: [low, high], positives, negatives };
}

function plain({ precision, recall, falseAlarms, ...counts }: Detection): z.output<typeof detection> {
  const written = (of: Detection['precision']) =>
    of && { value: of.value, interval: [of.interval[0], of.interval[1]] as [number, number], of: of.of };
  return {
    ...counts,
    ...(precision && { precision: written(precision) }),
    ...(recall && { recall: written(recall) }),
    ...(falseAlarms && { falseAlarms: written(falseAlarms) }),
  };
}

export function describeGoal(goal: ThresholdGoal): string {
  if (goal.kind === 'f1') return 'f1';
  return goal.kind === 'precision' ? `precision=${goal.min}` : `falseAlarms=${goal.max}`;
}

/** "f1", "precision=0.9", "falseAlarms=0.03"; undefined for anything else. */
export function parseGoal(text: string): ThresholdGoal | undefined {
  if (text === 'f1') return { kind: 'f1' };
  const [, kind, value] = /^(precision|falseAlarms)=(0?\.\d+|0|1(?:\.0*)?)$/u.exec(text) ?? [];
  if (kind === undefined) return undefined;
  return kind === 'precision' ? { kind, min: Number(value) } : { kind: 'falseAlarms', max: Number(value) };
}
