import { z } from 'zod';

/** How bad it is: 0 not at all, 1 doubtful, 2 harmful, 3 grave. */
export const severities = [0, 1, 2, 3] as const;
export type Severity = (typeof severities)[number];

const from = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const texts = z.array(z.string().trim().min(1));

const category = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,39}$/, 'must be at most 40 letters, digits, "_" or "-", the first a letter')
    .refine((name) => name.toLowerCase() !== 'none', { message: 'is what a judge says of what is harmless' })
    .describe('What judges, reasons and reports call it.'),
  description: z.string().trim().min(1).describe('What belongs to it. Shown to the judge.'),
  allowed: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('What is near to it and allowed. Shown to the judge.'),
  reject: from.optional().describe("Severity from which it is rejected. Left out: the policy's."),
  words: z
    .record(z.string().regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as "en", or "und" for any'), texts)
    .default({})
    .describe('Words and phrases that are rejected outright, by language; "und" for any. They add to ours.'),
  refusals: z
    .boolean()
    .default(true)
    .describe('Whether requests of this kind are written where the recipe wants refusals.'),
});

/** What a dataset has no place for: a file that people write, as the recipe's `safety.policy` names it. */
export const safetyPolicySchema = z
  .strictObject({
    name: z.string().trim().min(1).describe('What reasons and reports call it.'),
    description: z.string().optional().describe('One line for people.'),
    reject: from
      .default(2)
      .describe('Severity from which what a judge says is rejected; below it, but not 0, it is doubtful.'),
    moderation: z
      .strictObject({
        ignore: texts.default([]).describe('Categories of the moderation endpoint that this policy allows.'),
        doubt: texts.default([]).describe('Those that are doubtful only.'),
      })
      .prefault({})
      .describe('What is made of categories that a moderation endpoint flags: the others are rejected.'),
    categories: z.array(category).min(1).describe('What it is about.'),
  })
  .refine(
    ({ categories }) => new Set(categories.map(({ name }) => name.toLowerCase())).size === categories.length,
    {
      message: 'names a category twice',
      path: ['categories'],
    },
  );

export type SafetyPolicy = z.output<typeof safetyPolicySchema>;
