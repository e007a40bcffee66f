import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);
const limit = z.number().positive().nullable().default(null);

const faultShares = z
  .strictObject({
    serverErrors: share.describe('500, 502 or 503 without a date.'),
    malformedHttp: share.describe('HTTP 200 whose body is not JSON.'),
    hangs: share.describe('No answer until the client gives up, or the teacher closes.'),
    connectionResets: share.describe('The connection is reset in place of an answer.'),
    malformed: share.describe('HTTP 200 whose text is of no use: broken JSON, nothing, prose, a loop.'),
    truncated: share.describe('Text cut inside a word, finish_reason length.'),
    refusals: share.describe("I'm sorry, but I can't."),
  })
  .refine((of) => of.serverErrors + of.malformedHttp + of.hangs + of.connectionResets <= 1, {
    message: 'serverErrors, malformedHttp, hangs and connectionResets exceed 1 together',
  })
  .refine((of) => of.malformed + of.truncated + of.refusals <= 1, {
    message: 'malformed, truncated and refusals exceed 1 together',
  });

const outage = z
  .strictObject({
    afterSeconds: z.number().min(0).optional(),
    afterRequests: z.int().min(0).optional(),
    seconds: z.number().positive(),
    as: z.enum(['unavailable', 'reset']).default('unavailable'),
    retryAfterSeconds: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe('Retry-After of its 503s; null: none.'),
  })
  .refine((of) => (of.afterSeconds === undefined) !== (of.afterRequests === undefined), {
    message: 'needs either afterSeconds or afterRequests',
  })
  .describe('Counted from the first request, or from when it was configured if that was later.');

/** How the simulated teacher behaves. `null` lifts a limit. */
export const simulatedTeacherOptionsSchema = z.strictObject({
  seed: z.int().default(1).describe('Equal seed, request and attempt: equal answer, latency and fault.'),
  host: z.string().min(1).default('127.0.0.1').describe('The address that it listens on.'),
  port: z.int().min(0).max(65_535).default(0).describe('0: any free one.'),
  models: z.array(z.string().min(1)).min(1).default(['simulated']).describe('Any other model is a 404.'),
  latency: z
    .strictObject({ meanSeconds: z.number().min(0).default(0), sigma: z.number().min(0).default(0.5) })
    .prefault({})
    .describe('Lognormal with this mean, drawn for each attempt.'),
  requestsPerSecond: limit.describe('A token bucket; over it: 429.'),
  burst: limit.describe("The bucket's size, in requests. null: a tenth of a second's worth, at least 1."),
  tokensPerMinute: limit.describe('A token bucket of one minute; prompt and answer count.'),
  concurrency: limit.describe('Most requests in flight; over it: 429.'),
  retryAfter: z
    .strictObject({
      as: z.enum(['milliseconds', 'seconds', 'date', 'none']).default('milliseconds'),
      seconds: limit.describe('What a 429 tells the client to wait. null: until the next is due.'),
    })
    .prefault({})
    .describe('retry-after-ms, Retry-After in seconds, Retry-After as a date, or neither.'),
  faults: faultShares.prefault({}),
  outages: z.array(outage).default([]).describe('Whatever arrives meanwhile gets 503 or a reset.'),
  unauthorized: z.boolean().default(false).describe('401 for everything.'),
  quotaExhausted: z.boolean().default(false).describe('429 insufficient_quota for everything.'),
  proposals: z
    .strictObject({
      nearDuplicates: z.number().min(0).max(1).default(0.04),
      unsuitable: z.number().min(0).max(1).default(0.04),
      uselessVariants: z.number().min(0).max(1).default(0.04),
      judgeNoise: z.number().min(0).optional(),
      longAnswers: z.number().min(0).max(1).optional(),
      faultyTurns: z.number().min(0).max(1).optional(),
    })
    .prefault({})
    .describe(
      "Shares of proposed items that repeat an example, or that no dataset wants; of variants that change nothing. judgeNoise: the judge grades by the hidden worth of a task, give or take so much (hiddenWorth.ts); left out, it means well. longAnswers: share of free answers that go on up to a point drawn within their bound. faultyTurns: share of a user's messages, and of later responses, that are none.",
    ),
  cells: z
    .strictObject({
      zipf: z.number().min(0).describe('Exponent of the distribution over the cells that come to its mind.'),
      heedless: z
        .number()
        .min(0)
        .max(1)
        .describe('Share of tasks for which it ignores what it was asked for.'),
    })
    .nullable()
    .default(null)
    .describe('Proposes tasks of the cells of simulatedCells; of the asked one, or of its favourites.'),
  answersByCall: z
    .boolean()
    .default(false)
    .describe(
      'The call key decides on an answer: the same question gets the same one online and in a batch.',
    ),
  batches: z
    .strictObject({
      seconds: z.number().positive().default(0.3),
      expiring: z.int().min(0).default(0),
      failEvery: z.int().min(0).default(0),
      refusedForTokens: z.int().min(0).default(0),
    })
    .prefault({})
    .describe('How batches fare: see BatchBehaviour.'),
  logSize: z.int().min(0).default(0).describe('How many of the latest requests log() tells of.'),
});

export type SimulatedTeacherOptions = z.input<typeof simulatedTeacherOptionsSchema>;
/** The options with every default filled in. */
export type Behaviour = z.output<typeof simulatedTeacherOptionsSchema>;

/** A part of the options; an address can't move while it is listened on. */
export type SimulatedTeacherChanges = Omit<SimulatedTeacherOptions, 'host' | 'port'>;

/** The behaviour with what is named changed, down to single fields. Throws a ZodError for what the schema refuses. */
export function changeBehaviour(before: Behaviour, changes: SimulatedTeacherChanges): Behaviour {
  return simulatedTeacherOptionsSchema.parse({
    ...before,
    ...changes,
    ...{ host: before.host, port: before.port },
    latency: { ...before.latency, ...changes.latency },
    retryAfter: { ...before.retryAfter, ...changes.retryAfter },
    faults: { ...before.faults, ...changes.faults },
    proposals: { ...before.proposals, ...changes.proposals },
  });
}
