import { z } from 'zod';
import { calibrationSchema } from '../../core/screening/calibration/calibration';
import { candidateStates } from '../../core/vocabulary/funnel';
import { verdictKinds } from '../../core/vocabulary/verdict';
import { causesOfPause } from '../../core/run/pause';
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
  cause: z
    .strictObject({ by: z.enum(causesOfPause), about: z.literal('key').optional() })
    .nullable()
    .describe(
      'Who or what a paused run waits for, and what a failed one failed of where that is known: a person, something to be mended (`about` a key), or a defect of Seedbed.',
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
    .describe('What is away, or refuses, and has for half a minute: it is tried again.'),
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

const share = z.number().describe('From 0 to 1.');
const origin = z
  .union([
    z.strictObject({ seed: count }),
    z.strictObject({ source: count }),
    z.strictObject({ pair: z.tuple([count, count]) }),
  ])
  .describe('A seed or an item of the existing set by its place, from 0; a pair by iteration and ordinal.');

const call = z.strictObject({
  key: z.string().describe("The ledger's key of it."),
  request: z.looseObject({
    role: z.string(),
    pool: z.string(),
    model: z.string(),
    prompt: z.looseObject({ kind: z.enum(['completion', 'chat']) }),
    parameters: z.record(z.string(), z.unknown()),
  }),
  answer: z.string().nullable().describe('Null while it is under way.'),
  promptTokens: count,
  completionTokens: count,
  cost: z.number().nullable().describe('In US dollars; null where no price is known.'),
  candidates: count.describe('Candidates that share it: what it took is divided among them.'),
});

const candidate = z.strictObject({
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
      pool: z.string().nullable(),
      model: z.string().nullable(),
      prompts: z.array(z.string()),
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

const ancestor = z.strictObject({
  iteration: count,
  ordinal: count,
  strategy: z.string(),
  instruction: z.string(),
  by: z.string().describe('Operators or template, in words.'),
  origins: z.array(origin),
});
const task = z.strictObject({ number: count, instruction: z.string() });
const shownOrigin = z.union([
  task.extend({ kind: z.enum(['seed', 'source']) }),
  ancestor.extend({ kind: z.literal('pair') }),
]);

const trace = z.strictObject({
  id: z.string().describe("The pair's name in every export."),
  runKey: z.string(),
  candidate,
  calls: z.array(call),
  reviews: z
    .array(
      z.strictObject({
        batch: count,
        item: count,
        reviewer: z.string(),
        revision: count.describe('1 for the first; a later one supersedes it.'),
        verdict: z.enum([...verdictKinds, 'withdrawn']),
        reason: z.string().optional(),
        edit: z
          .strictObject({ instruction: z.string(), input: z.string(), response: z.string() })
          .partial()
          .optional(),
        flagged: z.boolean().optional(),
        at: time,
        seconds: z.number().optional().describe('How long the reviewer looked at it.'),
        assisted: z.boolean().optional().describe("Whether the machine's scores were shown before."),
        settles: z.boolean().optional().describe('Given by the adjudicator.'),
      }),
    )
    .describe('All that people said of it, the earliest first.'),
  template: z.string().nullable(),
  parent: shownOrigin.nullable(),
  examples: z.array(shownOrigin),
  ancestors: z
    .array(ancestor)
    .min(1)
    .describe('The candidate itself, then every pair that it goes back to, the nearest first.'),
  seeds: z.array(task).describe('All the seeds that it goes back to.'),
  sources: z.array(task).describe('All the items of the existing set that it goes back to.'),
});

const spent = z.strictObject({
  promptTokens: count,
  completionTokens: count,
  cost: z.number().nullable(),
  attributedTokens: z.number().describe('Tokens of calls that are known to belong to a candidate.'),
});
const tally = {
  proposed: count,
  decided: count.describe('Neither open nor awaiting review nor abandoned.'),
  accepted: count,
};
const perAccepted = {
  tokensPerAccepted: z.number().nullable(),
  costPerAccepted: z.number().nullable().describe('In US dollars.'),
};
const interval = z.tuple([z.number(), z.number()]).describe('Both ends of a 95 % interval.');

const caughtChecks = z.strictObject({ answered: count, right: count, interval });
const shareEstimate = z.strictObject({
  share,
  interval,
  items: count.describe('Items that it rests on.'),
  of: count,
});

const report = z.strictObject({
  status,
  spent: spent.extend(perAccepted),
  strategies: z.array(
    z.strictObject({
      strategy: z.string(),
      works: count,
      ...tally,
      yield: share.nullable().describe('Accepted of decided.'),
      share: share.nullable().describe('Its part of the accepted pairs.'),
      wanted: share.describe("The recipe's share."),
    }),
  ),
  prompts: z.array(
    z.strictObject({
      name: z.string(),
      versions: z.array(
        z.strictObject({
          prompt: z.string(),
          version: z.string(),
          ...tally,
          yield: share.nullable(),
          interval,
          tokens: z.number(),
          cost: z.number().nullable(),
          ...perAccepted,
          similarity: z.number().nullable().describe('Mean ROUGE-L F to the nearest seed or pair.'),
          judged: count,
          quality: z.number().nullable().describe("Mean of the judge's scores, 0 to 1."),
        }),
      ),
      comparisons: z.array(
        z.strictObject({
          better: z.string(),
          other: z.string(),
          difference: z.number(),
          interval,
          verdict: z.enum(['tooFew', 'chance', 'differ']),
        }),
      ),
    }),
  ),
  operators: z.array(
    z.strictObject({
      operator: z.string(),
      tried: count,
      passed: count,
      failed: count,
      accepted: count.describe('Accepted pairs in whose chain it is.'),
      reasons: z
        .array(z.strictObject({ reason: z.string(), count }))
        .describe('Why it failed, most often first.'),
    }),
  ),
  cells: z
    .array(
      z.strictObject({
        cell: z.string(),
        asked: count,
        classified: count,
        accepted: count,
        share,
        wanted: share,
        lacking: z.number().describe('Pairs that it is short of its weight; negative where it has more.'),
      }),
    )
    .nullable()
    .describe('Null without a grid.'),
  health: z.array(z.strictObject({ iteration: count, measures: z.record(z.string(), z.number()) })),
  judging: z
    .strictObject({
      judged: count,
      unusable: count.describe('Answers of judges that could not be used.'),
      length: z
        .strictObject({
          pairs: count,
          correlation: z.number().describe("Of the score with the logarithm of the response's length."),
          interval,
          perDoubling: z.number().describe('What a response of twice the length scores more.'),
        })
        .nullable(),
      agreement: z
        .strictObject({
          judges: z.array(z.string()),
          statistic: z
            .enum(['kappa', 'alpha'])
            .describe("Cohen's kappa with quadratic weights, or Krippendorff's alpha for interval data."),
          pairs: count,
          overall: z.number().nullable(),
          aspects: z.record(z.string(), z.number().nullable()),
          disagreements: count,
        })
        .nullable()
        .describe('Null where one judge judged alone.'),
      position: z
        .strictObject({
          pairs: count,
          mean: z.number().describe('Score nearer to the beginning of a call less that nearer to its end.'),
          size: z.number().describe('Mean of the difference, whichever way.'),
        })
        .nullable()
        .describe('Null where no pair was asked about in both orders.'),
    })
    .optional()
    .describe('Left out where nothing was judged.'),
  people: z
    .strictObject({
      batches: z.strictObject({ open: count, closed: count }),
      items: count,
      judged: count.describe('Items that somebody has judged.'),
      verdicts: z.strictObject({ approve: count, reject: count, edit: count, unsure: count }),
      flagged: count,
      reviewers: z.array(
        z.strictObject({
          reviewer: z.string(),
          verdicts: count,
          approving: share.describe('Of the verdicts, edits among them.'),
          seconds: z.number().nullable().describe('Median a verdict; null where nothing measured them.'),
          switched: count.describe('Items of which they said another thing at last than at first.'),
          switchedAfterScores: count,
          checks: caughtChecks,
        }),
      ),
      agreement: z
        .strictObject({
          measure: z.enum(['cohenKappa', 'krippendorffAlpha']),
          value: z.number(),
          interval,
          items: count.describe('Items seen by two or more.'),
        })
        .nullable()
        .describe('Null where nobody saw the same items.'),
      checks: z.strictObject({ bad: caughtChecks, good: caughtChecks }).describe('Hidden checks.'),
      good: shareEstimate
        .nullable()
        .describe('Good pairs, approved as they are, of all that passed every filter.'),
      falseRejections: shareEstimate.nullable().describe('Good pairs of what the filters rejected.'),
    })
    .optional()
    .describe('Left out where nothing was drawn for people.'),
  calibrations: z
    .array(
      z.strictObject({
        version: count,
        state: z.enum(['proposed', 'inForce']),
        acceptedBy: z.string().nullable(),
        field: z.string().describe("The recipe's threshold that moves."),
        before: z.number().nullable(),
        after: z.number(),
        learned: z.boolean().describe('Whether it came with a scorer that was learned from the verdicts.'),
        labels: z.strictObject({ good: count, bad: count }),
        precisionBefore: share,
        precisionAfter: share.describe('Expected, by cross-validation.'),
        precisionInterval: interval,
        keeps: share.describe('Of good pairs, how many still pass.'),
      }),
    )
    .optional()
    .describe('Left out where verdicts taught the filters nothing.'),
});

const preview = z.strictObject({
  recipe: z.string(),
  runKey: z.string(),
  candidates: z.array(candidate.extend({ asked: z.array(call) })),
  accepted: count.describe('Candidates that a run would have accepted.'),
  spent,
  ...perAccepted,
  next: z.string().describe('The next command to type.'),
  exitCode,
});

const teacherRole = z.enum(['propose', 'respond', 'judge', 'classify']);
const promptOrigin = z
  .enum(['seedbed', 'workspace'])
  .describe('Whether the file is ours, or lies under prompts/ in the workspace.');
const reference = z.string().describe('As lineage and reports name it: "judge@1", "judge@2+workspace".');
const promptHead = {
  name: z.string(),
  version: z.string(),
  origin: promptOrigin,
  role: teacherRole.describe('Who is asked.'),
  description: z.string(),
};
const teacherPrompt = z
  .union([
    z.strictObject({ kind: z.literal('completion'), prompt: z.string() }),
    z.strictObject({
      kind: z.literal('chat'),
      messages: z.array(
        z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
      ),
    }),
  ])
  .describe('What the teacher reads.');

const prompt = z.union([
  z
    .strictObject({
      prompts: z.array(
        z.strictObject({
          ...promptHead,
          reference,
          used: z.boolean().describe('Whether recipes that say nothing else use it.'),
        }),
      ),
    })
    .describe('list'),
  z
    .strictObject({
      ...promptHead,
      reference,
      path: z.string(),
      messages: z.array(z.record(z.string(), z.unknown())).optional(),
      completion: z.string().optional(),
      schema: z
        .strictObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) })
        .optional()
        .describe("The answer's. Left out: plain text."),
      variables: z.record(z.string(), z.string()).describe('What each variable of its texts is.'),
    })
    .describe('show'),
  z
    .strictObject({ reference, prompts: z.array(teacherPrompt) })
    .describe('show with --recipe or --run: one for each example.'),
  z
    .strictObject({
      from: reference,
      to: reference,
      diff: z
        .array(z.string())
        .describe('Lines of a unified diff without its head; none where nothing changed.'),
    })
    .describe('diff'),
  z
    .strictObject({
      reference,
      pool: z.string(),
      model: z.string(),
      samples: z.array(
        z.strictObject({
          about: z
            .strictObject({ instruction: z.string(), input: z.string(), response: z.string() })
            .nullable()
            .describe('The example; null where the prompt is not about one task.'),
          prompt: teacherPrompt,
          answer: z.string().describe('As it came.'),
          parsed: z.unknown().describe('What its reader made of it; null where it was of no use.'),
          unusable: z.string().nullable().describe('Why it was of no use.'),
          promptTokens: count,
          completionTokens: count,
          costUsd: z.number().nullable().describe('Null where the endpoint has no prices.'),
          milliseconds: count,
        }),
      ),
    })
    .describe('try'),
]);

