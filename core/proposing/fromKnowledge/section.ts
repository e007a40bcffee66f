import { z } from 'zod';
import { sampling, share } from '../../recipe/sections/fields';

const weight = z.number().min(0);

/** What is asked of a passage, and how often beside the others. */
const forms = z
  .strictObject({
    question: weight.default(4).describe('Questions that it answers.'),
    summary: weight.default(1).describe('Summaries of it, at a length and for a reader.'),
    extraction: weight.default(1).describe('What it names, as a list, a table or fields.'),
    comparison: weight.default(1).describe('What two passages about the same say alike and differently.'),
    unanswerable: weight
      .default(1)
      .describe('Questions that seem to belong to it and that it does not answer; the response says so.'),
  })
  .prefault({});

export const fromKnowledgeSection = z
  .strictObject({
    forms: forms.describe('What is asked of passages, each with how often.'),
    pairs: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('Pairs that one request asks for. Of a summary it asks for one.'),
    perPassage: z
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('How often a passage is asked about, each time in another form, before it is used up.'),
    shown: share
      .default(0.5)
      .describe(
        'Share of questions and comparisons whose input is the passage; the others are asked without it. What is summarised or extracted from, or can not be answered, is always shown.',
      ),
    even: z
      .enum(['passages', 'documents'])
      .default('passages')
      .describe('What the accepted pairs are spread over evenly: passages, or documents however long.'),
    guidance: z.array(z.string().min(1)).max(20).default([]).describe('Sentences that every prompt has.'),
    sampling: sampling
      .prefault({})
      .describe('Sampling of the requests. Defaults: temperature 0.7, maxTokens 2048.'),
  })
  .refine(({ forms: weights }) => Object.values(weights).some((one) => one > 0), {
    message: 'must have a form whose weight is above 0',
    path: ['forms'],
  })
  .optional()
  .describe('Writes pairs from passages of "knowledge".');

export type FromKnowledgeSettings = NonNullable<z.output<typeof fromKnowledgeSection>>;
