import { divideWork, stretchesAfter, type DivisionState } from '../../../core/run/stretches';

const none = { works: 0, proposed: 0, accepted: 0 };
const state: DivisionState = {
  shares: { selfInstruct: 0.5, template: 0.25, augment: 0.25 },
  yields: { selfInstruct: none, template: none, augment: none },
  underWay: { selfInstruct: 0, template: 0, augment: 0 },
  candidatesPerWork: { selfInstruct: 8, template: 1, augment: 1 },
};

const nothing = { selfInstruct: 0, template: 0, augment: 0, fromKnowledge: 0, own: 0, refuse: 0 };

test('before there is experience, candidates are divided as the shares say', () => {
  expect(divideWork(160, state)).toEqual({ ...nothing, selfInstruct: 10, template: 40, augment: 40 });
});

test.each([
  [
    { selfInstruct: 0.2, template: 1, augment: 0.5 },
    { selfInstruct: 0.5, template: 0.25, augment: 0.25 },
  ],
  [
    { selfInstruct: 0.7, template: 0.9, augment: 0.08 },
    { selfInstruct: 1, template: 1, augment: 1 },
  ],
  [
    { selfInstruct: 0.5, template: 0.5, augment: 0.5 },
    { selfInstruct: 0, template: 3, augment: 1 },
  ],
])('shares are shares of accepted pairs, whatever each strategy yields: %j', (accepts, shares) => {
  const names = ['selfInstruct', 'template', 'augment'] as const;
  const total = { selfInstruct: { ...none }, template: { ...none }, augment: { ...none } };
  for (let iteration = 0; iteration < 30; iteration++) {
    const counts = divideWork(200, { ...state, shares, yields: total });
    for (const name of names) {
      const count = counts[name] ?? 0;
      const proposed = count * (name === 'selfInstruct' ? 6 : 1); // two fewer an answer than was assumed
      total[name].works += count;
      total[name].proposed += proposed;
      total[name].accepted += Math.round(proposed * accepts[name]);
    }
  }
  const accepted = names.reduce((sum, name) => sum + total[name].accepted, 0);
  const whole = names.reduce((sum, name) => sum + shares[name], 0);
  for (const name of names) expect(total[name].accepted / accepted).toBeCloseTo(shares[name] / whole, 1.6);
});

test('what is under way counts, so that two open iterations do not fill the same gap', () => {
  const yields = { ...state.yields, template: { works: 100, proposed: 100, accepted: 100 } };
  const gap = divideWork(100, { ...state, yields });
  expect(gap['template']).toBe(0);
  const underWay = { ...state.underWay, selfInstruct: 60, augment: 240 };
  expect(divideWork(100, { ...state, yields, underWay })['template']).toBeGreaterThan(0);
});

test('a strategy without a share gets nothing, and the smallest iteration still asks for something', () => {
  const shares = { ...nothing, selfInstruct: 1 };
  expect(divideWork(1, { ...state, shares })).toEqual({ ...nothing, selfInstruct: 1 });
  expect(divideWork(50, { ...state, shares: nothing })).toEqual(nothing);
});

test('every work of a strategy has a place of its own in the run', () => {
  const counts = { selfInstruct: 3, template: 20, augment: 0 };
  const first = stretchesAfter([], counts);
  const second = stretchesAfter([first], counts);
  expect([first['template'], second['template']]).toEqual([
    { from: 0, count: 20 },
    { from: 20, count: 20 },
  ]);
  expect(stretchesAfter([first, second], counts)['selfInstruct']).toEqual({ from: 6, count: 3 });
});
