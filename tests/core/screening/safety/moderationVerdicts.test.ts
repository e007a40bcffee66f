import { moderation } from '../../../../core/screening/filters/safe';
import { applyFilters, nothingPrepared, type Subject } from '../../../../core/screening/filters/filter';
import type { Moderate } from '../../../../core/screening/safety/moderate';
import {
  moderationVerdicts,
  verdictsFromText,
  verdictsToText,
} from '../../../../core/screening/safety/moderationVerdicts';
import { recipeSchema } from '../../../../core/run/recipeSchema';
import { standardPolicy } from './standardPolicy';

const clear = { flagged: false, categories: { hate: false, violence: false } };
const flagged = {
  flagged: true,
  categories: { hate: false, violence: true },
  category_scores: { violence: 0.9 },
};

test('each text has the verdict at its place', () => {
  const verdicts = moderationVerdicts({ id: 'm', model: 'm', results: [clear, flagged] }, 2);
  expect(verdicts).toEqual([
    { flagged: false, categories: [] },
    { flagged: true, categories: ['violence'] },
  ]);
  if (typeof verdicts === 'string') throw new Error(verdicts);
  expect(verdictsFromText(verdictsToText(verdicts))).toEqual(verdicts);
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'ok'],
  ['HTML', '<html>'],
  ['an object without results', { error: { message: 'overloaded' } }],
  ['no result', { results: [] }],
  ['one too few', { results: [clear] }],
  ['one too many', { results: [clear, clear, clear] }],
  ['a result without a flag', { results: [clear, { categories: {} }] }],
  ['a flag in words', { results: [clear, { ...clear, flagged: 'false' }] }],
  ['no categories at all', { results: [clear, { flagged: false }] }],
])('%s is no answer', (_, body) => {
  expect(moderationVerdicts(body, 2)).toEqual(expect.any(String));
});

const subject = (response: string): Subject => ({
  instruction: 'Tell me about knives.',
  input: '',
  response,
  classification: false,
  finishReason: 'stop',
  language: 'en',
  strategy: 'selfInstruct',
});

async function screenBy(
  moderate: Moderate | undefined,
  policy = standardPolicy(),
  strategy = 'selfInstruct',
) {
  const recipe = recipeSchema.parse({ name: 'moderated', safety: { moderation: true } });
  return applyFilters([moderation], [{ ...subject('They cut.'), strategy }], {
    recipe,
    embed: () => Promise.reject(new Error('not asked')),
    languageModel: { logProbabilities: () => Promise.reject(new Error('not asked')) },
    materials: { ...nothingPrepared, safety: policy },
    ...(moderate && { moderate }),
  });
}

const answering =
  (...results: object[]): Moderate =>
  (texts) => {
    const verdicts = moderationVerdicts({ results }, texts.length);
    return typeof verdicts === 'string' ? Promise.reject(new Error(verdicts)) : Promise.resolve(verdicts);
  };

test('what is flagged in the task or the response is rejected, and what the policy allows or doubts is not', async () => {
  expect((await screenBy(answering(clear, clear)))[0]).toMatchObject({ results: [{ passed: true }] });
  for (const results of [
    [clear, flagged],
    [flagged, clear],
  ] as const)
    expect((await screenBy(answering(...results)))[0]).toMatchObject({
      rejectedBy: { filter: 'moderation' },
    });
  const allows = standardPolicy({ moderation: { ignore: ['violence'] } });
  expect((await screenBy(answering(flagged, flagged), allows))[0]?.rejectedBy).toBeUndefined();
  const doubts = standardPolicy({ moderation: { doubt: ['violence'] } });
  expect((await screenBy(answering(clear, flagged), doubts))[0]).toMatchObject({
    rejectedBy: { evidence: { doubt: true } },
  });
  // The request of a wanted refusal is harmful by design; its answer must not be.
  expect((await screenBy(answering(flagged, clear), undefined, 'refuse'))[0]?.rejectedBy).toBeUndefined();
  expect((await screenBy(answering(flagged, flagged), undefined, 'refuse'))[0]?.rejectedBy).toBeDefined();
});

test.each<[string, Moderate | undefined]>([
  ['there is none', undefined],
  ['it fails', () => Promise.reject(new Error('500'))],
  ['it gives fewer results than texts', answering(clear)],
  ['it gives more results than texts', answering(clear, clear, clear)],
  ['it gives no result for all that it was asked', () => Promise.resolve([])],
  ['it flags in no category', answering({ ...clear, flagged: true }, clear)],
  ['it names a category and does not flag', answering(clear, { ...flagged, flagged: false })],
  ['it names no categories', answering(clear, { flagged: false, categories: {} })],
])('nothing passes where %s', async (_, moderate) => {
  const [screening] = await screenBy(moderate);
  expect(screening?.rejectedBy ?? screening?.failed).toBeDefined();
});
