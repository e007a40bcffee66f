import type { RecipeInput } from '../../core/run/recipeSchema';

const things = [
  'a garden',
  'the moon',
  'bread',
  'a train',
  'the sea',
  'chess',
  'a library',
  'winter',
  'a violin',
  'honey',
];
const asks = [
  'Explain why people enjoy',
  'List three facts about',
  'Write a short poem about',
  'Give advice to a beginner on',
];

/** A recipe for a capable endpoint, with forty seeds of its own. */
export function testRecipe(recipe: Partial<RecipeInput> & { name: string }): RecipeInput {
  const tasks = asks.flatMap((ask, row) =>
    things.map((thing, column) => ({
      instruction: `${ask} ${thing}.`,
      response: `Here is what there is to say about ${thing}, as asked in case ${row}-${column}.`,
      classification: false,
    })),
  );
  const sentiment = {
    instruction: 'Is the mood of this sentence happy or sad?',
    input: 'I lost my keys again.',
    response: 'sad',
    classification: true,
  };
  return { target: 40, seeds: { tasks: [...tasks, sentiment] }, ...recipe };
}
