import type { RecipeInput } from '../../../core/run/recipeSchema';

/** A sentence that states something: "A car is a vehicle that has nothing but wheels." */
const statement =
  "(?i)^(?:an?|the|this|that|these|there|it|he|she|they|some\\w*|every\\w*|nobody|nothing|\\d+)\\b[^?:.!]* (?:is|are|was|were|has|have|had|can|can't|could|will|would)\\b[^?:.!]*[.!]?$";

/**
 * What the demo asks for beside the recipe's filters. Its embedding model runs in any case, to see whether the run repeats itself, so that it may
 * find what no teacher should be asked as well; and a model this small also writes statements, which ask for nothing.
 */
export const demoFilters: RecipeInput['filters'] = {
  unaskableBy: 'meaning',
  instructionText: { blockPatterns: [statement] },
};
