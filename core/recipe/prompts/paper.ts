import { z } from 'zod';

/** What the answers to the prompts of Self-Instruct's steps hold, as the schemas in their files ask for it. */

/** Of `classify`. */
export const classification = z.object({ classification: z.boolean() });

/** Of `instances`. */
export const instances = z.object({ instances: z.array(z.object({ input: z.string() })).min(1) });

/** Of `labelledInstances`. */
export const labelledInstances = z.object({
  instances: z.array(z.object({ label: z.string(), input: z.string() })).min(1),
});
