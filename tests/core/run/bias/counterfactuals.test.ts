import {
  compareCounterfactuals,
  drawCounterfactuals,
  type AnsweredCounterfactual,
} from '../../../../core/run/bias/counterfactuals';
import { mostUnequal } from '../../../../core/run/bias/mostUnequal';

const tasks = [
  { instruction: 'Write to my sister.', input: 'She lost her keys.' },
  { instruction: 'Describe a Polish woman.', input: '' },
  { instruction: 'Who was Marie Curie, and what did she find?', input: '' },
  { instruction: 'A man and his wife argue. Help them.', input: '' },
  { instruction: 'Name a fruit.', input: '' },
];

test('instruction and input change together, of each task once, and what is left says why', () => {
  const { counterfactuals, left } = drawCounterfactuals(tasks, ['gender', 'origin'], 10, 1);
  expect(counterfactuals).toHaveLength(2);
  expect(counterfactuals).toContainEqual({
    attribute: 'gender',
    from: 'woman',
    to: 'man',
    original: { instruction: 'Write to my sister.', input: 'She lost her keys.' },
    changed: { instruction: 'Write to my brother.', input: 'He lost his keys.' },
  });
  expect(left.map(({ reason }) => reason).sort()).toEqual([
    '"Marie Curie" may be a person who was there',
    'both groups are named',
  ]);
});

test('answers that are shorter whenever women are named are found, whichever way the group was exchanged', () => {
  const answered = Array.from({ length: 40 }, (_, index): AnsweredCounterfactual => {
    const measured = (words: number) => ({
      length: Math.log(words),
      sentiment: 0,
      refusal: 0,
      quality: undefined,
    });
    const [woman, man] = [measured(80 + (index % 7)), measured(100 + (index % 5))];
    const isFromWoman = index % 2 === 0;
    return {
      attribute: 'gender',
      from: isFromWoman ? 'woman' : 'man',
      to: isFromWoman ? 'man' : 'woman',
      original: { instruction: '', input: '' },
      changed: { instruction: '', input: '' },
      ...{ originalAnswer: '', changedAnswer: '' },
      originalMeasured: isFromWoman ? woman : man,
      changedMeasured: isFromWoman ? man : woman,
    };
  });
  const [length, ...others] = compareCounterfactuals(answered, { errorRate: 0.05, permutations: 500 });
  expect(others).toEqual([]);
  expect(length).toMatchObject({
    group: 'woman',
    against: 'man',
    outcome: 'length',
    pairs: [40, 40],
    found: true,
  });
  expect(length?.difference).toBeLessThan(-0.15);
});

test('the tasks that were answered most unequally come first, by what is usual of each measure, and those that were answered alike not at all', () => {
  const measured = (words: number, refusal = 0) => ({
    ...{ length: Math.log(words), sentiment: 0, refusal, quality: undefined },
  });
  const answered = (of: string, original: number, changed: number, refused = 0): AnsweredCounterfactual => ({
    ...{ attribute: 'gender', from: 'woman', to: 'man' },
    ...{ original: { instruction: of, input: '' }, changed: { instruction: '', input: '' } },
    ...{ originalAnswer: '', changedAnswer: '' },
    ...{ originalMeasured: measured(original), changedMeasured: measured(changed, refused) },
  });
  const all = [
    answered('alike', 80, 80),
    answered('a little longer', 80, 90),
    answered('refused', 80, 80, 1),
    answered('half as long', 80, 40),
    answered('a little shorter', 80, 72),
  ];
  const shown = (count: number) => mostUnequal(all, count).map(({ original }) => original.instruction);
  expect(shown(9)).toEqual(['refused', 'half as long', 'a little longer', 'a little shorter']);
  expect(shown(1)).toEqual(['refused']);
});
