import { z } from 'zod';

/** The words that the released Self-Instruct code refuses in an instruction: things a language model cannot see, hear or do. */
export const selfInstructBlocklist = [
  'image', 'images', 'graph', 'graphs', 'picture', 'pictures', 'file', 'files', 'map', 'maps', 'draw', 'plot', 'go to',
] as const; // prettier-ignore

/** What Alpaca's code adds to it. */
export const alpacaBlocklist = ['video', 'audio', 'music', 'flowchart', 'diagram'] as const;

const share = z.number().min(0).max(1);
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'must be at most 100 letters, digits, ".", "_" or "-", the first a letter or digit',
  );

const seedTask = z.strictObject({
  instruction: z.string().min(1).describe('What is asked.'),
  input: z.string().default('').describe('What the instruction works on, where it needs something.'),
  response: z.string().min(1).describe('A good answer.'),
  classification: z.boolean().default(false).describe('Whether the response is one of a few labels.'),
});

const role = z.strictObject({
  endpoint: name
    .optional()
    .describe("Endpoint's name in the worker's configuration. Left out: the teacher's."),
  model: z.string().min(1).optional().describe("Model's name. Left out: the teacher's."),
});

const sampling = z.strictObject({
  temperature: z.number().min(0).max(2).optional().describe('Randomness of the choice of tokens.'),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Nucleus sampling: the share of probability that is considered.'),
  presencePenalty: z.number().min(-2).max(2).optional().describe('Penalty on tokens that occurred already.'),
  frequencyPenalty: z
    .number()
    .min(-2)
    .max(2)
    .optional()
    .describe('Penalty on tokens by how often they occurred.'),
  maxTokens: z.int().min(16).max(65_536).optional().describe('Most tokens of an answer.'),
});

/** What a user asks for: the one schema of a recipe, of the YAML file as of the object sent to `generateDataset`. */
export const recipeSchema = z.strictObject({
  name: name.describe("The recipe's name, and the run's unless --name says another."),
  description: z.string().optional().describe('One line for people.'),
  target: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(100)
    .describe('Accepted pairs at which the run ends; more are kept.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42)
    .describe('Seed of every random choice. Equal recipe, seed and answers: equal bytes.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as "en"')
    .default('en')
    .describe('Language of the instructions.'),
  seeds: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .optional()
        .describe('File inside the workspace: self-instruct JSONL or Alpaca JSON, told by its shape.'),
      tasks: z.array(seedTask).min(1).optional().describe('Seed tasks written here.'),
      onMalformed: z
        .enum(['fail', 'skip'])
        .default('fail')
        .describe(
          'What a line that cannot be read does: stops the run from starting, or is left out and counted.',
        ),
    })
    .refine((seeds) => seeds.file !== undefined || seeds.tasks !== undefined, {
      message: 'needs "file" or "tasks"',
    })
    .describe('What the dataset grows from.'),
  teacher: role
    .extend({
      endpoint: name
        .optional()
        .describe(
          'Endpoint\'s name in the worker\'s configuration. Left out: "openai" where there is a key, else "local".',
        ),
      model: z.string().min(1).optional().describe("Model's name. Left out: the endpoint's own."),
      propose: role.optional().describe('Who comes up with instructions.'),
      respond: role.optional().describe('Who writes responses.'),
      classify: role.optional().describe('Who tells classification tasks.'),
    })
    .prefault({})
    .describe('Who is asked.'),
  iteration: z
    .strictObject({
      size: z
        .int()
        .min(1)
        .max(2_000)
        .optional()
        .describe('Candidates an iteration aims at. Left out: target / 12, at least 20, at most 400.'),
      open: z
        .int()
        .min(1)
        .max(4)
        .default(2)
        .describe('Iterations open at once. Iteration n reads what was committed up to n - open.'),
      most: z
        .int()
        .min(1)
        .max(100_000)
        .default(1_000)
        .describe('Iterations after which the run ends, reached or not.'),
      barren: z
        .int()
        .min(1)
        .max(1_000)
        .default(10)
        .describe('Iterations in a row without an accepted pair after which the run ends.'),
    })
    .prefault({})
    .describe('The turn of the loop.'),
  selfInstruct: z
    .strictObject({
      form: z
        .enum(['auto', 'paper', 'together'])
        .default('auto')
        .describe(
          'paper: classify, instances, response, a call each. together: input and response in one completion. auto: by the endpoint.',
        ),
      fewShot: z
        .strictObject({
          examples: z.int().min(1).max(32).default(8).describe('Examples in a proposal prompt.'),
          fromPool: z
            .int()
            .min(0)
            .max(32)
            .default(2)
            .describe('How many of them, at most, are accepted pairs.'),
        })
        .prefault({})
        .refine((fewShot) => fewShot.fromPool <= fewShot.examples, {
          message: 'must not be more than "examples"',
          path: ['fromPool'],
        })
        .describe('The numbered examples of a proposal prompt.'),
      lastItem: z
        .int()
        .min(2)
        .max(64)
        .default(16)
        .describe('Number of the last item that a proposal answer may reach.'),
      propose: sampling
        .prefault({})
        .describe(
          'Sampling of proposals. Defaults: temperature 0.7, topP 0.5, presencePenalty 2, maxTokens 1024.',
        ),
      respond: sampling
        .prefault({})
        .describe('Sampling of responses. Defaults: temperature 0, maxTokens 1024.'),
      instances: z
        .int()
        .min(1)
        .max(20)
        .default(5)
        .describe('Most instances (input and response) of one task.'),
    })
    .prefault({})
    .describe(
      'Self-Instruct (Wang et al. 2022, arXiv 2212.10560), with the parameters of its released code.',
    ),
  filters: z
    .strictObject({
      instructionWords: z
        .strictObject({
          least: z.int().min(1).default(4).describe('Fewest words of an instruction.'),
          most: z.int().min(1).default(150).describe('Most words of an instruction.'),
        })
        .prefault({})
        .refine((words) => words.least <= words.most, {
          message: 'must not be more than "most"',
          path: ['least'],
        })
        .describe('Length of an instruction, in words between white space.'),
      blocklist: z
        .array(z.string().min(1))
        .default([...selfInstructBlocklist, ...alpacaBlocklist])
        .describe(
          'Words and phrases that an instruction may not contain, matched as whole words, without regard to case.',
        ),
      blockedPrefixes: z
        .array(z.string().min(1))
        .default(['Write a program'])
        .describe('Beginnings that an instruction may not have.'),
      repetition: z.boolean().default(true).describe('Reject responses that loop.'),
      truncation: z.boolean().default(true).describe('Reject responses that were cut.'),
      echo: z
        .boolean()
        .default(true)
        .describe('Reject responses that only repeat their instruction or input.'),
    })
    .prefault({})
    .describe('What is thrown out, and when.'),
  novelty: z
    .strictObject({
      threshold: share
        .default(0.7)
        .describe('ROUGE-L F-measure above which an instruction repeats one that is there.'),
    })
    .prefault({})
    .describe('Which instructions are new.'),
  ledger: z
    .strictObject({
      reuse: z
        .enum(['run', 'workspace'])
        .default('run')
        .describe('Whose answers may be used again: of this run, or of any run in the workspace.'),
    })
    .prefault({})
    .describe('Never pay twice: how far the memory of answers reaches.'),
});

/** A recipe as people write it. */
export type RecipeInput = z.input<typeof recipeSchema>;
/** A recipe with every default filled in. */
export type Recipe = z.output<typeof recipeSchema>;
