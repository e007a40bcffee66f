import { createColors } from 'picocolors';
import { budgetRows } from '../../../client/view/estimateView';

test('who is asked to agree to a cost is told of the limit at which the run pauses, where one is set', () => {
  const colors = createColors(false);
  expect(budgetRows(0.05, colors)).toEqual([
    '  budget      $0.05 in all: it pauses before it would spend more',
  ]);
  expect(budgetRows(undefined, colors)).toEqual([]);
});
