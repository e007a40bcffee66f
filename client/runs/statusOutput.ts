import { z } from 'zod';
import { candidateStates } from '../../core/vocabulary/funnel';
import { aboutPauses, causesOfPause } from '../../core/run/pause';
import { runStates } from '../../core/run/status';
import { budgetUnits } from '../../core/teacher/budget/budget';
import { count, exitCode, time } from '../terminal/outputValues';

const funnel = z
  .strictObject({
    proposed: count.describe('Candidates, the sum of all the states.'),
    ...(Object.fromEntries(candidateStates.map((state) => [state, count])) as Record<
      (typeof candidateStates)[number],
      typeof count
    >),
  })
  .describe('Where the candidates are, or how they ended.');

/** What a run has cost so far. */
export const runCostOutput = z.strictObject({
  usd: z
    .number()
    .nullable()
    .describe(
      'US dollars, of all calls whose price is known: at least so much, where others are not. Null where none of what cost anything is.',
    ),
  unpriced: count.describe('Calls of unknown price, which `usd` leaves out.'),
  projectedUsd: z
    .number()
    .nullable()
    .describe(
      'What it will have cost at its target, by what a pair cost of late; null until a pair was accepted, and when the run has its target.',
    ),
});

/** A limit of a budget, and what became of it. */
export const budgetLineOutput = z.strictObject({
  of: z.string().describe("Whose it is: the run's, a role's in it, or the workspace's of the day or month."),
  unit: z.enum(budgetUnits),
  limit: z.number(),
  spent: z.number().describe('Of what was answered.'),
  reserved: z.number().describe('The most that requests in flight may take.'),
  perhaps: z.number().describe('The most that was charged for requests whose answer nobody saw.'),
  left: z.number().describe('Less than 0: it is overdrawn by so much.'),
  isLow: z.boolean().describe('Whether the share is reached at which people are warned.'),
});

/** A run, as `status`, `list` and `watch` print it. */
export const statusOutput = z.strictObject({
  name: z.string().describe("The run's name: its workflow id."),
  runKey: z
    .string()
    .describe('The name, "@", and the run id of its first execution: what identifies it for ever.'),
  recipe: z.string().describe("The recipe's name."),
  state: z.enum(runStates),
  detail: z.string().describe('What it waits for or why it ended; empty when there is nothing to say.'),
  cause: z
    .strictObject({ by: z.enum(causesOfPause), about: z.enum(aboutPauses).optional() })
    .nullable()
    .describe(
      'Who or what a paused run waits for, and what a failed one failed of where that is known: a person, something to be mended (`about` a key, or a budget), or a defect of Seedbed.',
    ),
  troubles: z
    .array(
      z.strictObject({
        what: z.string().describe('A step, or an endpoint.'),
        message: z.string(),
        times: count,
        since: time,
        lastAt: time,
      }),
    )
    .describe('What is away, or refuses, and has for half a minute, or since the start: it is tried again.'),
  lastFailures: z
    .array(
      z.strictObject({
        what: z.string().describe('An endpoint.'),
        model: z.string(),
        message: z.string(),
        times: count.describe('How often in a row, without an answer between.'),
        since: time,
        lastAt: time,
        overAt: time.nullable().describe('When it no longer failed; null while it does, or nobody tries it.'),
      }),
    )
    .describe(
      'What failed last of each endpoint and model that did, the latest first; also when it is over.',
    ),
  target: count,
  funnel,
  rejectedBy: z.record(z.string(), count).describe('Candidates rejected, by the filter that rejected them.'),
  quarantinedBy: z
    .record(z.string(), count)
    .describe(
      'Candidates quarantined, by what could not decide: a filter, `parser` or `teacher`; `refusal`, where the teacher refused.',
    ),
  iterations: z.strictObject({
    committed: count,
    open: z.array(
      z.strictObject({
        iteration: count,
        stage: z.string(),
        screening: z
          .strictObject({
            filter: z.string(),
            reads: z.enum(['instruction', 'pair']),
            done: count,
            of: count.describe('What this filter is shown: what no filter before it rejected.'),
          })
          .optional()
          .describe('How far what came of the stage is screened, where that takes a while.'),
      }),
    ),
  }),
  teacher: z.strictObject({
    answered: count.describe('Requests that were answered.'),
    sent: count.describe('All that were sent, repeats after failures among them.'),
    askedTwice: count.describe('Of these, the ones that were sent while the first was still out.'),
    paidTwice: count.describe('Requests of which both were answered then, and so paid for.'),
    promptTokens: count,
    completionTokens: count,
    now: z.array(
      z.strictObject({
        endpoint: z.string(),
        model: z.string(),
        inFlight: count,
        waiting: count,
        concurrencyLimit: z.number(),
        pausedUntil: z
          .number()
          .describe(
            'Milliseconds since the epoch until which the endpoint asked to be left alone; else in the past.',
          ),
      }),
    ),
  }),
  cost: runCostOutput,
  budget: z
    .array(budgetLineOutput)
    .describe('What may be spent and what is left of it, one for each limit; empty where there is none.'),
  startedAt: time,
  earlierEnds: z
    .array(
      z.strictObject({
        state: z.enum(runStates),
        accepted: count,
        target: count,
        endedAt: time.nullable().describe('Null where nobody was left to note it.'),
        extendedAt: time,
      }),
    )
    .describe('Ends after which it was given more pairs (`seedbed extend`), the first one first.'),
  updatedAt: time,
  endedAt: time.nullable(),
});

/** What `pause`, `resume`, `stop` and `cancel` print. */
export const signalledOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  action: z.enum(['pause', 'resume', 'stop', 'cancel']),
  heard: z.boolean().describe('Whether a worker has heard it; else it takes effect when one does.'),
  status: statusOutput.nullable(),
});

/** What `raise-budget`, `change-target` and `set-rate` print. */
export const changedOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  action: z
    .enum(['raiseBudget', 'changeTarget', 'setRate'])
    .describe('The update, as the workflow calls it.'),
  status: statusOutput.nullable(),
});

/** A run that `run` or `demo` has followed to its end. */
export const endedOutput = statusOutput.extend({
  dataset: z
    .string()
    .nullable()
    .describe("Path of the dataset, relative to the worker's workspace; null where none was written."),
  next: z.string().describe('The next command to type.'),
  exitCode,
});
