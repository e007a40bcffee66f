import { fitThreshold } from '../../../../core/screening/calibration/fitThreshold';
import { fitLogistic } from '../../../../core/foundations/statistics/logisticRegression';
import { learnScorer } from '../../../../core/foundations/statistics/learnScorer';
import {
  LogisticScorer,
  type LabelledFeatures,
} from '../../../../core/foundations/statistics/logisticScorer';
import { crossValidatedArea, rocArea } from '../../../../core/foundations/statistics/rocArea';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const normal = (random: { uniform(): number }): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** Items of which a weak, a weaker and a useless number tell something; the useless one is missing at times. */
function items(count: number, seed: number): LabelledFeatures[] {
  const random = seededRandom(seed, 'test items');
  return Array.from({ length: count }, (_, index) => {
    const bad = index % 3 === 0;
    const [weak, weaker, useless] = [normal(random), normal(random), normal(random)];
    return {
      bad,
      features: {
        weak: weak + Number(bad),
        weaker: weaker - 0.8 * Number(bad),
        ...(random.uniform() < 0.7 && { useless }),
      },
    };
  });
}

describe('area under the ROC curve', () => {
  test('equals the share of pairs in the right order, ties counted half', () => {
    const labelled = [
      { score: 1, positive: false },
      { score: 2, positive: true },
      { score: 2, positive: false },
      { score: 3, positive: true },
    ];
    expect(rocArea(labelled)).toMatchObject({ area: 3.5 / 4, positives: 2, negatives: 2 });
  });

  test("has DeLong's variance, worked out by hand", () => {
    // Placements: V10 = (.75,.75,1,1), V01 = (1,1,1,.5).
    const scores = [1, 2, 3, 6, 4, 5, 7, 8];
    const area = rocArea(scores.map((score, index) => ({ score, positive: index >= 4 })));
    const variance = 0.0625 / 3 / 4 + 0.0625 / 4;
    const spread = (1.959964 * Math.sqrt(variance)) / (0.875 * 0.125);
    expect(area?.area).toBe(0.875);
    expect(Math.log(area!.interval[0] / (1 - area!.interval[0]))).toBeCloseTo(Math.log(7) - spread, 5);
  });

  test('holds the truth about 95 times in a hundred', () => {
    const truth = 0.760_25; // Phi(1 / sqrt 2)
    let held = 0;
    for (let trial = 0; trial < 400; trial++) {
      const random = seededRandom(trial, 'coverage');
      const drawn = Array.from({ length: 80 }, (_, index) => ({
        score: normal(random) + (index % 2),
        positive: index % 2 === 1,
      }));
      const [low, high] = rocArea(drawn)!.interval;
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.98);
  });

  test('is unknown without both kinds', () => {
    expect(rocArea([{ score: 1, positive: true }])).toBeUndefined();
    expect(crossValidatedArea([[{ score: 1, positive: true }]])).toBeUndefined();
  });
});

describe('a fitted threshold', () => {
  const judged = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((score) => ({
    score,
    bad: score > 0.55,
  }));

  test('lies between good and bad where they can be told apart, on either side', () => {
    expect(fitThreshold(judged, { kind: 'f1' })?.threshold).toBeCloseTo(0.55);
    const turned = judged.map(({ score, bad }) => ({ score: -score, bad }));
    expect(fitThreshold(turned, { kind: 'f1' }, { side: 'min' })?.threshold).toBeCloseTo(-0.55);
  });

  test('keeps the precision or the false alarms that were asked for', () => {
    const noisy = [...judged, { score: 0.85, bad: false }];
    const precise = fitThreshold(noisy, { kind: 'precision', min: 0.99 })!;
    expect(precise.fitted.precision?.value).toBe(1);
    expect(precise.fitted.recall?.value).toBe(2 / 5);
    const lenient = fitThreshold(noisy, { kind: 'falseAlarms', max: 0.17 })!;
    expect(lenient.fitted.recall?.value).toBe(1);
    expect(lenient.fitted.falseAlarms?.value).toBeCloseTo(1 / 6);
  });

  test('flags nothing where the goal cannot be reached', () => {
    const opposite = judged.map(({ score, bad }) => ({ score, bad: !bad }));
    const fitted = fitThreshold(opposite, { kind: 'precision', min: 0.9 })!;
    expect(fitted.threshold).toBe(Infinity);
    expect(fitted.fitted.precision).toBeUndefined();
  });

  test('expects no more of others than it found when held out', () => {
    const random = seededRandom(7, 'noise');
    const noise = Array.from({ length: 60 }, (_, index) => ({
      score: random.uniform(),
      bad: index % 2 === 0,
    }));
    const { fitted, expected } = fitThreshold(noise, { kind: 'precision', min: 0.7 })!;
    expect(fitted.precision!.value).toBeGreaterThanOrEqual(0.7);
    expect(expected.precision?.value ?? 0).toBeLessThan(fitted.precision!.value);
  });

  test('flags everything where that is best', () => {
    const mostlyBad = judged.map(({ score }, index) => ({ score, bad: index !== 4 }));
    expect(fitThreshold(mostlyBad, { kind: 'f1' })!.fitted).toMatchObject({ passedBad: 0, passedGood: 0 });
  });

  test('needs both kinds of labels', () => {
    expect(fitThreshold([{ score: 1, bad: true }], { kind: 'f1' })).toBeUndefined();
  });
});

