import { copiedExample } from '../../../../core/screening/filters/copiedExample';
import { nothingPrepared, type FilterContext, type Subject } from '../../../../core/screening/filters/filter';
import { seedTask } from '../../proposing/testSetup';
import { textContext } from './screening';

const sign = 'Thank you very much for your patience and your time.';
const examples = [
  seedTask('Write a note.', {
    response: `Dear Ms Okafor, the vase that broke on its way will be sent again. ${sign}`,
  }),
  seedTask('Write to Tom.', {
    response: `Dear Tom, the meeting in the small room is moved to Friday at noon. ${sign}`,
  }),
  seedTask('Judge the review.', {
    input: 'The kettle looked lovely, but it leaked from the first day.',
    response: 'negative',
  }),
];
const context: FilterContext = {
  ...textContext(),
  materials: { ...nothingPrepared, examplesShown: () => examples },
};

async function reason(subject: Partial<Subject>, given = context): Promise<string | undefined> {
  const all: Subject = {
    instruction: 'Write a letter.',
    input: '',
    response: '',
    classification: false,
    finishReason: 'stop',
    language: 'en',
    strategy: 'selfInstruct',
    ...subject,
  };
  const [result] = await copiedExample.evaluate([all], given);
  return result!.reason;
}

test('a response that goes on with an example in place of the task is rejected, and the words are named', async () => {
  expect(await reason({ response: 'Hello! The VASE that broke on its way is blue.' })).toBe(
    'the response is taken from an example: "the vase that broke on its way"',
  );
  expect(
    await reason({ input: 'The kettle looked lovely, but it leaked a lot.', response: 'negative' }),
  ).toBe('the input is taken from an example: "the kettle looked lovely but it leaked"');
});

test.each<[string, Partial<Subject>]>([
  ['has a few words of it', { response: 'The vase that broke on its side is blue.' }],
  [
    'was given the words',
    {
      instruction: 'Say why the vase that broke on its way is late.',
      response: 'The vase that broke on its way is late.',
    },
  ],
  ['says what several examples say', { response: `It is done. ${sign}` }],
  ['is a variant of a seed', { strategy: 'augment', response: examples[0]!.response }],
  ['is nobody’s', { strategy: null, response: examples[0]!.response }],
])('one that %s is left', async (_, subject) => {
  expect(await reason(subject)).toBeUndefined();
});

test('where no examples were shown it has no say', async () => {
  expect(await reason({ response: examples[0]!.response }, textContext())).toBeUndefined();
});

test('a recipe turns it off', () => {
  const { recipe } = context;
  expect(copiedExample.isOn(recipe)).toBe(true);
  expect(
    copiedExample.isOn({
      ...recipe,
      filters: { ...recipe.filters, copiedExample: false },
    }),
  ).toBe(false);
});
