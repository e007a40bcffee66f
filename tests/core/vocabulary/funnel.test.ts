import {
  addFunnels,
  assertBalanced,
  candidateStates,
  emptyFunnel,
  funnelOf,
} from '../../../core/vocabulary/funnel';

test('every candidate is counted once, in its state and as proposed', () => {
  const funnel = funnelOf(['accepted', 'rejected', 'accepted', 'quarantined', 'abandoned']);
  expect(funnel).toEqual({
    ...emptyFunnel,
    proposed: 5,
    accepted: 2,
    rejected: 1,
    quarantined: 1,
    abandoned: 1,
  });
  expect(() => assertBalanced(funnel, 'iteration 3')).not.toThrow();
});

test('the sum of funnels that add up adds up', () => {
  const sum = addFunnels(funnelOf(candidateStates), funnelOf(['open', 'declined']));
  expect(sum).toMatchObject({ proposed: candidateStates.length + 2, open: 2, declined: 2 });
  expect(() => assertBalanced(sum, 'the run')).not.toThrow();
});

test.each([
  [
    'lost',
    { ...emptyFunnel, proposed: 3, accepted: 2 },
    'The funnel of the run does not add up: 3 proposed, 2 accounted for.',
  ],
  [
    'counted twice',
    { ...emptyFunnel, proposed: 1, accepted: 1, rejected: 1 },
    'The funnel of the run does not add up: 1 proposed, 2 accounted for.',
  ],
])('a candidate that is %s is never passed over', (_, funnel, message) => {
  expect(() => assertBalanced(funnel, 'the run')).toThrow(message);
});
