import type { RecipeInput } from '../../core/run/recipeSchema';
import { Draws } from './seededDraws';
import { writeInstruction, writeSentences } from './simulatedEnglish';
import { testRecipe } from './testRecipe';

/** Forty pairs of an existing set. */
const existing = Array.from({ length: 40 }, (_, index) => {
  const draws = new Draws('existing set', index);
  return { instruction: writeInstruction(draws), response: writeSentences(draws, 2, 3) };
});

/** All three strategies: half proposed, a quarter from templates (computed, written by the teacher, over a list of the teacher's), a quarter variants. */
export function mixedRecipe(recipe: Partial<RecipeInput> & { name: string }): RecipeInput {
  return testRecipe({
    target: 160,
    strategies: { selfInstruct: 0.5, template: 0.25, augment: 0.25 },
    template: {
      lists: { businesses: { teacher: 'kinds of small business', count: 12 } },
      templates: [
        {
          name: 'discount',
          weight: 2,
          slots: {
            price: { range: { from: 10, to: 400, step: 10 } },
            percent: { values: [5, 10, 20, 25] },
            rest: { compute: 'price - price * percent / 100', decimals: 2 },
          },
          instruction:
            'A coat costs {{ price }} euros, and {{ percent }} % are taken off. What does it cost then?',
          response: 'It costs {{ rest }} euros.',
        },
        {
          name: 'opening',
          slots: {
            business: { list: 'businesses' },
            town: { values: ['a seaside town', 'a mining town', 'a suburb', 'a university town'] },
          },
          instruction:
            'Name two risks of opening a {{ business }} in {{ town }}, and one way to meet each of them.',
        },
      ],
    },
    augment: {
      source: { tasks: existing },
      variants: 8,
      chains: [['paraphraseInstruction'], { operators: ['addConstraint', 'changeStyle'], weight: 2 }],
    },
    ...recipe,
  });
}
