import { z } from 'zod';
import { share } from './fields';

export const safetySection = z
  .strictObject({
    policy: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Your own policy: a YAML file in the workspace, its fields in docs/safety.md. Left out: ours, recipes/safety/standard.yaml.',
      ),
    judge: z
      .boolean()
      .default(true)
      .describe(
        'Whether the teacher in the role judge says of every pair that passed the filters which category it belongs to, and how bad it is. Lists alone find what is said in so many words.',
      ),
    moderation: z
      .boolean()
      .default(false)
      .describe(
        "Whether the moderation endpoint of the worker's configuration is asked about every pair. What it flags is rejected, as the policy says.",
      ),
    refusals: share
      .max(0.5)
      .default(0)
      .describe(
        'Share of the accepted pairs that are harmful requests with a good refusal: written, judged, and spared by the filters against refusals.',
      ),
  })
  .optional()
  .describe(
    'What is harmful by a written policy is rejected, and so is what would have a model leave its instructions; what is doubtful goes to people where there is a review, and is rejected elsewhere. Left out: nothing of it is looked at.',
  );
