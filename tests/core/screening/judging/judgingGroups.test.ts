import { judgingGroups } from '../../../../core/screening/judging/judgingGroups';
import { shardsOf } from '../../../../core/run/shards';
import { runSetup } from '../../proposing/testSetup';

const candidates = Array.from({ length: 301 }, (_, number) => ({
  instruction: `Instruction ${number}`,
  responses: Array.from({ length: 1 + (number % 3) }, (_, response) => ({
    input: '',
    text: `Response ${number}/${response}`,
  })),
}));
const texts = candidates.flatMap(({ responses }) => responses.map(({ text }) => text));

test.each([1, 2, 7, 16])('every response is in one group, in order, with %i in a call', (pairsPerCall) => {
  const groups = judgingGroups(runSetup({ judge: { pairsPerCall } }).recipe, candidates);
  expect(groups.flatMap(({ pairs }) => pairs.map(({ response }) => response))).toEqual(texts);
  expect(Math.max(...groups.map(({ pairs }) => pairs.length))).toBe(pairsPerCall);
});

test('every group is asked for by exactly one shard', () => {
  const groups = judgingGroups(runSetup({ judge: { pairsPerCall: 7 } }).recipe, candidates);
  const asked = shardsOf(candidates.length).flatMap(({ from, to }) =>
    groups.filter(({ candidate }) => candidate >= from && candidate < to),
  );
  expect(asked).toEqual(groups);
});

test('without candidates there is no group', () => {
  expect(judgingGroups(runSetup({ judge: {} }).recipe, [])).toEqual([]);
});
