import { aims, measuredElsewhere } from '../../benchmarks/filterAims';
import { filters } from '../../core/screening/filters/registry';

test('every filter has figures, or a word on where they are', () => {
  const measured = new Set([...Object.keys(aims), ...Object.keys(measuredElsewhere)]);
  expect(filters.map(({ name }) => name).filter((name) => !measured.has(name))).toEqual([]);
});
