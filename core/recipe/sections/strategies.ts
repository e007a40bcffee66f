import { z } from 'zod';

const share = z.number().min(0);

const meaning =
  'How the accepted pairs are divided among the strategies: shares of the whole, whatever they add up to. Left out: equal shares of those that the recipe has a section for; selfInstruct where there are seeds and neither templates nor an augment section.';

/** Shares by the strategies' names, whichever there are. */
export const strategiesSection = z.record(z.string(), share.optional()).optional().describe(meaning);

/** Shares of these strategies and no others. @param pairs what each one's pairs are: "made from templates". */
export function sharesAmong(pairs: Readonly<Record<string, string>>) {
  const shares = Object.entries(pairs).map(([name, words]) => {
    return [name, share.optional().describe(`Share of pairs ${words}.`)] as const;
  });
  return z.strictObject(Object.fromEntries(shares)).optional().describe(meaning);
}