const failed = z.strictObject({
  error: z.strictObject({ message: z.string(), mend: z.string().nullable(), exitCode }),
});

const occurrence = z.strictObject({ name: z.string(), count });
const spread = z
  .strictObject({ least: z.number(), median: z.number(), most: z.number() })
  .describe('In words between white space.');
const seedDiversity = z
  .strictObject({
    tasks: count,
    instances: count,
    classification: count,
    withInput: count,
    instructionWords: spread,
    responseWords: spread,
    taskTypes: z.strictObject({
      by: z
        .enum(['group', 'words'])
        .describe("By the tasks' own groups, or by the words of the instruction."),
      counts: z.array(occurrence).readonly(),
    }),
    groups: z.array(occurrence).readonly(),
    verbs: z
      .strictObject({
        found: count.describe('Instructions whose leading verb was found.'),
        distinct: count,
        top: z.array(occurrence.extend({ objects: z.array(occurrence).readonly() })).readonly(),
        entropy: z.number().describe('Of the verbs, in bits.'),
        verbObjectEntropy: z.number().describe('Of the verbs with their objects, in bits.'),
      })
      .nullable()
      .describe('Null where the instructions are not English.'),
    nearDuplicates: z
      .array(z.strictObject({ task: count, nearest: count, score: z.number() }))
      .readonly()
      .describe('Seeds, counted from 0, whose instruction has a ROUGE-L F above 0.7 with an earlier one.'),
    uncovered: z
      .record(z.string(), z.array(z.string()).readonly())
      .readonly()
      .describe('Values of the grid without a seed, by axis, where that can be told without a model.'),
    advice: z.array(z.string()).readonly(),
  })
  .describe('How varied the seeds are, and what is missing.');

