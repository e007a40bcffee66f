import { z } from 'zod';

/** What became of a row of an instruction set. */
export const rowStates = ['accepted', 'rejected', 'quarantined', 'unreadable'] as const;
export type RowState = (typeof rowStates)[number];

const score = z.strictObject({
  filter: z.string(),
  version: z.int(),
  response: z
    .int()
    .optional()
    .describe('The instance that was looked at; left out where it was the instruction alone.'),
  score: z.number().optional(),
  passed: z.boolean(),
  reason: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});

/** One line of what `seedbed screen` writes. */
export const screenedRowSchema = z.strictObject({
  row: z.int().min(1).describe('Counted from 1, without blank lines and headers; over all files.'),
  line: z.int().nullable().describe('The line of the file that it begins on; null in files without lines.'),
  file: z.string().optional().describe('The name of its file, where the dataset has several.'),
  id: z.string().optional().describe("The row's own id, where it has one."),
  state: z.enum(rowStates),
  decidedBy: z.string().nullable().describe('The filter that rejected it, or could not decide.'),
  reason: z.string().nullable(),
  instruction: z.string().optional().describe('Left out where the row could not be read.'),
  instances: z
    .array(
      z.strictObject({
        input: z.string(),
        response: z.string(),
        turns: z
          .array(z.strictObject({ message: z.string(), response: z.string() }))
          .optional()
          .describe('What a conversation goes on with; left out where it ends with the response.'),
        kept: z.boolean(),
      }),
    )
    .optional()
    .describe(
      'Inputs with their responses, and whether each passed: a conversation passes whole or not at all.',
    ),
  scores: z.array(score).describe('Everything that every filter said of it.'),
});
export type ScreenedRow = z.output<typeof screenedRowSchema>;
export type RowScore = ScreenedRow['scores'][number];

/** How many rows there were, and what became of them. */
export interface RowFunnel {
  readonly rows: number;
  readonly states: Readonly<Record<RowState, number>>;
  /** By the filter that rejected them. */
  readonly rejectedBy: Readonly<Record<string, number>>;
  readonly quarantinedBy: Readonly<Record<string, number>>;
}

/** Counts rows as they go by. */
export class RowTally {
  private readonly states = { accepted: 0, rejected: 0, quarantined: 0, unreadable: 0 };
  private readonly by = { rejected: new Map<string, number>(), quarantined: new Map<string, number>() };
  private rows = 0;

  add({ state, decidedBy }: Pick<ScreenedRow, 'state' | 'decidedBy'>): void {
    this.rows++;
    this.states[state]++;
    if ((state !== 'rejected' && state !== 'quarantined') || decidedBy === null) return;
    this.by[state].set(decidedBy, (this.by[state].get(decidedBy) ?? 0) + 1);
  }

  get funnel(): RowFunnel {
    const byCount = (counts: ReadonlyMap<string, number>): Record<string, number> =>
      Object.fromEntries(
        [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1)),
      );
    return {
      rows: this.rows,
      states: { ...this.states },
      rejectedBy: byCount(this.by.rejected),
      quarantinedBy: byCount(this.by.quarantined),
    };
  }
}
