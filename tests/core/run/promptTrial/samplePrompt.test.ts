import { samplePrompt } from '../../../../core/run/promptTrial/samplePrompt';
import type { SampleSource } from '../../../../core/run/promptTrial/sampleValues';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { ourPrompt, ourPrompts } from '../../../support/ourPrompts';
import { runSetup, seedTask } from '../../proposing/testSetup';

const seeds = [
  seedTask('Is the message spam or ham?', { classification: true, input: 'Win!', response: 'spam' }),
  seedTask('Is it late or early?', { classification: true, input: 'Noon.', response: 'late' }),
  seedTask('Summarise the letter.', { input: 'Dear aunt, all is well.', response: 'All is well.' }),
  seedTask('Name a bird that sings.'),
  seedTask('Explain why the sea is salty.'),
];

const everything: Partial<RecipeInput> = {
  coverage: { axes: { complexity: ['easy', 'hard'] } },
  template: {
    templates: [
      {
        name: 'shops',
        instruction: 'Name a {{ shop }}.',
        slots: { shop: { teacher: 'small shops', count: 5 } },
      },
    ],
  },
};

const sourceOf = (recipe = everything): SampleSource => ({
  setup: runSetup(recipe),
  materials: { seeds, sources: [], lists: {}, personas: ['a baker'] },
  pool: [],
});

const answer = (text: string) => ({
  text,
  finishReason: 'stop' as const,
  promptTokens: 1,
  completionTokens: 1,
  requestId: 'r',
});

describe('a sample of a prompt', () => {
  test.each(Object.keys(ourPrompts))('fills every variable of %s', (name) => {
    const { request } = samplePrompt(ourPrompt(name), sourceOf(), 1);
    expect(request.role).toBe(ourPrompt(name).role);
    expect(JSON.stringify(request.prompt)).not.toMatch(/\{\{|\{%|undefined|\[object/);
  });

  test('is the same whenever it is drawn, and about another task for each index', () => {
    const about = [0, 1, 2, 3, 4].map((index) => samplePrompt(ourPrompt('judge'), sourceOf(), index));
    expect(new Set(about.map((sample) => sample.about?.instruction)).size).toBe(seeds.length);
    expect(samplePrompt(ourPrompt('judge'), sourceOf(), 3).request).toEqual(about[3]?.request);
  });

  test('is about accepted pairs where there are any', () => {
    const pool = [{ instruction: 'Sum 1 and 2.', input: '', response: '3', classification: false }];
    const { about } = samplePrompt(ourPrompt('judge'), { ...sourceOf(), pool }, 5);
    expect(about).toMatchObject({ instruction: 'Sum 1 and 2.' });
  });

  test.each<[string, string, unknown]>([
    ['proposeList', ' Write a song.\n7. Name a bird.', ['Write a song.', 'Name a bird.']],
    ['classify', 'So: {"classification": false}', { classification: false }],
    ['respond', ' Yes. ', 'Yes.'],
  ])('%s reads an answer as a run does', (name, text, parsed) => {
    expect(samplePrompt(ourPrompt(name), sourceOf({}), 0).read(answer(text))).toEqual({ parsed });
  });

  test('says why an answer is of no use', () => {
    const { read } = samplePrompt(ourPrompt('classify'), sourceOf(), 0);
    expect(read(answer('Yes.'))).toEqual({ unreadable: 'the answer is not the JSON asked for' });
    expect(read({ ...answer(''), refusal: 'No.' })).toEqual({ unreadable: 'the teacher refused' });
  });

  test('names the variable that this recipe does not fill, and takes a value for it', () => {
    const file = ourPrompt('classifyCell');
    expect(() => samplePrompt(file, sourceOf({}), 0)).toThrow(
      'The variable "axes" of classifyCell@1 is not filled',
    );
    const { request } = samplePrompt(file, sourceOf({}), 0, { axes: [{ name: 'mood', values: [] }] });
    expect(JSON.stringify(request.prompt)).toContain('mood');
  });

  test('needs an example', () => {
    const source = { ...sourceOf(), materials: { ...sourceOf().materials, seeds: [] } };
    expect(() => samplePrompt(ourPrompt('judge'), source, 0)).toThrow('There is no example');
  });
});
