import { judgedInstructions } from '../../../../benchmarks/qualityData';
import {
  needsWorldByMeaning,
  personalQuestionByMeaning,
} from '../../../../core/screening/filters/askedMeaning';
import { checkText } from '../../../../core/screening/filters/askedModel';
import model from '../../../../core/screening/filters/askedModel.json';
import type { Filter, FilterContext, Subject } from '../../../../core/screening/filters/filter';
import { missingInput, needsWorld } from '../../../../core/screening/filters/needsWorld';
import { personalQuestion } from '../../../../core/screening/filters/personalQuestion';
import { goodPair, textContext } from './screening';

const subject = (instruction: string, more: Partial<Subject> = {}): Subject => ({
  ...{ ...goodPair, instruction, input: '', language: 'und' },
  ...more,
});
const rejects = async (filter: Filter, subjects: readonly Subject[], context = textContext()) =>
  (await filter.evaluate(subjects, context)).map(({ passed }) => !passed);
const resultOf = async (filter: Filter, one: Subject, context: FilterContext) =>
  (await filter.evaluate([one], context))[0]!;

// Nothing was learned from them, and no pattern is ever to be changed for them.
test('of the instructions of an author who had read nothing, nine of ten that are rejected are so rightly, and four of five are found', async () => {
  const judged = judgedInstructions().filter(({ set }) => set === 'ofAnotherStranger');
  expect(judged).toHaveLength(260);
  const subjects = judged.map(({ instruction, input = '' }) => subject(instruction, { input }));
  const [personal, world, missing] = await Promise.all(
    [personalQuestion, needsWorld, missingInput].map((filter) => rejects(filter, subjects)),
  );
  const flagged = { personalQuestion: personal!, needsWorld: world!.map((one, at) => one || missing![at]!) };
  for (const kind of ['personalQuestion', 'needsWorld'] as const) {
    const told = judged.flatMap((one, at) =>
      one.kind === null || one.kind === kind ? [{ bad: one.kind === kind, flagged: flagged[kind][at]! }] : [],
    );
    const found = told.filter((one) => one.bad && one.flagged).length;
    expect(found / told.filter((one) => one.flagged).length).toBeGreaterThanOrEqual(0.9);
    expect(found / told.filter((one) => one.bad).length).toBeGreaterThanOrEqual(0.8);
  }
});

test('the reason says whether patterns or words spoke, and without the words fewer are found', async () => {
  const byPattern = await resultOf(
    personalQuestion,
    subject('How many siblings do you have?'),
    textContext(),
  );
  expect(byPattern.reason).toMatch(/^asks for a life of the one who answers: "/u);
  const quiet = subject('Provide a gift for a friend.');
  expect(await resultOf(needsWorld, quiet, textContext())).toEqual({
    passed: false,
    reason: 'reads like one that needs what nobody tells here, by its words',
  });
  expect(await resultOf(needsWorld, quiet, textContext({ unaskableBy: 'patterns' }))).toEqual({
    passed: true,
  });
});

test('words say nothing of a part to play, of an invented world, or of a language that they were not learned from', async () => {
  const asked = 'Any tattoos, and what of?';
  expect(await rejects(personalQuestion, [subject(asked)])).toEqual([true]);
  expect(await rejects(personalQuestion, [subject(`Pretend you are a sailor. ${asked}`)])).toEqual([false]);
  expect(await rejects(personalQuestion, [subject(asked, { language: 'nl' })])).toEqual([false]);
  expect(await rejects(needsWorld, [subject('Write a story: provide a gift for a friend.')])).toEqual([
    false,
  ]);
});

describe('by meaning', () => {
  const check = Float32Array.from(model.check.vector);
  const dimensions = check.length;
  const bytes = new Int8Array(Buffer.from(model.meaning.needsWorld.bytes, 'base64')).slice(0, dimensions);
  const size = Math.hypot(...bytes);
  /** Texts with "errand" point where what needs the world lies, all others away from it. */
  const embed: FilterContext['embed'] = (texts) =>
    Promise.resolve(
      texts.map((text) =>
        text === checkText
          ? check
          : Float32Array.from(bytes, (byte) => ((text.includes('errand') ? 1 : -1) * byte) / size),
      ),
    );
  const context = (other = embed): FilterContext => ({
    ...textContext({ unaskableBy: 'meaning' }),
    embed: other,
  });
  const errand = subject('Whatever this errand may be about.');

  test('what the patterns left is rejected by its embedding', async () => {
    expect(needsWorldByMeaning.isOn(context().recipe)).toBe(true);
    expect(needsWorldByMeaning.isOn(textContext().recipe)).toBe(false);
    expect(await resultOf(needsWorldByMeaning, errand, context())).toEqual({
      passed: false,
      reason: 'reads like one that needs what nobody tells here, by its meaning',
    });
    expect(await rejects(needsWorldByMeaning, [subject('Whatever this may be about.')], context())).toEqual([
      false,
    ]);
    expect(await rejects(personalQuestionByMeaning, [errand], context())).toEqual([false]);
  });

  test('with another embedder the words decide, and no more than one text is embedded', async () => {
    const asked: string[] = [];
    const other: FilterContext['embed'] = (texts) => {
      asked.push(...texts);
      return Promise.resolve(texts.map(() => Float32Array.of(1, 0)));
    };
    const quiet = subject('Provide a gift for a friend.');
    const [result, left] = await needsWorldByMeaning.evaluate([quiet, errand], context(other));
    expect(result).toMatchObject({
      passed: false,
      reason: expect.stringContaining('by its words') as string,
    });
    expect(left).toEqual({ passed: true });
    expect(asked).toEqual([checkText]);
  });

  test('an embedder that fails decides nothing', async () => {
    const away = context(() => Promise.reject(new Error('away')));
    await expect(needsWorldByMeaning.evaluate([errand], away)).rejects.toThrow('away');
    await expect(
      needsWorldByMeaning.evaluate(
        [errand],
        context(() => Promise.resolve([])),
      ),
    ).rejects.toThrow('too few');
  });
});
