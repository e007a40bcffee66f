import { parseRecipe } from '../../../core/run/parseRecipe';
import { samplingParameters } from '../../../core/recipe/samplingParameters';

const defaults = { temperature: 0.7, top_p: 0.5, max_tokens: 1024, stop: ['\n'] };

test('what a recipe leaves out is as usual, and what is null there is not asked for', () => {
  expect(samplingParameters({}, defaults)).toEqual(defaults);
  expect(samplingParameters({ temperature: null, topP: 1, presencePenalty: null }, defaults)).toEqual({
    top_p: 1,
    max_tokens: 1024,
    stop: ['\n'],
  });
});

test('null is a value of a recipe, and what is out of bounds is told with it', () => {
  const written = { name: 'r', seeds: { file: 'seeds.jsonl' } };
  const parsed = parseRecipe({
    ...written,
    selfInstruct: { respond: { temperature: null, maxTokens: null } },
  });
  expect(parsed.ok && parsed.recipe.selfInstruct.respond).toEqual({ temperature: null, maxTokens: null });
  const wrong = parseRecipe({ ...written, selfInstruct: { respond: { temperature: '1' } } });
  expect(!wrong.ok && wrong.problems[0]?.message).toBe(
    '"selfInstruct.respond.temperature" is the text "1", but must be a number from 0 to 2, or null: write it without quotes, 1.',
  );
});
