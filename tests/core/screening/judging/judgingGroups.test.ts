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

test('a conversation is judged alone and as a whole, and nothing loses its place', () => {
  const talk = [{ message: 'Why?', response: 'Because.' }];
  const groups = judgingGroups(runSetup({ judge: { pairsPerCall: 4 } }).recipe, [
    { instruction: 'One', responses: [{ input: '', text: '1' }] },
    { instruction: 'Two', responses: [{ input: '', text: '2', turns: talk }] },
    { instruction: 'Three', responses: [{ input: '', text: '3' }] },
    { instruction: 'Four', responses: [{ input: '', text: '4' }] },
  ]);
  expect(groups).toEqual([
    { candidate: 0, pairs: [{ instruction: 'One', input: '', response: '1' }] },
    { candidate: 1, pairs: [{ instruction: 'Two', input: '', response: '2', turns: talk }] },
    {
      candidate: 2,
      pairs: [
        { instruction: 'Three', input: '', response: '3' },
        { instruction: 'Four', input: '', response: '4' },
      ],
    },
  ]);
});
