import { z } from 'zod';
import { rejected, textFilter } from '../../core/screening/filters/filter';
import { share } from '../../core/recipe/sections/fields';

const fields = {
  shouting: z
    .strictObject({
      max: share.default(0.5).describe('Share of capitals among the letters above which a response shouts.'),
    })
    .prefault({})
    .describe('Reject responses that are written in capitals.'),
};

/** An example of a filter: responses in capitals, by their share. */
export const shouting = textFilter({
  name: 'shouting',
  version: 1,
  stage: 'pair',
  fields,
  threshold: { side: 'max', field: 'filters.shouting.max' },
  check({ response }, { shouting: { max } }) {
    const letters = response.match(/\p{L}/gu) ?? [];
    const capitals = response.match(/\p{Lu}/gu) ?? [];
    const score = letters.length === 0 ? 0 : capitals.length / letters.length;
    return score <= max ? { passed: true, score } : rejected('the response shouts', score);
  },
});
