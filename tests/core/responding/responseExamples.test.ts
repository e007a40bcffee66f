import { togetherExamples } from '../../../core/responding/responseExamples';
import { seedTask } from '../proposing/testSetup';

const prose = 'It is told in a few plain words, which go on for a while and then end.';
const plain = Array.from({ length: 5 }, (_, index) =>
  seedTask(`Explain thing ${index}.`, { response: prose }),
);
const others = [
  seedTask('Write a note.', { response: `Dear Ms Okafor, ${prose} Yours, Lena Fischer` }),
  seedTask('Write a haiku.', { response: `${prose}\n${prose}\n${prose}` }),
  seedTask('Find who wrote.', { input: 'Hi, this is Samira Haddad.', response: 'the sender' }),
];
const given = Array.from({ length: 5 }, (_, index) =>
  seedTask(`Judge text ${index}.`, { input: 'It was bad.', response: 'no' }),
);

test('a small model is shown prose that names nobody, where there are four of it', () => {
  for (let seed = 0; seed < 20; seed++) {
    const shown = togetherExamples(seed, [...plain, ...others, ...given]);
    expect(shown).toHaveLength(8);
    expect(shown.filter((one) => others.includes(one))).toEqual([]);
  }
});

test('a name that its own instruction holds is none of an example’s own', () => {
  const about = seedTask('Why did Rome build roads?', { response: `So that Rome could march. ${prose}` });
  const shown = Array.from({ length: 20 }, (_, seed) =>
    togetherExamples(seed, [...plain.slice(0, 3), about, ...others]),
  );
  expect(shown.every((examples) => examples.includes(about))).toBe(true);
});

test('where there are fewer, others stand in', () => {
  const seeds = [...plain.slice(0, 3), ...others];
  const shown = Array.from({ length: 20 }, (_, seed) => togetherExamples(seed, seeds));
  expect(shown.some((examples) => examples.some((one) => others.includes(one)))).toBe(true);
});
