import { z } from 'zod';

export const fluencySection = z
  .strictObject({
    falseAlarms: z
      .number()
      .min(0.001)
      .max(0.2)
      .default(0.01)
      .describe(
        'Share of fluent responses that may be rejected: the threshold is set there on the seeds. A smaller share lets more broken ones through.',
      ),
    repairs: z
      .boolean()
      .default(true)
      .describe(
        'Also reads every response with words exchanged and words put in, to find those that changed places or are missing: nine readings instead of one.',
      ),
  })
  .describe(
    'Rejects responses that do not read as language: words out of order or missing, text that loops, is cut or garbled. A small language model reads every response that the text filters passed, some hundred tokens a second. What is usual is learned from the seeds; below eight of them German, English, French and Spanish alone are judged. Left out: none is read.',
  );

export const followingDifficultySection = z
  .strictObject({
    least: z
      .number()
      .min(0)
      .optional()
      .describe('Below this the instruction is too easy. Left out: none is.'),
    most: z
      .number()
      .gt(0)
      .optional()
      .describe(
        'Above this the instruction does not help to tell its response, so the two hardly belong together. Left out: none is rejected.',
      ),
  })
  .refine(({ least = 0, most = Infinity }) => least <= most, {
    message: 'must not be more than "most"',
    path: ['least'],
  })
  .describe(
    "Instruction-following difficulty (arXiv:2308.12032): a language model's loss on the response given its instruction over its loss without. Near 0 easy, near 1 hard. `{}`: recorded, nothing is rejected. Left out: not measured.",
  );