const line = count.nullable().describe('Null in files without lines.');
const fileReading = z.strictObject({
  file: z.string(),
  format: z.string().nullable(),
  tasks: count,
  skipped: z.array(z.strictObject({ row: count, line, problem: z.string() })).readonly(),
  repeated: z
    .array(z.strictObject({ row: count, line, firstRow: count, firstLine: line }))
    .readonly()
    .describe('Rows whose instruction stands further up already.'),
});

const validation = z.union([
  z.strictObject({
    valid: z.literal(true),
    recipe: z.string().describe("The recipe's name."),
    source: z.string(),
    target: count,
    strategies: z
      .record(z.string(), share)
      .readonly()
      .describe('Shares of accepted pairs by strategy, which add up to 1.'),
    seeds: seedDiversity.nullable().describe('Null where the recipe has no seeds.'),
    seedFile: fileReading.nullable(),
    sourceFile: fileReading.nullable(),
    sources: count.describe('Pairs of the existing set that is multiplied.'),
    templates: z.array(
      z.strictObject({
        name: z.string(),
        sampling: z.enum(['uniform', 'exhaustive', 'weighted', 'pairwise']),
        instances: z
          .string()
          .nullable()
          .describe('Different instances, as a decimal number; null where sampling is weighted.'),
        estimated: z.boolean().describe('Whether the teacher has yet to write some of its values.'),
      }),
    ),
    lists: count.describe('Value lists that were read from files.'),
    personas: count.describe(
      'Who the teacher may be asked to be from the start; 0 where the recipe asks for nobody.',
    ),
  }),
  z.strictObject({
    valid: z.literal(false),
    recipe: z.string().describe('As it was typed.'),
    problem: z.string(),
  }),
]);

