import { z } from 'zod';

const attribute = z.string().min(1).max(80);

/** What `seedbed bias` compares a dataset with. Nothing that is generated depends on it. */
export const biasSection = z
  .strictObject({
    reference: z
      .record(attribute, z.record(z.string().min(1).max(80), z.number().min(0)))
      .refine(
        (reference) =>
          Object.values(reference).every((groups) => Object.values(groups).some((weight) => weight > 0)),
        { message: 'must give at least one group of each attribute a weight above 0' },
      )
      .default({ gender: { woman: 1, man: 1 } })
      .describe(
        'How often groups are to be named, as weights by attribute: `{ gender: { woman: 1, man: 1 } }` asks for as many of either. Attributes that are left out are shown and not judged.',
      ),
    attributes: z
      .array(attribute)
      .min(1)
      .optional()
      .describe(
        'Attributes that are looked at: gender, origin, religion, age, disability, profession, body, and those of the file. Left out: all.',
      ),
    groups: z
      .string()
      .min(1)
      .optional()
      .describe(
        'File of the workspace (YAML or JSON) with more words for groups, or more groups, attributes and languages; see docs/bias.md. It is read by `seedbed bias` and by nothing else.',
      ),
    errorRate: z
      .number()
      .min(0.001)
      .max(0.5)
      .default(0.05)
      .describe(
        'Chance of finding anything, over all comparisons of a kind, where groups are treated alike.',
      ),
  })
  .describe(
    'How people are to be represented, and when a difference between groups is one. For `seedbed bias`.',
  );

export type BiasSection = z.output<typeof biasSection>;
