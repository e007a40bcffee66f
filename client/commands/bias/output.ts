import { z } from 'zod';
import { outcomes } from '../../../core/run/bias/auditedPair';
import { count, interval, share } from '../../terminal/outputValues';

const comparison = z.strictObject({
  attribute: z.string(),
  group: z.string(),
  against: z.string().describe('The other group, or "others".'),
  outcome: z.enum(outcomes),
  pairs: z.tuple([count, count]).describe('Of the group, and of what it is compared with.'),
  difference: z
    .number()
    .describe(
      'The group less the others; of lengths the share by which responses are longer, below 0 shorter.',
    ),
  interval,
  p: share.describe('Of this comparison alone.'),
  adjusted: share.describe('Held over all comparisons.'),
  found: z.boolean(),
});

/** What `seedbed bias` prints with --json. */
export const biasOutput = z.strictObject({
  run: z.string().nullable().describe("The run's name; null for a dataset."),
  dataset: z.string().nullable(),
  language: z.string(),
  pairs: count,
  representation: z.array(
    z.strictObject({
      attribute: z.string(),
      pairs: count.describe('That name any of its groups.'),
      groups: z.array(
        z.strictObject({
          group: z.string(),
          instructions: count.describe('Pairs whose instruction or input names it.'),
          responses: count,
          pairs: count,
          share: share.describe(
            'Of the pairs that name any group of the attribute; one that names two counts half for each.',
          ),
          interval,
          reference: share.nullable(),
          adjusted: share
            .nullable()
            .describe('Chance of a share so far from its reference, held over all groups.'),
          finding: z.enum(['tooFew', 'tooMany']).nullable(),
        }),
      ),
    }),
  ),
  treatment: z.strictObject({
    pairs: count.describe('That name a group in the task; of a run, those that filters rejected among them.'),
    errorRate: share,
    byMeaning: z.boolean(),
    comparisons: z.array(comparison),
  }),
  genderAssociation: z
    .strictObject({ sentences: count, logOdds: z.number(), interval })
    .nullable()
    .describe('Above 0: women and men stand with the words that stereotypes tie them to.'),
  counterfactuals: z
    .strictObject({
      pairs: count,
      sent: count.describe('Requests that were sent; the others were in the ledger.'),
      unanswered: count,
      comparisons: z.array(comparison),
      left: z.array(z.strictObject({ reason: z.string(), tasks: count })),
    })
    .nullable(),
  review: z
    .array(z.strictObject({ batch: count, items: count, workflowId: z.string() }))
    .nullable()
    .describe(
      'Batches with the most unequal of them that wait for people; null where --review did not ask for any.',
    ),
  stereotypes: z
    .strictObject({
      model: z.string(),
      preference: z.array(
        z.strictObject({
          attribute: z.string().nullable().describe('Null for all together.'),
          items: count,
          preferred: count.describe('Of which the stereotype is the likelier reading.'),
          share,
          interval,
          meanLogOdds: z.number(),
        }),
      ),
    })
    .nullable(),
});
