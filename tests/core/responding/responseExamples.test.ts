import { respondInquiry, type RespondingTo } from '../../../core/responding/respondInquiry';
import { examplesShown, togetherExamples } from '../../../core/responding/responseExamples';
import { runSetup, seedTask } from '../proposing/testSetup';

const prose = 'It is told in a few plain words, which go on for a while and then end.';
const plain = Array.from({ length: 5 }, (_, index) =>
  seedTask(`Explain thing ${index}.`, { response: prose }),
);
const others = [
  seedTask('Write a note.', { response: `Dear Ms Okafor, ${prose} Yours, Lena Fischer` }),
  seedTask('Write a haiku.', { response: `${prose}\n${prose}\n${prose}` }),
  seedTask('Say it in Spanish.', { response: `You can say: "¿Dónde está la estación?" ${prose}` }),
  seedTask('Find who wrote.', { input: 'Hi, this is Samira Haddad.', response: 'the sender' }),
];
const given = Array.from({ length: 5 }, (_, index) =>
  seedTask(`Judge text ${index}.`, { input: 'It was bad.', response: 'no' }),
);

test('a small model is shown prose that names nobody and quotes nothing new, where there are four of it', () => {
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

describe('what a response was shown is told by the prompts that it was written with', () => {
  const seeds = [...plain, ...given];
  const materials = { seeds, sources: [], lists: {}, personas: [] };

  test.each<[string, 'together' | 'paper', Partial<RespondingTo>, string, number]>([
    ['a task of its own', 'together', {}, 'Water it.', 4],
    ['a task on a text', 'together', { instruction: 'Rewrite this sentence.' }, 'Input: A b.\nOutput: B.', 4],
    ['a task without input', 'together', { input: '' }, 'Water it.', 4],
    ['a task with an input', 'together', { input: 'A fern.' }, 'Water it.', 4],
    ['the steps of the paper', 'paper', { input: '' }, 'Water it.', 0],
  ])('%s, %s', (_, form, to, text, count) => {
    const setup = runSetup({}, { small: form === 'together' }, form);
    const instruction = to.instruction ?? 'Say how a fern is kept.';
    const inquiry = respondInquiry(
      { setup, materials },
      { strategy: 'selfInstruct', cell: null, ...to, instruction },
    );
    const asked = inquiry.next();
    if (asked.done) throw new Error('nothing was asked');
    const answer = {
      text,
      finishReason: 'stop' as const,
      promptTokens: 1,
      completionTokens: 1,
      requestId: '',
    };
    const { value } = inquiry.next([answer]);
    if (!('kind' in value) || value.kind !== 'written') throw new Error('nothing was written');
    const [{ prompts, input }] = value.responses as [(typeof value.responses)[number]];
    const shown = examplesShown(setup.recipe.seed, seeds, { prompts, instruction, input });
    const prompt = JSON.stringify(asked.value[0]!.prompt);
    expect(new Set(shown)).toEqual(new Set(seeds.filter((seed) => prompt.includes(seed.instruction))));
    expect(shown).toHaveLength(count);
  });
});
