import { OverlapIndex } from '../../../../core/screening/novelty/overlapIndex';

const question =
  'A train leaves Vienna at nine in the morning and reaches Graz two hours and thirty minutes later. When does it arrive?';
const index = new OverlapIndex([['Name a bird.'], [question, ''], ['Which of these planets has rings?']]);

test('thirteen words in a row of an evaluation item are found, whatever stands around them', () => {
  const text = `Solve this: a train leaves VIENNA at nine, in the morning, and reaches Graz two hours later. ${'x'}`;
  expect(index.find(text)).toEqual({
    item: 1,
    words: 'a train leaves vienna at nine in the morning and reaches graz two',
  });
});

test('twelve are not', () => {
  expect(index.find('A train leaves Vienna at nine in the morning and reaches Graz.')).toBeUndefined();
});

test('an item of fewer words is found as a whole, and a very short one never', () => {
  expect(index.find('Tell me: which of these planets has rings? Explain.')?.item).toBe(2);
  expect(index.find('Name a bird.')).toBeUndefined();
});
