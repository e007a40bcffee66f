import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { truncationOf } from '../../foundations/text/truncation';

const fields = {
  truncation: z.boolean().default(true).describe('Reject responses that were cut.'),
};

export const truncation = textFilter({
  name: 'truncation',
  version: 4,
  stage: 'pair',
  fields,
  isOn: ({ truncation }) => truncation,
  check({ response, finishReason, language }) {
    const reason = truncationOf(response, finishReason, language);
    return reason === undefined ? passed : rejected(`the response ${reason}`);
  },
});
