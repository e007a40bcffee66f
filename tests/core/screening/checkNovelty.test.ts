import { NoveltyPool } from '../../../core/screening/novelty/noveltyPool';
import type { Recipe } from '../../../core/recipe/schema';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { checkNovelty, isDoubtful, type Judged, type Newcomer } from '../../../core/screening/checkNovelty';
import { trigramEmbed } from './sameTask/trigramEmbed';

const recipeOf = (novelty: object): Recipe =>
  ({ language: 'en', novelty: recipeSchema.shape.novelty.parse(novelty) }) as unknown as Recipe;
const member = (instruction: string, more: Partial<Newcomer> = {}): Newcomer => ({
  instruction,
  family: null,
  identity: null,
  ...more,
});

async function poolOf(texts: readonly string[], family: string | null = null): Promise<NoveltyPool> {
  const pool = new NoveltyPool();
  const vectors = await trigramEmbed(texts);
  texts.forEach((text, index) => pool.add(member(text, { family }), vectors[index]));
  return pool;
}

async function check(there: readonly string[], newcomer: Newcomer, novelty: object = {}, judged?: Judged) {
  const pools = [await poolOf(there, 'seed:0'), new NoveltyPool()] as const;
  return checkNovelty(newcomer, pools, recipeOf(novelty), trigramEmbed, judged);
}

test('the same text in another script is a repetition, although ROUGE has no words for it', async () => {
  expect(await check(['Назовите три реки.'], member('назовите  ТРИ реки!'))).toMatchObject({ passed: false });
  expect(await check(['Назовите три реки.'], member('Опишите кошку.'))).toMatchObject({ passed: true });
});

test('by default words alone decide, above the threshold of Self-Instruct', async () => {
  const there = ['Convert 25 degrees Celsius to Fahrenheit.'];
  expect(await check(there, member('Convert 35 degrees Celsius to Fahrenheit.'))).toMatchObject({
    passed: false,
    evidence: { nearest: there[0] },
  });
  expect(await check(there, member('To Fahrenheit, 25 Celsius degrees convert.'))).toMatchObject({
    passed: true,
  });
});

test('with semantic on, another wording of what is there is a repetition', async () => {
  const there = ['Describe the water cycle for a school poster.'];
  const reworded = member('For a school poster, the water cycle: describe it.');
  expect(await check(there, reworded)).toMatchObject({ passed: true });
  expect(await check(there, reworded, { semantic: { threshold: 0.7 } })).toMatchObject({
    passed: false,
    evidence: { nearest: there[0], by: 'meaning' },
  });
});

test('by the rule sameTask a changed number is new, and another order is not', async () => {
  const there = ['Convert 25 degrees Celsius to Fahrenheit.'];
  const rule = { rule: 'sameTask' };
  expect(await check(there, member('Convert 35 degrees Celsius to Fahrenheit.'), rule)).toMatchObject({
    passed: true,
  });
  const repeated = await check(there, member('To Fahrenheit, convert 25 degrees Celsius.'), rule);
  expect(repeated).toMatchObject({ passed: false, evidence: { by: 'sameTask' } });
  expect(repeated.reason).toContain(there[0]);
});

describe('where the rule sameTask is not sure', () => {
  const there = ['Write a short poem about the sea.'];
  const task = 'Compose a short poem on the sea.';
  const decide = (unsure: string, judged?: Judged) =>
    check(there, member(task), { rule: 'sameTask', unsure }, judged);

  test('the recipe says whether the instruction stays', async () => {
    expect(await decide('keep')).toMatchObject({ passed: true });
    expect(await decide('reject')).toMatchObject({ passed: false, evidence: { by: 'sameTask' } });
  });

  test('the judge can be left to decide: it is noted what to ask, the likeliest neighbour first', async () => {
    const result = await decide('judge', 'ask');
    expect(result).toMatchObject({ passed: true, evidence: { doubts: [{ task, like: there[0] }] } });
    expect(isDoubtful({ results: [result] })).toBe(true);
    expect(isDoubtful({ results: [await decide('keep')] })).toBe(false);
  });

  test('nothing passes that the judge was to look at and did not', async () => {
    const result = await decide('judge');
    expect(result).toMatchObject({ passed: false, evidence: { nearest: there[0], by: 'unsure' } });
    expect(result.reason).toContain('no judge was asked');
    expect(await decide('judge', there)).toMatchObject({ passed: true });
    expect(await decide('judge', ['Another neighbour.'])).toMatchObject({ passed: false });
  });

  test('a variant is in doubt about its family too, each with its input', async () => {
    const variant = member(task, { input: 'Baltic', family: 'seed:0', identity: 'v', isMeantToDiffer: true });
    const result = await check([`${there[0]!}\nBaltic`], variant, { unsure: 'judge' }, 'ask');
    expect(result.evidence).toMatchObject({
      doubts: [{ task: `${task}\nBaltic`, like: `${there[0]!}\nBaltic` }],
    });
  });
});

test('a variant that is meant to differ must not ask its family for the same again; a paraphrase may', async () => {
  const there = ['Describe the water cycle for a school poster.'];
  const again = { family: 'seed:0', identity: 'variant' };
  const text = 'For a school poster, describe the water cycle.';
  expect(await check(there, member(text, again))).toMatchObject({ passed: true });
  expect(await check(there, member(text, { ...again, isMeantToDiffer: true }))).toMatchObject({
    passed: false,
  });
  const evolved = member(`${there[0]!.slice(0, -1)} in exactly 40 words.`, {
    ...again,
    isMeantToDiffer: true,
  });
  expect(await check(there, evolved)).toMatchObject({ passed: true });
});

test('of two alike in one iteration the first to be looked at stays', async () => {
  const pools = [new NoveltyPool(), new NoveltyPool()] as const;
  const recipe = recipeOf({});
  const decide = (text: string) => checkNovelty(member(text), pools, recipe, trigramEmbed);
  expect(await decide('Name three rivers in Spain.')).toMatchObject({ passed: true });
  expect(await decide('Name three rivers in Spain')).toMatchObject({ passed: false });
});
