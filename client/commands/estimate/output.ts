import { z } from 'zod';
import { estimateOfRecipe } from '../../runs/estimateOutput';

/** What `seedbed estimate` prints with --json. */
export const estimateOutput = estimateOfRecipe.extend({
  recipe: z.string().describe("The recipe's name."),
  source: z.string(),
});
