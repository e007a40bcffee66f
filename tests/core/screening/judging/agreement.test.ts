import { krippendorffAlpha, weightedKappa } from '../../../../core/screening/judging/agreement';
import { seededRandom } from '../../../../core/foundations/seededRandom';

/** Cohen's kappa by its definition, from a table of categories. */
function kappaFromTable(units: readonly (readonly [number, number])[]): number {
  const categories = [1, 2, 3, 4, 5];
  const share = (holds: (unit: readonly [number, number]) => boolean): number =>
    units.filter(holds).length / units.length;
  let [observed, expected] = [0, 0];
  for (const one of categories) {
    for (const other of categories) {
      const weight = (one - other) ** 2 / 16;
      observed += weight * share(([left, right]) => left === one && right === other);
      expected += weight * share(([left]) => left === one) * share(([, right]) => right === other);
    }
  }
  return 1 - observed / expected;
}

test('weighted kappa is what its table of categories gives', () => {
  const random = seededRandom(7, 'grades');
  const units = Array.from({ length: 200 }, () => {
    const grade = 1 + random.below(5);
    return [grade, Math.min(5, Math.max(1, grade + random.below(3) - 1))] as const;
  });
  expect(weightedKappa(units)).toBeCloseTo(kappaFromTable(units), 12);
});

test('judges who agree have 1, who answer at random about 0, who say the opposite less', () => {
  const random = seededRandom(8, 'grades');
  const grades = Array.from({ length: 2_000 }, () => 1 + random.below(5));
  const pairs = (other: (grade: number) => number) => grades.map((grade) => [grade, other(grade)] as const);
  for (const agree of [weightedKappa, krippendorffAlpha]) {
    expect(agree(pairs((grade) => grade))).toBe(1);
    expect(agree(pairs(() => 1 + random.below(5)))).toBeCloseTo(0, 1);
    expect(agree(pairs((grade) => 6 - grade))).toBeLessThan(-0.9);
  }
});

test("alpha is what Krippendorff's own example comes to", () => {
  // Four observers, twelve units; Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": interval alpha 0.849.
  const observers = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
    [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
  ];
  const units = Array.from({ length: 12 }, (_, unit) => observers.flatMap((values) => values[unit] ?? []));
  expect(krippendorffAlpha(units)).toBeCloseTo(0.849, 3);
});

test('where every score is the same, or none is paired, there is no figure', () => {
  expect(weightedKappa([])).toBeNull();
  expect(weightedKappa([[3, 3], [3, 3]])).toBeNull(); // prettier-ignore
  expect(krippendorffAlpha([[1], [2]])).toBeNull();
  expect(krippendorffAlpha([[3, 3], [3, 3]])).toBeNull(); // prettier-ignore
});
