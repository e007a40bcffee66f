import type { z } from 'zod';

/** What one of our workflows was handed by another, or one sentence that says what is wrong with it. */
export type Own<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

/**
 * Reads an argument that no person writes. It may come from another version of Seedbed, or from somebody who starts a workflow by hand: a
 * workflow that stumbled over it would try for ever, so that it is to fail with the sentence instead. Never throws.
 *
 * @param what Begins the sentence: "The argument of reviewBatch".
 */
export function readOwn<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Own<Value> {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') ?? '';
  const problem = `${field === '' ? '' : `"${field}": `}${issue?.message ?? 'it is something else'}`;
  return {
    ok: false,
    problem: `${what} can't be read by this version of Seedbed (${problem}): go on with the version that it is from, or start the run anew.`,
  };
}
