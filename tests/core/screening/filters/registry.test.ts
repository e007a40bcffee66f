import { filters } from '../../../../core/screening/filters/registry';
import { scoreThresholds } from '../../../../core/screening/filters/scoreThresholds';
import { fieldSchema, fieldSchemaAt } from '../../../../core/recipe/expectation';
import { recipeSchema } from '../../../../core/run/recipeSchema';

test('a filter has one name, and two of one name are of different stages', () => {
  const named = filters.map(({ stage, name }) => `${stage} ${name}`);
  expect(new Set(named).size).toBe(filters.length);
});

test('every threshold is a number of the recipe', () => {
  const schema = fieldSchema(recipeSchema);
  const fields = Object.values(scoreThresholds).flatMap(({ field, other }) => [
    field,
    ...(other === undefined ? [] : [other]),
  ]);
  expect(fields.map((field) => [field, fieldSchemaAt(schema, field.split('.'))?.type])).toEqual(
    fields.map((field) => [field, 'number']),
  );
});

test('these scores have thresholds, which rescreen, calibrate and verdicts move', () => {
  expect(Object.keys(scoreThresholds).sort()).toEqual([
    'consistency',
    'followingDifficulty',
    'grounded',
    'judge',
    'learned',
    'novelty',
    'relevance',
    'repetition',
  ]);
});
