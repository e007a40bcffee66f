import { agreementOf, cohenKappa, krippendorffAlpha } from '../../../core/review/agreement';

/** Pairs of ratings from a table of counts: rows are the one's, columns the other's. */
function pairsOf(table: readonly (readonly number[])[]): [string, string][] {
  return table.flatMap((row, one) =>
    row.flatMap((count, other) =>
      Array.from({ length: count }, (): [string, string] => [`${one}`, `${other}`]),
    ),
  );
}

/** Each item's ratings, of reviewers in rows; a dot is none. */
function itemsOf(...reviewers: readonly string[]): string[][] {
  const rows = reviewers.map((row) => row.split(' '));
  return (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? '.').filter((rating) => rating !== '.'));
}

describe("Cohen's kappa", () => {
  test('is that of Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1', () => {
    const kappa = cohenKappa(
      pairsOf([
        [75, 1, 4],
        [5, 4, 1],
        [0, 0, 10],
      ]),
    );
    expect(kappa?.value).toBeCloseTo(0.676, 3);
    const [low, high] = kappa?.interval ?? [];
    expect((high! - low!) / (2 * 1.96)).toBeCloseTo(0.087, 2); // the standard error there
  });

  test('is 0.4 for the textbook table of grants, 20, 5, 10, 15', () => {
    const kappa = cohenKappa(
      pairsOf([
        [20, 5],
        [10, 15],
      ]),
    );
    expect(kappa?.value).toBeCloseTo(0.4, 10);
  });

  test('of two who always agree leaves room for what few items cannot show', () => {
    const few = cohenKappa(pairsOf([[5, 0], [0, 5]])); // prettier-ignore
    const many = cohenKappa(pairsOf([[50, 0], [0, 50]])); // prettier-ignore
    expect([few?.value, few?.interval[1]]).toEqual([1, 1]);
    expect(few?.interval[0]).toBeLessThan(0.6);
    expect(many?.interval[0]).toBeGreaterThan(0.9);
  });

  test('is not known where both say the same of everything', () => {
    expect(cohenKappa(pairsOf([[10]]))).toBeNull();
    expect(cohenKappa([])).toBeNull();
  });
});

describe("Krippendorff's alpha", () => {
  // Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A to C.
  test.each([
    ['two reviewers, two categories', 0.095, itemsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0')],
    ['two reviewers, five categories', 0.692, itemsOf('a a b b d c c c e d d a', 'b a b b b c c c e d d d')],
    [
      'four reviewers, some of whom did not see everything',
      0.743,
      itemsOf(
        '1 2 3 3 2 1 4 1 2 . . .',
        '1 2 3 3 2 2 4 1 2 5 . 3',
        '. 3 3 3 2 3 4 2 2 5 1 .',
        '1 2 3 3 2 4 4 1 2 5 1 .',
      ),
    ],
  ])('is the published one for %s: %d', (_, alpha, items) => {
    const estimate = krippendorffAlpha(items);
    expect(estimate?.value).toBeCloseTo(alpha, 3);
    const [low, high] = estimate?.interval ?? [];
    expect(low).toBeLessThan(alpha);
    expect(high).toBeGreaterThan(alpha);
    expect(krippendorffAlpha(items)).toEqual(estimate);
  });
});

test('two reviewers are measured by kappa, more by alpha, over the items that two saw', () => {
  const seen = (...ratings: [string, string][]) => new Map(ratings);
  const both = [
    seen(['ana', 'approve'], ['bob', 'approve']),
    seen(['bob', 'reject'], ['ana', 'reject']),
    seen(['ana', 'approve'], ['bob', 'reject']),
  ];
  expect(agreementOf([...both, seen(['cem', 'approve'])])).toMatchObject({ measure: 'cohenKappa', items: 3 });
  expect(agreementOf([...both, seen(['cem', 'approve'], ['bob', 'reject'])])).toMatchObject({
    measure: 'krippendorffAlpha',
    items: 4,
  });
  expect(agreementOf([seen(['ana', 'approve'])])).toBeNull();
});
