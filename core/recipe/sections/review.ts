import { z } from 'zod';
import { name, share } from './fields';

/** Durations as people write them: "90 seconds", "2 hours", "7 days". */
const duration = z
  .string()
  .regex(
    /^[1-9]\d{0,5} (second|minute|hour|day|week)s?$/,
    'must be like "30 minutes", "12 hours" or "7 days"',
  );

/** How the pairs of a sample are chosen, besides at random. */
export const reviewSamplers = [
  'random',
  'cell',
  'nearThreshold',
  'disagreement',
  'lowConfidence',
  'factChecks',
] as const;
export type ReviewSampler = (typeof reviewSamplers)[number];

export const reviewSection = z
  .strictObject({
    share: share.default(0.1).describe('Share of the pairs that pass every filter that people look at.'),
    by: z
      .partialRecord(z.enum(reviewSamplers), z.number().min(0))
      .default({ random: 1, nearThreshold: 1 })
      .describe(
        'How they are drawn, by weight. random: each alike. cell: as many from each cell of the grid. nearThreshold: scores close to where a filter decides. disagreement: judges differ. lowConfidence: the lowest judge or learned score. factChecks: responses with claims that the filter grounded did not find supported. Everything keeps its probability, so that rates can be weighted back to the whole set.',
      ),
    rejections: share
      .default(0)
      .describe(
        'Share of what filters rejected that is looked at too, to find false rejections. A pair that is approved there is accepted.',
      ),
    checks: z
      .strictObject({
        share: share
          .max(0.5)
          .default(0)
          .describe(
            'Share of a batch, on top, that are planted bad pairs with a known answer; the catch rate is shown at the end.',
          ),
      })
      .prefault({})
      .describe('Hidden checks of attention.'),
    wait: z
      .enum(['gate', 'background'])
      .default('background')
      .describe(
        'gate: the loop waits for the verdicts, and what is sampled is accepted by people only. background: it goes on, and what people reject leaves the dataset.',
      ),
    min: z
      .int()
      .min(1)
      .max(500)
      .default(10)
      .describe(
        'Fewest items of a batch: what iterations draw gathers until there are so many, or until nothing else is under way (gate) or the run ends. 1: each iteration hands out its own.',
      ),
    max: z.int().min(1).max(500).default(200).describe('Most items of a batch.'),
    reviewers: z
      .strictObject({
        names: z
          .array(name)
          .default([])
          .describe('Who reviews; items are assigned to them in turn. Left out: whoever comes.'),
        twice: share
          .optional()
          .describe(
            'Share of items that two people see, blind to each other, so that agreement is known. Left out: 0.15 where there are two names or an adjudicator, and else 0, since one person alone would wait for a second.',
          ),
        adjudicator: name
          .optional()
          .describe('Who settles what two reviewers differ on. Left out: the first verdict stands.'),
      })
      .prefault({})
      .describe('Who looks, and how often.'),
    hold: duration
      .default('30 minutes')
      .describe('How long an item that was handed to somebody is kept for them.'),
    unsure: z
      .enum(['approve', 'reject'])
      .default('reject')
      .describe('What becomes of a pair of which its reviewers stay unsure.'),
    remind: z
      .strictObject({
        after: duration
          .default('1 day')
          .describe('How long after a batch opened, and again after that, people are reminded.'),
        webhook: name
          .optional()
          .describe(
            "Name of a webhook in the worker's configuration that is called. Left out: the reminder shows in Temporal and in status only.",
          ),
      })
      .prefault({})
      .describe('Reminders.'),
    timeout: z
      .strictObject({
        after: duration.default('7 days').describe('How long a batch waits.'),
        // prettier-ignore
        action: z
          .enum(['extend', 'approve', 'reject', 'drop', 'leaveOut'])
          .default('extend')
          .describe(
            'What happens to what nobody decided by then. extend: it waits as long again. approve, reject: as if somebody had. drop: abandoned. leaveOut: it stays out of the dataset (gate) or in it (background), undecided.',
          ),
      })
      .prefault({})
      .describe('Slow reviewers.'),
    feedback: z
      .strictObject({
        examples: z.boolean().default(true).describe('Prefer approved pairs as few-shot examples.'),
        negatives: z
          .int()
          .min(0)
          .max(8)
          .default(0)
          .describe('How many rejected instructions are shown in proposal prompts as what not to write.'),
        reasons: z
          .int()
          .min(0)
          .max(8)
          .default(0)
          .describe('How many of the most frequent reasons for rejections become lines of the next prompts.'),
        refit: z
          .enum(['off', 'propose', 'apply'])
          .default('propose')
          .describe(
            'Whether thresholds, and the learned scorer, are fitted again to the verdicts. propose: shown, and applied when somebody accepts them (seedbed accept). apply: at once.',
          ),
        maxLost: share
          .max(0.5)
          .default(0.1)
          .describe('Share of good pairs that a new threshold may throw away.'),
        min: z.int().min(20).default(100).describe('Fewest verdicts that anything is fitted to.'),
      })
      .prefault({})
      .describe('What the loop learns from verdicts.'),
  })
  .describe('People look at a sample. Left out: nobody does.');
