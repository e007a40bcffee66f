import { z } from 'zod';
import { perAccepted, spentOutput } from '../../runs/candidateOutput';
import { statusOutput } from '../../runs/statusOutput';
import { count, interval, share } from '../../terminal/outputValues';

const tally = {
  proposed: count,
  decided: count.describe('Neither open nor awaiting review nor abandoned.'),
  accepted: count,
};

const caughtChecks = z.strictObject({ answered: count, right: count, interval });

const shareEstimate = z.strictObject({
  share,
  interval,
  items: count.describe('Items that it rests on.'),
  of: count,
});

const pageOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  file: z.string(),
  bytes: count,
});

const figuresOutput = z.strictObject({
  status: statusOutput,
  spent: spentOutput.extend(perAccepted),
  strategies: z.array(
    z.strictObject({
      strategy: z.string(),
      works: count,
      ...tally,
      yield: share.nullable().describe('Accepted of decided.'),
      share: share.nullable().describe('Its part of the accepted pairs.'),
      wanted: share.describe("The recipe's share."),
    }),
  ),
  prompts: z.array(
    z.strictObject({
      name: z.string(),
      versions: z.array(
        z.strictObject({
          prompt: z.string(),
          version: z.string(),
          ...tally,
          yield: share.nullable(),
          interval,
          tokens: z.number(),
          cost: z.number().nullable(),
          unpriced: count.describe(
            'Calls of unknown price, which the cost leaves out, a shared one once for each candidate.',
          ),
          ...perAccepted,
          similarity: z.number().nullable().describe('Mean ROUGE-L F to the nearest seed or pair.'),
          judged: count,
          quality: z.number().nullable().describe("Mean of the judge's scores, 0 to 1."),
        }),
      ),
      comparisons: z.array(
        z.strictObject({
          better: z.string(),
          other: z.string(),
          difference: z.number(),
          interval,
          finding: z.enum(['tooFew', 'chance', 'differ']),
        }),
      ),
    }),
  ),
  operators: z.array(
    z.strictObject({
      operator: z.string(),
      tried: count,
      passed: count,
      failed: count,
      accepted: count.describe('Accepted pairs in whose chain it is.'),
      reasons: z
        .array(z.strictObject({ reason: z.string(), count }))
        .describe('Why it failed, most often first.'),
    }),
  ),
  cells: z
    .array(
      z.strictObject({
        cell: z.string(),
        asked: count,
        classified: count,
        accepted: count,
        share,
        wanted: share,
        lacking: z.number().describe('Pairs that it is short of its weight; negative where it has more.'),
      }),
    )
    .nullable()
    .describe('Null without a grid.'),
  health: z.array(z.strictObject({ iteration: count, measures: z.record(z.string(), z.number()) })),
  judging: z
    .strictObject({
      judged: count,
      unreadable: count.describe('Answers of judges that could not be used.'),
      length: z
        .strictObject({
          pairs: count,
          correlation: z.number().describe("Of the score with the logarithm of the response's length."),
          interval,
          perDoubling: z.number().describe('What a response of twice the length scores more.'),
        })
        .nullable(),
      agreement: z
        .strictObject({
          judges: z.array(z.string()),
          statistic: z
            .enum(['kappa', 'alpha'])
            .describe("Cohen's kappa with quadratic weights, or Krippendorff's alpha for interval data."),
          pairs: count,
          overall: z.number().nullable(),
          aspects: z.record(z.string(), z.number().nullable()),
          disagreements: count,
        })
        .nullable()
        .describe('Null where one judge judged alone.'),
      position: z
        .strictObject({
          pairs: count,
          mean: z.number().describe('Score nearer to the beginning of a call less that nearer to its end.'),
          size: z.number().describe('Mean of the difference, whichever way.'),
        })
        .nullable()
        .describe('Null where no pair was asked about in both orders.'),
    })
    .optional()
    .describe('Left out where nothing was judged.'),
  people: z
    .strictObject({
      batches: z.strictObject({ open: count, closed: count }),
      items: count,
      judged: count.describe('Items that somebody has judged.'),
      waiting: count.describe(
        'Items of open batches that are yet to be decided, judged ones that want another person among them.',
      ),
      verdicts: z.strictObject({ approve: count, reject: count, edit: count, unsure: count }),
      flagged: count,
      reviewers: z.array(
        z.strictObject({
          reviewer: z.string(),
          verdicts: count,
          approving: share.describe('Of the verdicts, edits among them.'),
          seconds: z.number().nullable().describe('Median a verdict; null where nothing measured them.'),
          switched: count.describe('Items of which they said another thing at last than at first.'),
          switchedAfterScores: count,
          checks: caughtChecks,
        }),
      ),
      agreement: z
        .strictObject({
          measure: z.enum(['cohenKappa', 'krippendorffAlpha']),
          value: z.number(),
          interval,
          items: count.describe('Items seen by two or more.'),
        })
        .nullable()
        .describe('Null where nobody saw the same items.'),
      checks: z.strictObject({ bad: caughtChecks, good: caughtChecks }).describe('Hidden checks.'),
      good: shareEstimate
        .nullable()
        .describe('Good pairs, approved as they are, of all that passed every filter.'),
      falseRejections: shareEstimate.nullable().describe('Good pairs of what the filters rejected.'),
    })
    .optional()
    .describe('Left out where nothing was drawn for people.'),
  calibrations: z
    .array(
      z.strictObject({
        version: count,
        state: z.enum(['proposed', 'inForce']),
        acceptedBy: z.string().nullable(),
        field: z.string().describe("The recipe's threshold that moves."),
        before: z.number().nullable(),
        after: z.number(),
        learned: z.boolean().describe('Whether it came with a scorer that was learned from the verdicts.'),
        labels: z.strictObject({ good: count, bad: count }),
        precisionBefore: share,
        precisionAfter: share.describe('Expected, by cross-validation.'),
        precisionInterval: interval,
        keeps: share.describe('Of good pairs, how many still pass.'),
      }),
    )
    .optional()
    .describe('Left out where verdicts taught the filters nothing.'),
  conversations: z
    .strictObject({
      conversations: count,
      messages: count.describe('What users say after the first response.'),
      different: count.describe('Of them, but for case, white space and marks.'),
      repeated: count.describe(
        'Messages with the response that they have, both of which stand in another conversation as well, beyond the first of each.',
      ),
      commonest: z
        .strictObject({ message: z.string(), conversations: count })
        .nullable()
        .describe('The message that stands in most conversations; null where none stands in two.'),
    })
    .optional()
    .describe('Of accepted pairs. Left out where none goes on after its first response.'),
});

/** What `seedbed report` prints with --json: the figures, or with --html where the page is. */
export const reportOutput = z.union([figuresOutput, pageOutput]);