describe('logistic regression', () => {
  test('finds the point where the gradient is nil', () => {
    const random = seededRandom(3, 'regression');
    const rows = Array.from({ length: 200 }, () => Float64Array.of(normal(random), normal(random)));
    const labels = rows.map((row) => random.uniform() < 1 / (1 + Math.exp(-(1 + 2 * row[0]! - row[1]!))));
    const weights = fitLogistic(rows, labels, 0.5);
    const gradient = [0, 0.5 * weights[1]!, 0.5 * weights[2]!];
    rows.forEach((row, index) => {
      const error =
        1 / (1 + Math.exp(-(weights[0]! + weights[1]! * row[0]! + weights[2]! * row[1]!))) -
        Number(labels[index]);
      [1, ...row].forEach((value, at) => (gradient[at]! += error * value));
    });
    gradient.forEach((slope) => expect(Math.abs(slope)).toBeLessThan(1e-2));
    expect(weights[1]).toBeGreaterThan(1);
    expect(weights[2]).toBeLessThan(0);
  });

  test('stays finite where the classes can be told apart without error', () => {
    const rows = [-2, -1, 1, 2].map((value) => Float64Array.of(value));
    const weights = fitLogistic(rows, [false, false, true, true], 0.01);
    expect(Number.isFinite(weights[1])).toBe(true);
  });
});

describe('the learned scorer', () => {
  test('separates better than any single number, by an honest estimate', async () => {
    const labelled = items(500, 1);
    const { area } = await learnScorer(labelled);
    const single = rocArea(
      labelled.map(({ features, bad }) => ({ score: features['weak']!, positive: bad })),
    );
    expect(area!.area).toBeGreaterThan(single!.area);
    // The best that can be had: two normals at distance sqrt(1 + 0.64).
    const [low, high] = area!.interval;
    expect(low).toBeLessThan(0.8174);
    expect(high).toBeGreaterThan(0.8174);
  });

  test('says 0.5 where labels are shuffled', async () => {
    const learned = [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const labelled = items(300, seed);
      const shuffled = seededRandom(seed, 'shuffle').shuffle(labelled.map(({ bad }) => bad));
      const { area } = await learnScorer(
        labelled.map(({ features }, at) => ({ features, bad: shuffled[at]! })),
      );
      return area!;
    });
    const areas = await Promise.all(learned);
    const mean = areas.reduce((sum, { area }) => sum + area, 0) / areas.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
    expect(
      areas.filter(({ interval: [low, high] }) => low <= 0.5 && 0.5 <= high).length,
    ).toBeGreaterThanOrEqual(5);
  });

  test('is the same after it was written down and read back', () => {
    const labelled = items(120, 2);
    const scorer = LogisticScorer.fit(labelled);
    const read = new LogisticScorer(JSON.parse(JSON.stringify(scorer.stored)) as typeof scorer.stored);
    expect(labelled.map(({ features }) => read.score(features))).toEqual(
      labelled.map(({ features }) => scorer.score(features)),
    );
    expect(scorer.heaviest[0]?.feature).toBe('weak');
  });
});
