import { z } from 'zod';
import { candidateStates } from '../../core/run/funnel';
import { runStates } from '../../core/run/status';

const count = z.int().min(0);
const time = z.iso.datetime();
const exitCode = z.int().describe('What the command exits with.');

const funnel = z
  .strictObject({
    proposed: count.describe('Candidates, the sum of all the states.'),
    ...(Object.fromEntries(candidateStates.map((state) => [state, count])) as Record<
      (typeof candidateStates)[number],
      typeof count
    >),
  })
  .describe('Where the candidates are, or how they ended.');

const status = z.strictObject({
  name: z.string().describe("The run's name: its workflow id."),
  runKey: z
    .string()
    .describe('The name, "@", and the run id of its first execution: what identifies it for ever.'),
  recipe: z.string().describe("The recipe's name."),
  state: z.enum(runStates),
  detail: z.string().describe('What it waits for or why it ended; empty when there is nothing to say.'),
  target: count,
  funnel,
  rejectedBy: z.record(z.string(), count).describe('Candidates rejected, by the filter that rejected them.'),
  iterations: z.strictObject({
    committed: count,
    open: z.array(z.strictObject({ iteration: count, stage: z.string() })),
  }),
  teacher: z.strictObject({
    answered: count.describe('Requests that were answered.'),
    sent: count.describe('All that were sent, repeats after failures among them.'),
    promptTokens: count,
    completionTokens: count,
    now: z.array(
      z.strictObject({
        pool: z.string(),
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
  startedAt: time,
  updatedAt: time,
  endedAt: time.nullable(),
});

const signalled = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  action: z.enum(['pause', 'resume', 'stop', 'cancel']),
  heard: z.boolean().describe('Whether a worker has heard it; else it takes effect when one does.'),
  status: status.nullable(),
});

const ended = status.extend({
  dataset: z
    .string()
    .nullable()
    .describe("Path of the dataset, relative to the worker's workspace; null where none was written."),
  next: z.string().describe('The next command to type.'),
  exitCode,
});

const failed = z.strictObject({
  error: z.strictObject({ message: z.string(), mend: z.string().nullable(), exitCode }),
});

/** What each command prints with --json: one object (`watch`: one a line), or `error` where it fails. */
export const outputSchemas = {
  run: z.union([
    ended,
    z.strictObject({
      run: z.string(),
      runKey: z.string(),
      detached: z.literal(true),
      status: status.nullable(),
    }),
  ]),
  demo: ended,
  status,
  watch: status,
  list: z.strictObject({ runs: z.array(status) }),
  pause: signalled,
  resume: signalled,
  stop: signalled,
  cancel: signalled,
  export: z.strictObject({
    run: z.string(),
    runKey: z.string(),
    format: z.enum(['jsonl', 'alpaca']),
    pairs: count,
    out: z.string(),
  }),
  worker: z.strictObject({ exitCode: z.int().nullable() }),
  error: failed,
} as const satisfies Record<string, z.ZodType>;

/** The same as one JSON Schema with a definition for each command: the text of client/schemas/outputs.schema.json. */
export function outputsAsJsonSchema(): string {
  const definitions = Object.fromEntries(
    Object.entries(outputSchemas).map(([command, schema]) => {
      const definition = z.toJSONSchema(schema);
      delete definition.$schema; // said once, of the whole
      return [command, definition];
    }),
  );
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What seedbed prints on stdout with --json, by command',
    $defs: definitions,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
