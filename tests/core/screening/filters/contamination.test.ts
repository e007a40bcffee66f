import {
  contamination,
  contaminationByMeaning,
  instructionContamination,
} from '../../../../core/screening/filters/contamination';
import { nothingPrepared, type FilterContext, type Subject } from '../../../../core/screening/filters/filter';
import type { EvaluationItem } from '../../../../core/vocabulary/evaluationSet';
import { textContext } from './screening';

const item: EvaluationItem = {
  source: 'exam.jsonl',
  item: 7,
  instruction: 'How many legs does a healthy adult spider usually have, and how many eyes does it have?',
  input: '',
  response: '',
  similarity: 0.9,
};
/** Spiders lie in one direction, everything else in another. */
const embed = (texts: readonly string[]): Promise<Float32Array[]> =>
  Promise.resolve(texts.map((text) => Float32Array.from(/spider/.test(text) ? [1, 0] : [0, 1])));
const context: FilterContext = {
  ...textContext(),
  embed,
  materials: { ...nothingPrepared, evaluation: [item] },
};
const subject = (instruction: string, response = ''): Subject => ({
  instruction,
  input: '',
  response,
  classification: false,
  finishReason: 'stop',
  language: 'en',
  strategy: null,
});
test('an instruction that has an evaluation question in it is thrown out, and the question named', async () => {
  const [result] = await instructionContamination.evaluate([subject(`Answer: ${item.instruction}`)], context);
  expect(result).toMatchObject({ passed: false, evidence: { item: 'exam.jsonl, item 7' } });
});

test('so is a pair whose response gives it away', async () => {
  const results = await contamination.evaluate(
    [subject('Ask me something.', item.instruction), subject('Ask me something.', 'How are you?')],
    context,
  );
  expect(results.map(({ passed }) => passed)).toEqual([false, true]);
});

test('where a similarity is given, another wording of the question is thrown out too', async () => {
  const results = await contaminationByMeaning.evaluate(
    [subject('Count the legs of a spider.'), subject('Name a bird.')],
    context,
  );
  expect(results.map(({ passed }) => passed)).toEqual([false, true]);
  expect(results[0]!.reason).toContain('exam.jsonl, item 7');
});

test('a recipe without evaluation sets does not ask', () => {
  const all = [instructionContamination, contamination, contaminationByMeaning];
  expect(all.filter((filter) => filter.isOn(context.recipe))).toEqual([]);
});
