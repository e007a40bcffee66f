import { textFilter, type Filter } from '../../../core/screening/filters/filter';
import { screenPairs } from '../../../core/screening/screenPairs';
import type { WrittenCandidate } from '../../../core/vocabulary/screenedCandidate';
import { pairFilters, textContext } from './filters/screening';

function candidate(ordinal: number, ...texts: readonly string[]): WrittenCandidate {
  return {
    ordinal,
    instruction: 'Describe the morning of a baker.',
    strategy: 'selfInstruct',
    askedCell: null,
    askedLanguage: null,
    classification: false,
    unreadable: null,
    earlier: [],
    responses: texts.map((text, response) => ({
      response,
      input: `morning ${response}`,
      text,
      finishReason: 'stop',
      callKey: null,
      endpoint: null,
      model: null,
      prompts: [],
    })),
  };
}

const good = 'She kneads the dough at four and opens the shop at seven.';
const refusing = "I'm sorry, but I can't help with that.";
const erring: Filter = {
  ...textFilter({ name: 'erring', version: 1, stage: 'pair', check: () => ({ passed: true }) }),
  evaluate: () => Promise.reject(new Error('out of order')),
};

test('candidates keep their responses apart, however many each has', async () => {
  const stopped = candidate(2);
  const unread = { ...candidate(3), unreadable: { reason: 'no JSON', raw: '?' } };
  const refused = { ...candidate(5), unreadable: { reason: 'no JSON', raw: refusing } };
  const screenings = await screenPairs(
    [candidate(0, good, refusing), candidate(1, refusing), stopped, unread, candidate(4, good), refused],
    pairFilters,
    textContext(),
  );
  expect(screenings.map(({ ordinal, state, decidedBy }) => [ordinal, state, decidedBy])).toEqual([
    [0, 'open', null],
    [1, 'rejected', 'refusal'],
    [3, 'quarantined', 'teacher'],
    [4, 'open', null],
    [5, 'quarantined', 'refusal'],
  ]);
  expect(screenings[0]?.responses.map(({ kept }) => kept)).toEqual([true, false]);
});

test('a filter that errs quarantines what it could not decide, under its name', async () => {
  const [screening] = await screenPairs([candidate(0, good)], [...pairFilters, erring], textContext());
  expect(screening).toMatchObject({
    state: 'quarantined',
    decidedBy: 'erring',
    reason: 'the filter erring could not decide: out of order',
    responses: [{ kept: false }],
  });
});

test('a rejection counts before a failure', async () => {
  const [screening] = await screenPairs([candidate(0, refusing)], [...pairFilters, erring], textContext());
  expect(screening).toMatchObject({ state: 'rejected', decidedBy: 'refusal' });
});

test('personal data is redacted before anything looks at it, and what is kept is what was looked at', async () => {
  const seen: string[] = [];
  const watching = textFilter({
    name: 'watching',
    version: 1,
    stage: 'pair',
    check({ response }) {
      seen.push(response);
      return { passed: true };
    },
  });
  const context = textContext({ personalData: { action: 'redact' } });
  const [screening] = await screenPairs([candidate(0, `${good} Ask jane@gmail.com.`)], [watching], context);
  expect(seen).toEqual([`${good} Ask <EMAIL>.`]);
  expect(screening?.responses[0]?.redacted).toEqual({ input: 'morning 0', text: `${good} Ask <EMAIL>.` });
});

test('a response in a language that its cell or its attributes ask for is none of another language', async () => {
  const german =
    'Der Bäcker steht um vier Uhr auf, knetet den Teig und öffnet um sieben Uhr seinen kleinen Laden.';
  const [plain, asked] = await screenPairs(
    [candidate(0, german), { ...candidate(1, german), askedLanguage: 'German' }],
    pairFilters,
    textContext(),
  );
  expect(plain?.decidedBy).toBe('language');
  expect(asked?.state).toBe('open');
});
