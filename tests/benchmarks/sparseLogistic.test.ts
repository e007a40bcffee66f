import { seededRandom } from '../../core/foundations/seededRandom';
import { fitLogistic } from '../../core/foundations/statistics/logisticRegression';
import { fitSparseLogistic } from '../../benchmarks/sparseLogistic';

test('it comes to the optimum that the dense one finds, whatever features an item lacks', () => {
  const random = seededRandom(1, 'sparse');
  const items = Array.from({ length: 200 }, () => {
    const features = Array.from({ length: 5 }, () => (random.uniform() < 0.5 ? 0 : random.uniform() - 0.5));
    return { features, positive: features[0]! - features[1]! + 0.2 * random.uniform() > 0.1 };
  });
  const positive = items.map((item) => item.positive);
  const rows = items.map(({ features }) => {
    const at = features.flatMap((value, index) => (value === 0 ? [] : [index]));
    return { at, values: at.map((index) => features[index]!) };
  });
  const dense = fitLogistic(
    items.map(({ features }) => Float64Array.from(features)),
    positive,
    0.1,
  );
  const sparse = fitSparseLogistic(rows, positive, 5, 0.1);
  dense.forEach((weight, index) => expect(sparse[index]).toBeCloseTo(weight, 2));
});
