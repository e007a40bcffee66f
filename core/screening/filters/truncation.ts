import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { truncationOf } from '../../foundations/text/truncation';

const fields = {
  truncation: z.boolean().default(true).describe('Reject responses that were cut.'),
};

export const truncation = textFilter({
  name: 'truncation',
  version: 3,
  stage: 'pair',
  fields,
  isOn: ({ truncation }) => truncation,
  check({ response, finishReason }) {
    const reason = truncationOf(response, finishReason);
    return reason === undefined ? passed : rejected(`the response ${reason}`);
  },
});
