import { z } from 'zod';
import { candidateStates } from '../../core/vocabulary/funnel';
import { messageKinds } from '../../core/recipe/sections/conversation';
import { count } from '../terminal/outputValues';

/** A call of the teacher. */
export const callOutput = z.strictObject({
  key: z.string().describe("The ledger's key of it."),
  request: z.looseObject({
    role: z.string(),
    endpoint: z.string(),
    model: z.string(),
    prompt: z.looseObject({ kind: z.enum(['completion', 'chat']) }),
    parameters: z.record(z.string(), z.unknown()),
  }),
  answer: z.string().nullable().describe('Null while it is under way.'),
  thinking: z.string().nullish().describe('What the model thought before it; null where it showed none.'),
  promptTokens: count,
  completionTokens: count,
  cost: z
    .number()
    .nullable()
    .describe('In US dollars, of what has a known price; null where nothing of it has.'),
  unpriced: count.describe('Purchases of unknown price that are in it.'),
  candidates: count.describe('Candidates that share it: what it took is divided among them.'),
});

/** A candidate with all that was decided of it. */
export const candidateOutput = z.strictObject({
  iteration: count,
  ordinal: count,
  state: z.enum(candidateStates),
  strategy: z.string(),
  family: z.string().nullable(),
  instruction: z.string().nullable(),
  classification: z.boolean().nullable(),
  askedCell: z.string().nullable(),
  cell: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  raw: z.string().nullable().describe("The teacher's words, where they could not be read."),
  lineage: z
    .looseObject({ strategy: z.string(), prompts: z.array(z.string()), calls: z.array(z.string()) })
    .nullable()
    .describe('How it came about; null in runs that kept none.'),
  responses: z.array(
    z.strictObject({
      response: count,
      input: z.string(),
      text: z.string(),
      finishReason: z.string(),
      call: z.string().nullable(),
      endpoint: z.string().nullable(),
      model: z.string().nullable(),
      prompts: z.array(z.string()),
      turns: z
        .array(
          z.strictObject({
            kind: z
              .enum(messageKinds)
              .nullable()
              .describe('How the user goes on; null where it was not asked for.'),
            message: z.string(),
            response: z.string(),
            finishReason: z.string(),
            messageCall: z.string().nullable(),
            call: z.string().nullable(),
            thinking: z.string().optional(),
            prompts: z.array(z.string()),
          }),
        )
        .optional()
        .describe('What the conversation goes on with; left out where it ends with the response.'),
      kept: z.boolean().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  scores: z.array(
    z.strictObject({
      response: z.int().describe('-1 where the filter looked at the instruction alone.'),
      stage: z.string(),
      filter: z.string(),
      version: z.int(),
      score: z.number().nullable(),
      passed: z.boolean(),
      reason: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  calls: z.array(z.string()).describe("The ledger's keys of the calls that it is known to have taken."),
});

export const spentOutput = z.strictObject({
  promptTokens: count,
  completionTokens: count,
  cost: z.number().nullable().describe('In US dollars, of all calls that have a price; null where none has.'),
  unpriced: count.describe('Calls of unknown price, which the cost leaves out.'),
  attributedTokens: z.number().describe('Tokens of calls that are known to belong to a candidate.'),
});

export const perAccepted = {
  tokensPerAccepted: z.number().nullable(),
  costPerAccepted: z.number().nullable().describe('In US dollars.'),
};
