import { shortened } from '../../foundations/text/shortened';
import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { checkSteps } from '../steps/workedSteps';

const fields = {
  workedSteps: z
    .boolean()
    .default(true)
    .describe(
      'Reject responses with a step that does not hold: a computation in signs or words, with units, fractions and percent, or an equation that does not follow from those before it. The first such step is named.',
    ),
};

/** Languages that write "1.500,25". */
const writesComma = /^(?:de|fr|es|it|pt|nl|pl|ru|uk|cs|da|sv|no|nb|fi|tr|el|hu|ro|bg|hr|sr|sl|sk|id|vi)$/;

/** The first step of a worked solution that does not hold, by evaluating what it states. */
export const workedSteps = textFilter({
  name: 'workedSteps',
  version: 3,
  stage: 'pair',
  fields,
  isOn: ({ workedSteps }) => workedSteps,
  check: ({ instruction, input, response, language }) => {
    const prefers = writesComma.test(language) ? 'comma' : 'point';
    const { wrong } = checkSteps(`${instruction}\n${input}`, response, prefers);
    if (!wrong) return passed;
    const { step, relation, instead, text } = wrong;
    const place =
      text.includes(relation) && text.length < relation.length + 10 ? '' : `in "${shortened(text, 120)}", `;
    return {
      ...rejected(`step ${step} does not hold: ${place}"${relation}": ${instead}`),
      evidence: { step, text, relation, instead },
    };
  },
});
