import type { StoredScorer } from '../../../../core/foundations/statistics/logisticScorer';
import { filters as ours } from '../../../../core/screening/filters/registry';
import { parseRecipe } from '../../../../core/run/parseRecipe';
import type { Recipe } from '../../../../core/recipe/schema';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { Rescreening } from '../../../../core/run/rescreening/rescreen';
import { trigramEmbed } from '../../screening/sameTask/trigramEmbed';
import type { StoredCandidate } from '../../../../core/run/rescreening/screenedAgain';
import { textFilters } from '../../screening/filters/screening';

const seeds = { tasks: [{ instruction: 'Name a fruit that grows on trees.', response: 'An apple.' }] };

function recipe(more: Partial<RecipeInput> = {}): Recipe {
  const parsed = parseRecipe({ name: 'test', seeds, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.recipe;
}

const base: StoredCandidate = {
  iteration: 0,
  ordinal: 0,
  state: 'accepted',
  strategy: 'selfInstruct',
  family: null,
  identity: null,
  instruction: 'Explain why the sea is salty.',
  input: null,
  isMeantToDiffer: false,
  classification: null,
  askedCell: null,
  askedLanguage: null,
  decidedBy: null,
  judgedOther: [],
  responses: [],
  scores: [],
};

function candidate(ordinal: number, more: Partial<StoredCandidate>): StoredCandidate {
  const answer = 'Rivers carry minerals from rocks into the sea, where they stay when water evaporates.';
  const responses = [
    { response: 0, input: '', text: answer, finishReason: 'stop', kept: true, prompts: [] } as const,
  ];
  return { ...base, ordinal, responses, ...more };
}

const judged = (score: number, passed = true) => ({
  response: 0,
  stage: 'judge',
  filter: 'judge',
  score,
  passed,
  reason: passed ? null : 'the judge disliked it',
});
const novelty = (score: number, passed = true) => ({
  response: -1,
  stage: 'commit',
  filter: 'novelty',
  score,
  passed,
  reason: passed ? null : 'repeats another',
});

const filters = textFilters.filter(({ name }) => name === 'blocklist' || name === 'instance');

function rescreening(before: Recipe, after: Recipe): Rescreening {
  const embed = () => Promise.reject(new Error('nothing is to be embedded'));
  return new Rescreening({ before, after, materials: { seeds: [], sources: [] }, filters, embed });
}

const candidates = [
  candidate(0, { scores: [novelty(0), judged(0.9)] }),
  candidate(1, { instruction: 'Explain why the sea is so salty.', scores: [novelty(0.6), judged(0.55)] }),
  candidate(2, {
    instruction: 'List three uses of vinegar at home.',
    scores: [judged(0.4, false)],
    state: 'rejected',
    decidedBy: 'judge',
  }),
  candidate(3, {
    instruction: 'Explain why the sea is always salty.',
    responses: [],
    scores: [novelty(0.8, false)],
    state: 'rejected',
    decidedBy: 'novelty',
  }),
  candidate(4, { instruction: null, responses: [], state: 'quarantined' }),
];

test('nothing moves under the settings of the run', async () => {
  const same = recipe({ judge: {} });
  const again = rescreening(same, same);
  expect(await again.iteration(candidates)).toEqual([]);
  expect(again.summary).toMatchObject({
    looked: 4,
    before: { accepted: 2, rejected: 2 },
    after: { accepted: 2, rejected: 2, waiting: 0 },
    moves: [],
  });
});

test("a judge's threshold moves candidates both ways by their stored scores", async () => {
  const stricter = rescreening(recipe({ judge: {} }), recipe({ judge: { min: 0.6 } }));
  expect(await stricter.iteration(candidates)).toMatchObject([
    { ordinal: 1, state: 'rejected', decidedBy: 'judge', kept: [] },
  ]);
  const milder = rescreening(recipe({ judge: {} }), recipe({ judge: { min: 0.3 } }));
  expect(await milder.iteration(candidates)).toMatchObject([{ ordinal: 2, state: 'accepted', kept: [0] }]);
  expect(milder.summary.moves).toEqual([{ from: 'rejected', to: 'accepted', by: 'judge', count: 1 }]);
});

test('what reads the text alone is evaluated anew', async () => {
  const after = recipe({ judge: {}, filters: { blocklist: ['salty'] } });
  const again = rescreening(recipe({ judge: {} }), after);
  const changed = await again.iteration(candidates);
  expect(changed.map(({ ordinal, decidedBy }) => [ordinal, decidedBy])).toEqual([
    [0, 'blocklist'],
    [1, 'blocklist'],
  ]);
});

test('who was rejected before a response was bought waits for one, and is not passed', async () => {
  const again = rescreening(recipe({ judge: {} }), recipe({ judge: {}, novelty: { threshold: 0.95 } }));
  expect(await again.iteration(candidates)).toMatchObject([
    { ordinal: 3, state: 'waiting', needs: 'response' },
  ]);
  expect(again.summary.needs).toEqual({ response: 1 });
});

test('of two that are alike under a stricter novelty the better judged stays, and never none', async () => {
  const again = rescreening(recipe({ judge: {} }), recipe({ judge: {}, novelty: { threshold: 0.5 } }));
  const changed = await again.iteration(candidates);
  expect(changed).toMatchObject([{ ordinal: 1, state: 'rejected', decidedBy: 'novelty' }]);
});

test('who may repeat another waits where the judge would have to be asked, and not where it said no', async () => {
  const poems = ['Write a short poem about the sea.', 'Compose a short poem on the sea.'].map(
    (instruction, ordinal) => candidate(ordinal, { instruction }),
  );
  const after = recipe({ novelty: { rule: 'sameTask', unsure: 'judge' } });
  const input = { before: recipe(), after, materials: { seeds: [], sources: [] }, filters };
  const again = (): Rescreening => new Rescreening({ ...input, embed: trigramEmbed });
  expect(await again().iteration(poems)).toMatchObject([{ ordinal: 1, state: 'waiting', needs: 'judge' }]);
  const judged = [{ ...poems[0]!, judgedOther: [poems[1]!.instruction!] }, poems[1]!];
  expect(await again().iteration(judged)).toEqual([]);
});

test('a judge that the run did not have makes what it accepted wait', async () => {
  const unjudged = candidates.slice(0, 1).map((one) => ({ ...one, scores: [novelty(0)] }));
  const again = rescreening(recipe(), recipe({ judge: {} }));
  expect(await again.iteration(unjudged)).toMatchObject([{ ordinal: 0, state: 'waiting', needs: 'judge' }]);
});

const scored = (filter: string, score: number, passed = true) => ({
  response: 0,
  stage: 'pair',
  filter,
  score,
  passed,
  reason: passed ? null : 'out of bounds',
});

function amongAll(before: Recipe, after: Recipe, scorer?: StoredScorer): Rescreening {
  const embed = () => Promise.reject(new Error('nothing is to be embedded'));
  const materials = { seeds: [], sources: [] };
  const prepared = { evaluation: [], scorer };
  return new Rescreening({ before, after, materials, filters: ours, prepared, embed });
}

test('thresholds of filters that need a model meet the stored scores, on either side', async () => {
  const pairs = [
    candidate(0, { scores: [scored('relevance', 0.5), scored('followingDifficulty', 0.4)] }),
    candidate(1, { scores: [scored('relevance', 0.2), scored('followingDifficulty', 0.9)] }),
    candidate(2, { scores: [scored('relevance', 0.5), scored('followingDifficulty', 0.1)] }),
  ];
  const before = recipe({ filters: { relevance: {}, followingDifficulty: {} } });
  const near = recipe({ filters: { relevance: { min: 0.3 }, followingDifficulty: {} } });
  expect(await amongAll(before, near).iteration(pairs)).toMatchObject([
    { ordinal: 1, state: 'rejected', decidedBy: 'relevance' },
  ]);
  const middle = recipe({ filters: { relevance: {}, followingDifficulty: { min: 0.2, max: 0.8 } } });
  expect(await amongAll(before, middle).iteration(pairs)).toMatchObject([
    { ordinal: 1, state: 'rejected', decidedBy: 'followingDifficulty' },
    { ordinal: 2, state: 'rejected', decidedBy: 'followingDifficulty' },
  ]);
});

test('a filter that had nothing to say of a pair is not waited for, one that was never asked is', async () => {
  const before = recipe({ judge: {}, filters: { relevance: {} } });
  const short = candidate(0, { scores: [judged(0.4, false)], state: 'rejected', decidedBy: 'judge' });
  const out = candidate(1, {
    scores: [scored('repetition', 0.35, false)],
    state: 'rejected',
    decidedBy: 'repetition',
  });
  const milder = recipe({ judge: { min: 0.3 }, filters: { relevance: {}, repetitionShare: 0.5 } });
  expect(await amongAll(before, milder).iteration([short, out])).toMatchObject([
    { ordinal: 0, state: 'accepted' },
    { ordinal: 1, state: 'waiting', needs: 'relevance' },
  ]);
});

test('a changed threshold of a text filter meets its stored scores, and a fluency that changed waits', async () => {
  const looping = candidate(0, { scores: [scored('repetition', 0.25)] });
  const stricter = recipe({ filters: { repetitionShare: 0.2 } });
  expect(await amongAll(recipe(), stricter).iteration([looping])).toMatchObject([
    { ordinal: 0, state: 'rejected', decidedBy: 'repetition' },
  ]);
  const before = recipe({ filters: { fluency: {} } });
  const after = recipe({ filters: { fluency: { falseAlarms: 0.1 } } });
  const read = [candidate(0, { scores: [scored('fluency', 1)] })];
  expect(await amongAll(before, after).iteration(read)).toMatchObject([
    { ordinal: 0, state: 'waiting', needs: 'fluency' },
  ]);
});

test('a scorer that was learned after the run is applied to the stored scores', async () => {
  const columns = [{ feature: 'score.relevance', presence: false, mean: 0.5, deviation: 0.1 }];
  const scorer = { columns, weights: [0, -2], penalty: 1 };
  const pairs = [
    candidate(0, { scores: [scored('relevance', 0.7)] }),
    candidate(1, { scores: [scored('relevance', 0.3)] }),
  ];
  const before = recipe({ filters: { relevance: {} } });
  const after = recipe({ filters: { relevance: {}, learned: { file: 'calibration.json' } } });
  expect(await amongAll(before, after, scorer).iteration(pairs)).toMatchObject([
    { ordinal: 1, state: 'rejected', decidedBy: 'learned' },
  ]);
});

test('a response is held to have copied solved tasks only where its prompts had shown them', async () => {
  const told = 'Pour the water slowly over the roots until the saucer below is full.';
  const shown = { instruction: 'Say how a fern is watered.', input: '', response: told };
  const written = (ordinal: number, prompts: readonly string[]) =>
    candidate(ordinal, {
      responses: [{ response: 0, input: '', text: told, finishReason: 'stop', kept: true, prompts }],
    });
  const again = new Rescreening({
    before: recipe({ filters: { copiedExample: false } }),
    after: recipe(),
    materials: { seeds: [{ ...shown, classification: false, instances: [] }], sources: [] },
    filters: textFilters.filter(({ name }) => name === 'copiedExample'),
    embed: () => Promise.reject(new Error('nothing is to be embedded')),
  });
  const changed = await again.iteration([written(0, ['together@1']), written(1, ['respond@1'])]);
  expect(changed).toMatchObject([{ ordinal: 0, state: 'rejected', decidedBy: 'copiedExample' }]);
});

describe('several responses to the same', () => {
  const responses = ['Paris', 'Lyon', 'The capital of France is Paris.'].map((text, response) => ({
    response,
    sampleOf: response === 0 ? null : 0,
    input: '',
    text,
    finishReason: 'stop' as const,
    kept: response === 2,
    prompts: [],
  }));
  const scores = [0.6, 0.9, 0.8].map((score, response) => ({ ...judged(score), response }));
  const consistent = ours.filter(({ name }) => name === 'consistency');
  const agreement = [2 / 3, 1 / 3, 2 / 3].map((score, response) => ({
    response,
    stage: 'pair',
    filter: 'consistency',
    score,
    passed: score > 0.6,
    reason: score > 0.6 ? null : 'its samples do not agree',
  }));
  const capital = candidate(0, {
    instruction: 'What is the capital of France?',
    responses,
    scores: [novelty(0), ...agreement, ...scores.filter(({ response }) => response !== 1)],
  });
  const settings = (min: number): Recipe =>
    recipe({ judge: {}, respond: { samples: 3 }, filters: { consistency: { min } } });
  const again = (before: Recipe, after: Recipe): Rescreening =>
    new Rescreening({
      before,
      after,
      materials: { seeds: [], sources: [] },
      filters: consistent,
      embed: () => Promise.reject(new Error('nothing is to be embedded')),
    });

  test('are chosen from as the run chose, so that nothing moves under its own settings', async () => {
    expect(await again(settings(0.6), settings(0.6)).iteration([capital])).toEqual([]);
  });

  test('pass by their agreement under another threshold, told by what is stored', async () => {
    expect(await again(settings(0.6), settings(0.7)).iteration([capital])).toMatchObject([
      { state: 'rejected', decidedBy: 'consistency', kept: [] },
    ]);
  });

  test('are chosen from anew where a threshold leaves fewer of them', async () => {
    const stricter = recipe({ judge: { min: 0.85 }, respond: { samples: 3 }, filters: { consistency: { min: 0.6 } } }); // prettier-ignore
    const all = { ...capital, scores: [novelty(0), ...scores] };
    const [changed] = await again(recipe({ judge: {}, respond: { samples: 3 } }), recipe({ judge: { min: 0.7 }, respond: { samples: 3 } })).iteration([{ ...all, responses: responses.map((one) => ({ ...one, kept: one.response === 0 })) }]); // prettier-ignore
    expect(changed).toMatchObject({ state: 'accepted', kept: [1] });
    expect(await again(settings(0.6), stricter).iteration([capital])).toMatchObject([{ state: 'rejected', decidedBy: 'judge' }]); // prettier-ignore
  });

  test('are compared anew where more than a threshold changed', async () => {
    const [changed] = await again(recipe({ judge: {}, respond: { samples: 3 } }), settings(0.7)).iteration([
      { ...capital, scores: [novelty(0), ...scores] },
    ]);
    expect(changed).toMatchObject({ state: 'rejected', decidedBy: 'consistency' });
  });
});

describe('a conversation', () => {
  const turn = (message: string, response: string) => ({
    ...{
      kind: 'followUp' as const,
      message,
      response,
      finishReason: 'stop' as const,
      messageCall: 'm',
      call: 'r',
    },
    prompts: [],
  });
  const [first] = candidate(0, {}).responses;
  const talk = [turn('And why is it blue?', 'Water takes the red out of the light, as a thick glass does.')];
  const conversing = (more: Partial<StoredCandidate>) =>
    candidate(0, { responses: [{ ...first!, turns: talk }], scores: [judged(0.9)], ...more });
  const before = recipe({ judge: {}, conversation: { turns: { from: 2, to: 2 } } });
  const again = (after: Recipe, names: readonly string[]) =>
    new Rescreening({
      ...{ before, after, materials: { seeds: [], sources: [] } },
      filters: textFilters.filter(({ name }) => names.includes(name)),
      embed: () => Promise.reject(new Error('nothing is to be embedded')),
    });
  const names = ['responseText', 'promptLeakageInInstruction', 'echo'];
  const under = (filters: RecipeInput['filters']) =>
    recipe({ judge: {}, conversation: { turns: { from: 2, to: 2 } }, filters });

  test('stays as it is under the settings of the run, and is read whole under others', async () => {
    expect(await again(before, names).iteration([conversing({})])).toEqual([]);
    const after = under({ responseText: { blockWords: ['glass'] } });
    expect(await again(after, ['responseText']).iteration([conversing({})])).toMatchObject([
      { state: 'rejected', decidedBy: 'responseText' },
    ]);
  });

  test('that a filter rejected for what came later stays rejected by what is stored', async () => {
    const said = {
      ...{ response: 0, stage: 'converse', filter: 'promptLeakageInInstruction', score: null },
      ...{ passed: false, reason: 'exchange 2: leaks' },
    };
    const rejected = conversing({ state: 'rejected', decidedBy: said.filter, scores: [said] });
    expect(await again(before, names).iteration([rejected])).toEqual([]);
  });

  test('that had not gone on yet when its pair was rejected waits for it, and is never cut short', async () => {
    const scores = [{ ...judged(0.2, false), filter: 'echo', stage: 'pair', score: 0.9 }, judged(0.9)];
    const rejected = candidate(0, { state: 'rejected', decidedBy: 'echo', scores });
    expect(await again(under({ echo: false }), names).iteration([rejected])).toMatchObject([
      { state: 'waiting', needs: 'conversation' },
    ]);
  });
});
