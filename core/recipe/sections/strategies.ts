import { z } from 'zod';

const share = z.number().min(0);

export const strategiesSection = z
  .strictObject({
    selfInstruct: share.optional().describe('Share of pairs whose instruction the teacher comes up with.'),
    template: share.optional().describe('Share of pairs made from templates.'),
    augment: share.optional().describe('Share of pairs made out of existing ones.'),
  })
  .optional()
  .describe(
    'How the accepted pairs are divided among the strategies: shares of the whole, whatever they add up to. Left out: equal shares of those that the recipe has a section for; selfInstruct where there are seeds and neither templates nor an augment section.',
  );
