import { z } from 'zod';
import { rejected, textFilter } from './filter';
import { repetition } from '../../foundations/text/repetition';
import { share } from '../../recipe/sections/fields';

const fields = {
  repetition: z.boolean().default(true).describe('Reject responses that loop.'),
  repetitionShare: share
    .default(0.3)
    .describe('Share of a response, in words, above which what repeats itself is a loop.'),
};

export const repetitionFilter = textFilter({
  name: 'repetition',
  version: 2,
  stage: 'pair',
  fields,
  threshold: { side: 'max', field: 'filters.repetitionShare' },
  isOn: ({ repetition }) => repetition,
  check({ response }, { repetitionShare }) {
    const { share, passage } = repetition(response);
    if (share <= repetitionShare) return { passed: true, score: share };
    return rejected(`${Math.round(share * 100)} % of the response repeats itself: "${passage}"`, share);
  },
});
