import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '../../core/foundations/userError';
import type { BatchView, GivenVerdict, SubmitOutcome } from '../../core/review/batch';
import { maxReasonCharacters, type Edit, type VerdictKind } from '../../core/vocabulary/verdict';
import { chooseRun } from '../runs/chooseRun';
import type { Surroundings } from '../terminal/surroundings';
import { exitCodes } from '../terminal/exitCodes';
import { counted } from '../view/quantities';
import { atDesk, theBatch } from './deskCommand';
import { itemNumbers } from './itemNumbers';
import type { BatchSummary, ReviewDesk } from './reviewDesk';
import { reviewerName } from './reviewerName';
import { leftInWords } from './reviewWords';
import { inMessages } from './verdictMessages';

export interface VerdictRequest {
  readonly verdict: VerdictKind;
  readonly run: string;
  /** "1,2,5-9", or "all": what waits for this reviewer. */
  readonly items: string;
  readonly reviewer: string | undefined;
  readonly reason: string | undefined;
  readonly batch: number | undefined;
  readonly flag: boolean;
  /** The new texts of an edit; a file with them as JSON. */
  readonly edit: Edit;
  readonly file: string | undefined;
}

/** What several messages came to. */
export type Given = Omit<SubmitOutcome, 'counted'> & { readonly counted: readonly number[] };

/** `seedbed approve`, `reject`, `edit` and `unsure`: one verdict on some items of a batch. Returns the exit code. */
export async function giveVerdicts(request: VerdictRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // a message is sent or not, and sending it again counts once
  const edit = request.verdict === 'edit' ? await editOf(request) : undefined;
  if ((request.reason?.length ?? 0) > maxReasonCharacters)
    throw new UserError(`A reason has at most ${maxReasonCharacters} characters.`);
  return atDesk(request.verdict, surroundings, async (desk, session) => {
    const reviewer = await reviewerName(request.reviewer, surroundings, false);
    const { runKey, name } = await chooseRun(session, request.run, 'any');
    const batches = await desk.batches(runKey);
    const batch = theBatch(batches, name, request.batch);
    const items =
      request.items.trim() === 'all'
        ? waitingFor(await desk.view(batch), reviewer)
        : itemNumbers(request.items, batch.items);
    if (edit && items.length > 1) {
      throw new UserError(
        `An edit is of one pair, and ${items.length} are named: all of them would get the same text.`,
        {
          mend: 'Name one item, or edit them in a spreadsheet: seedbed review export',
        },
      );
    }
    const verdicts = items.map((item): GivenVerdict => ({
      ...{ item, verdict: request.verdict },
      ...(request.reason !== undefined && { reason: request.reason }),
      ...(edit && { edit }),
      ...(request.flag && { flagged: true }),
    }));
    const given = await give(desk, batch, reviewer, verdicts);
    if (terminal.options.json) {
      terminal.printJson({
        run: name,
        runKey,
        batch: batch.batch,
        reviewer,
        verdict: request.verdict,
        ...given,
      });
    } else {
      const what = { approve: 'Approved', reject: 'Rejected', edit: 'Edited', unsure: 'Marked as unsure' }[
        request.verdict
      ];
      terminal.print([
        given.counted.length > 0
          ? `${what} ${counted(given.counted.length, 'item')} of batch ${batch.batch} of ${name}, as ${reviewer}.`
          : `Nothing changed in batch ${batch.batch} of ${name}.`,
        ...restOf(given, batch.batch, batches),
      ]);
    }
    return exitCodes.done;
  });
}

/** In as few messages as they fit, one after the other. */
export async function give(
  desk: ReviewDesk,
  batch: BatchSummary,
  reviewer: string,
  verdicts: readonly GivenVerdict[],
): Promise<Given> {
  const sum = { counted: [] as number[], repeated: [] as number[], conflicts: [] as number[], pending: -1 };
  for (const message of inMessages(verdicts)) {
    const outcome = await desk.submit(batch, { reviewer, verdicts: message }, randomUUID());
    sum.counted.push(...outcome.counted.map(({ item }) => item));
    sum.repeated.push(...outcome.repeated);
    sum.conflicts.push(...outcome.conflicts);
    sum.pending = outcome.pending;
  }
  return sum.pending < 0 ? { ...sum, pending: (await desk.view(batch)).pending.length } : sum;
}

/** What to say beside the number that counted. @param batches All of the run. */
export function restOf(
  { repeated, conflicts, pending }: Omit<Given, 'counted'>,
  batch: number,
  batches: readonly BatchSummary[],
): string[] {
  return [
    ...(repeated.length > 0 ? [`Said before, and counted once: ${repeated.join(', ')}.`] : []),
    ...(conflicts.length > 0 ? [`Reviewers differ on: ${conflicts.join(', ')}.`] : []),
    leftInWords(batch, pending, batches),
  ];
}

function waitingFor({ pending, verdicts }: BatchView, reviewer: string): number[] {
  const said = new Set(
    verdicts
      .filter((one) => one.reviewer === reviewer && one.verdict !== 'withdrawn')
      .map(({ item }) => item),
  );
  return pending.filter((item) => !said.has(item));
}

const editFile = z
  .strictObject({
    ...{ instruction: z.string(), input: z.string(), response: z.string() },
    turns: z
      .array(
        z.strictObject({
          exchange: z.int().min(2),
          message: z.string().optional(),
          response: z.string().optional(),
        }),
      )
      .min(1),
  })
  .partial()
  .refine((edit) => Object.keys(edit).length > 0);

async function editOf({ edit, file }: VerdictRequest): Promise<Edit> {
  const mend = 'Say what it should be: --response "…", or --file edit.json with {"response": "…"}';
  if (file === undefined) {
    if (Object.keys(edit).length === 0) throw new UserError('An edit needs a new text.', { mend });
    return edit;
  }
  if (Object.keys(edit).length > 0)
    throw new UserError('The new texts are either options or in --file, not both.', { mend });
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${file} can't be read.`, { mend, cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UserError(`${file} is not JSON: ${cause instanceof Error ? cause.message : ''}.`, {
      mend,
      cause,
    });
  }
  const parsed = editFile.safeParse(value);
  if (!parsed.success)
    throw new UserError(
      `${file} must be an object with texts for instruction, input or response, and for later turns {"turns": [{"exchange": 2, "response": "…"}]}.`,
      { mend },
    );
  const { instruction, input, response, turns } = parsed.data;
  return {
    ...(instruction !== undefined && { instruction }),
    ...(input !== undefined && { input }),
    ...(response !== undefined && { response }),
    ...(turns && {
      turns: turns.map(({ exchange, message, response: answer }) => ({
        exchange,
        ...(message !== undefined && { message }),
        ...(answer !== undefined && { response: answer }),
      })),
    }),
  };
}
