import type { SettledDoubts } from '../../../core/screening/sameTask/sameTaskInquiry';
import { neighboursJudgedOther } from '../../../core/screening/neighboursJudgedOther';
import { settleDoubts } from '../../../core/screening/settleDoubts';

const settled: SettledDoubts = {
  same: undefined,
  other: ['Name a lake.'],
  unreadable: undefined,
  prompts: ['sameTask@1'],
  calls: ['key'],
};
const same = { like: 'Name a bird.', difference: 'There is none.' };

test('a candidate goes on only where the judge called every neighbour another task', () => {
  expect(settleDoubts(3, settled)).toMatchObject({
    ordinal: 3,
    state: 'open',
    results: [{ filter: 'novelty', passed: true, evidence: { by: 'judge', other: ['Name a lake.'] } }],
  });
  expect(settleDoubts(3, { ...settled, same, unreadable: 'The judge refused.' })).toMatchObject({
    state: 'rejected',
    decidedBy: 'novelty',
    reason: 'asks for what “Name a bird.” asks for, says the judge: There is none.',
    results: [{ passed: false, evidence: { nearest: 'Name a bird.', calls: ['key'] } }],
  });
  expect(settleDoubts(3, { ...settled, unreadable: 'The judge refused.' })).toMatchObject({
    state: 'quarantined',
    decidedBy: 'novelty',
    reason: 'The judge refused.',
  });
  expect(settleDoubts(3, undefined)).toMatchObject({ state: 'abandoned', results: [] });
});

test('what the judge called another task is one from either side', () => {
  const first = { instruction: 'Name a lake.', input: 'Europe', judgedOther: [] };
  const second = {
    instruction: 'Name some lake.',
    input: null,
    judgedOther: ['Name a lake.\nEurope', 'Name a pond.'],
  };
  const judgedOther = neighboursJudgedOther([first, second]);
  expect(judgedOther(first)).toContain('Name some lake.');
  expect(judgedOther(second)).toEqual(second.judgedOther);
});
