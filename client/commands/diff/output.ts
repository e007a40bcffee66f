import { z } from 'zod';
import { count, counts, share } from '../../terminal/outputValues';

const spread = z.strictObject({ p10: count, median: count, p90: count });

const figures = z.strictObject({
  rows: count.describe('One for each input of a pair.'),
  repeated: count.describe('Rows that are the same as another of the set.'),
  withInput: count,
  words: z.strictObject({ instruction: spread, response: spread }),
  strategies: counts,
  cells: counts,
  sampled: count.describe('Rows that languages and verbObjects are told of: drawn alike from both sets.'),
  languages: counts.describe('Of responses; "not told" where a text is too short to tell.'),
  verbObjects: counts.describe('Verb and object of instructions in English.'),
});

const row = z.strictObject({
  id: z.string().nullable(),
  instruction: z.string(),
  input: z.string(),
  response: z.string(),
  turns: z
    .array(z.strictObject({ message: z.string(), response: z.string() }))
    .describe('What the conversation goes on with.'),
  strategy: z.string().nullable(),
  cell: z.string().nullable(),
});

const moved = share
  .nullable()
  .describe(
    'Share of rows that would need another name to be distributed alike; null where a set tells none.',
  );

/** What `seedbed diff` prints with --json. */
export const diffOutput = z.strictObject({
  before: z.string(),
  after: z.string(),
  sets: z.tuple([figures, figures]),
  same: count,
  added: count,
  removed: count,
  edited: z.strictObject({ response: count, question: count, both: count }),
  lookedForReworded: z
    .boolean()
    .describe('False where too many rows differ: then reworded questions count as added and removed.'),
  moved: z.strictObject({ strategies: moved, cells: moved, languages: moved, verbObjects: moved }),
  examples: z.strictObject({
    added: z.array(row),
    removed: z.array(row),
    edited: z.array(z.strictObject({ before: row, after: row })),
  }),
});