const counts = z.record(z.string(), count);
const screen = z.strictObject({
  dataset: z.string(),
  recipe: z.string(),
  out: z.string(),
  accepted: z.string().nullable(),
  complete: z.boolean().describe('False where it was interrupted: the same command goes on.'),
  funnel: z.strictObject({
    rows: count,
    states: z.strictObject({ accepted: count, rejected: count, quarantined: count, unreadable: count }),
    rejectedBy: counts.describe('Rows, by the filter that rejected them.'),
    quarantinedBy: counts.describe('Rows, by the filter that could not decide.'),
  }),
});

const rescreen = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  screening: count.describe('Its number, for `export --screening`.'),
  changes: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  looked: count,
  before: z.strictObject({ accepted: count, rejected: count }),
  after: z.strictObject({ accepted: count, rejected: count, waiting: count }),
  moves: z.array(
    z.strictObject({
      from: z.enum(['accepted', 'rejected']),
      to: z.enum(['accepted', 'rejected', 'waiting']),
      by: z.string().describe('Who rejects it now or did before; what it waits for.'),
      count,
    }),
  ),
  needs: counts.describe('How many wait for what: a response, a judgement, a score.'),
  next: z.string(),
});

const batchNumber = count.describe("The batch's number within the run, from 0.");
const itemNumbers = z.array(count).describe('Numbers of items, from 1.');
const gaveVerdicts = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  batch: batchNumber,
  reviewer: z.string(),
  verdict: z.enum(verdictKinds),
  counted: itemNumbers,
  repeated: itemNumbers.describe('Items of which the reviewer had said the same before.'),
  conflicts: itemNumbers.describe('Items of these on which reviewers differ.'),
  pending: count.describe('Items of the batch that wait for somebody.'),
});
const review = z.union([
  z
    .strictObject({
      batches: z.array(
        z.strictObject({
          run: z.string(),
          runKey: z.string(),
          batch: batchNumber,
          workflowId: z.string(),
          state: z.enum(['open', 'closed']),
          items: count,
          decided: count,
          conflicts: count,
          openedAt: time,
          dueAt: time.nullable(),
        }),
      ),
      next: z.string().nullable().describe('The next command to type; null where nothing waits.'),
    })
    .describe('review and review list'),
  z.strictObject({ url: z.string().describe('With its token.') }).describe('review --web'),
  z
    .strictObject({
      run: z.string(),
      runKey: z.string(),
      batches: z.array(count),
      items: count,
      format: z.enum(['csv', 'jsonl']),
      out: z.string(),
      next: z.string(),
    })
    .describe('review export'),
  z
    .strictObject({
      run: z.string(),
      runKey: z.string(),
      reviewer: z.string(),
      file: z.string(),
      empty: count.describe('Rows without a verdict.'),
      batches: z.array(gaveVerdicts.omit({ run: true, runKey: true, reviewer: true, verdict: true })),
    })
    .describe('review import'),
]);

const { scorer: learned, ...calibrationShape } = calibrationSchema.shape;
const calibrateOutput = z.object({
  ...calibrationShape,
  scorer: learned
    .unwrap()
    .omit({ columns: true, weights: true, penalty: true })
    .extend({ features: count })
    .partial({ least: true, area: true, expected: true })
    .nullable(),
  out: z.string(),
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
  review,
  approve: gaveVerdicts,
  reject: gaveVerdicts,
  edit: gaveVerdicts,
  unsure: gaveVerdicts,
  accept: z.strictObject({
    run: z.string(),
    runKey: z.string(),
    calibration: count,
    reviewer: z.string(),
    inForce: z.boolean().describe('Whether it was already; else the run was told.'),
  }),
  trace,
  report,
  preview,
  prompt,
  validate: validation,
  screen,
  rescreen,
  calibrate: calibrateOutput,
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
