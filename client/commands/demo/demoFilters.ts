import type { RecipeInput } from '../../../core/run/recipeSchema';

/** A sentence that states something: "A car is a vehicle that has nothing but wheels." */
const statement =
  "(?i)^(?:an?|the|this|that|these|there|it|he|she|they|some\\w*|every\\w*|nobody|nothing|\\d+)\\b[^?:.!]* (?:is|are|was|were|has|have|had|can|can't|could|will|would)\\b[^?:.!]*[.!]?$";

/** What the demo asks for beside the recipe's filters: a model this small also writes statements, which ask for nothing, and much that words can't do. */
export const demoFilters: RecipeInput['filters'] = {
  doubtfulTask: true,
  instructionText: { blockPatterns: [statement] },
};
