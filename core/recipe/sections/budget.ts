import { z } from 'zod';
import { share } from './fields';

const usd = z.number().gt(0).max(1_000_000_000).describe('US dollars: a plain number.');
const tokens = z.int().min(1).describe('Tokens, of prompts and answers together.');
const requests = z.int().min(1).describe('Requests that were answered, or perhaps were.');

const limits = {
  usd: usd.optional(),
  tokens: tokens.optional(),
  requests: requests.optional(),
};

const hasLimit = ({ usd, tokens, requests }: z.output<z.ZodObject<typeof limits>>): boolean =>
  [usd, tokens, requests].some((limit) => limit !== undefined);

/** What is wrong with a field is told of by itself. */
const needsOne = {
  message: 'needs a limit: usd, tokens or requests',
  when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0,
};

export const limitsSection = z.strictObject(limits).refine(hasLimit, needsOne);

export const warnAt = share.default(0.8).describe('The share of a limit from which on people are warned.');

const roleLimits = limitsSection.optional();

export const budgetSection = z
  .strictObject({
    ...limits,
    warnAt,
    roles: z
      .strictObject({
        propose: roleLimits.describe('What coming up with instructions may take.'),
        respond: roleLimits.describe('What writing responses may take.'),
        judge: roleLimits.describe('What judging may take.'),
        classify: roleLimits.describe('What telling tasks and cells apart may take.'),
      })
      .optional()
      .describe('Limits of single roles, within those of the run.'),
  })
  .refine((budget) => hasLimit(budget) || Object.keys(budget.roles ?? {}).length > 0, needsOne)
  .describe(
    'The most that the run may spend. What each request may cost at most is reserved before it is sent; one that does not fit is not sent, and the run pauses.',
  );
