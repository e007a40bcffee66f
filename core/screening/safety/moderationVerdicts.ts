import { z } from 'zod';
import type { Moderated } from './moderate';

const result = z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean().nullable()) });
const body = z.object({ results: z.array(result).min(1) });

/**
 * What a moderation endpoint's response (OpenAI's `/v1/moderations`) says of so many texts; or in words why it says nothing clear. Which
 * texts a result is about is known by its place alone, so a response with more or fewer results than texts says nothing about any; nor
 * does a result that contradicts itself, such as one that is flagged in no category.
 */
export function moderationVerdicts(response: unknown, texts: number): readonly Moderated[] | string {
  const parsed = body.safeParse(response);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`;
  }
  const { results } = parsed.data;
  if (results.length !== texts) return `results: ${results.length} for ${texts} texts`;
  const verdicts = results.map(({ flagged, categories }) => ({
    flagged,
    known: Object.keys(categories).length,
    categories: Object.entries(categories).flatMap(([name, isOf]) => (isOf === true ? [name] : [])),
  }));
  const place = verdicts.findIndex((one) => one.known === 0 || one.flagged !== one.categories.length > 0);
  const wrong = verdicts[place];
  if (wrong?.known === 0) return `results.${place}.categories: there are none`;
  if (wrong)
    return wrong.flagged
      ? `results.${place}: flagged, and in no category`
      : `results.${place}: not flagged, and in the category ${wrong.categories.join(', ')}`;
  return verdicts.map(({ flagged, categories }) => ({ flagged, categories }));
}

/** The verdicts as a text that the ledger keeps. */
export function verdictsToText(verdicts: readonly Moderated[]): string {
  return JSON.stringify(verdicts);
}

const stored = z.array(z.object({ flagged: z.boolean(), categories: z.array(z.string()) }));

/** @throws where the text is not what `verdictsToText` wrote. */
export function verdictsFromText(text: string): readonly Moderated[] {
  return stored.parse(JSON.parse(text));
}
