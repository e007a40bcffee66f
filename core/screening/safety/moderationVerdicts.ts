import { z } from 'zod';
import type { Moderated } from './moderate';

const result = z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean().nullable()) });
const body = z.object({ results: z.array(result).min(1) });

/**
 * What a moderation endpoint's response (OpenAI's `/v1/moderations`) says of so many texts; or in words why it is none. Which texts a
 * result is about is known by its place alone, so a response with more or fewer results than texts says nothing about any. A result
 * that contradicts itself, such as one that is flagged in no category, says nothing about its text.
 */
export function moderationVerdicts(response: unknown, texts: number): readonly Moderated[] | string {
  const parsed = body.safeParse(response);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`;
  }
  const { results } = parsed.data;
  if (results.length !== texts) return `results: ${results.length} for ${texts} texts`;
  return results.map(({ flagged, categories }) => {
    const named = Object.keys(categories);
    const of = named.filter((name) => categories[name] === true);
    const unclear =
      named.length === 0
        ? 'it names no categories'
        : flagged && of.length === 0
          ? 'it flags it, and in no category'
          : !flagged && of.length > 0
            ? `it does not flag it, and calls it ${of.join(', ')}`
            : undefined;
    return { flagged, categories: of, ...(unclear !== undefined && { unclear }) };
  });
}

/** The verdicts as a text that the ledger keeps. */
export function verdictsToText(verdicts: readonly Moderated[]): string {
  return JSON.stringify(verdicts);
}

const stored = z.array(
  z.object({ flagged: z.boolean(), categories: z.array(z.string()), unclear: z.string().optional() }),
);

/** @throws where the text is not what `verdictsToText` wrote. */
export function verdictsFromText(text: string): readonly Moderated[] {
  return stored.parse(JSON.parse(text));
}
