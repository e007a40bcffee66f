import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWholeText } from '../../../adapters/files/wholeFile';
import { UserError } from '../../../core/foundations/userError';
import type { GivenVerdict } from '../../../core/review/batch';
import type { ReviewItem } from '../../../core/review/reviewItem';
import { chooseRun } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { requireWritableFile } from '../../terminal/requireWritableFile';
import { counted } from '../../view/quantities';
import { atDesk, theBatches } from '../../review/deskCommand';
import { give, restOf, type Given } from '../../review/giveVerdicts';
import type { BatchSummary, ReviewDesk } from '../../review/reviewDesk';
import { reviewerName } from '../../review/reviewerName';
import {
  csvOf,
  jsonLinesOf,
  readCsv,
  readJsonLines,
  sheetRow,
  textOfSheet,
  verdictOfRow,
  type ReadRow,
} from './reviewSheet';

export interface ReviewExportRequest {
  readonly run: string;
  /** Its ending says the format: .csv or .jsonl. */
  readonly out: string;
  /** Whose verdicts are filled in; left out: nobody's, so that whoever reviews decides unseen. */
  readonly reviewer: string | undefined;
  readonly batch: number | undefined;
}

export interface ReviewImportRequest {
  readonly run: string;
  readonly file: string;
  readonly reviewer: string | undefined;
  /** For rows that name no batch. */
  readonly batch: number | undefined;
}

/** Problems that are told one by one. */
const maxProblems = 20;

/** `seedbed review export`: items for a spreadsheet, to be filled in and imported. Returns the exit code. */
export async function exportReview(
  request: ReviewExportRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // the file appears whole or not at all
  const format = formatOf(request.out);
  await requireWritableFile(request.out);
  return atDesk('review export', surroundings, async (desk, session) => {
    const { runKey, name } = await chooseRun(session, request.run, 'any');
    const batches = theBatches(await desk.batches(runKey), name, request.batch);
    const rows = [];
    for (const batch of batches) {
      const verdicts = request.reviewer === undefined ? [] : (await desk.view(batch)).verdicts;
      const own = new Map(
        verdicts
          .filter(({ reviewer }) => reviewer === request.reviewer)
          .map((verdict) => [verdict.item, verdict]),
      );
      for (const item of await desk.items(batch)) rows.push(sheetRow(batch.batch, item, own.get(item.item)));
    }
    const text = format === 'csv' ? csvOf(rows) : jsonLinesOf(rows);
    await writeWholeText(request.out, text);
    const next = `seedbed review import ${name} ${request.out} --reviewer ${request.reviewer ?? 'NAME'}`;
    const { out } = request;
    if (terminal.options.json) {
      const numbers = batches.map(({ batch }) => batch);
      terminal.printJson({ run: name, runKey, batches: numbers, items: rows.length, format, out, next });
    } else terminal.print(`Wrote ${counted(rows.length, 'item')} of ${name} to ${out}`);
    terminal.note(`Fill in "verdict" (approve, reject, edit, unsure) and "reason", then: ${next}`);
    return exitCodes.done;
  });
}

/** `seedbed review import`: verdicts from a file. All of it is checked before anything is sent. Returns the exit code. */
export async function importReview(
  request: ReviewImportRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // what was sent counts, and importing again counts it once
  const { file } = request;
  const format = formatOf(file);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UserError(`${file} can't be read.`, { mend: 'See whether the path is right.', cause });
  });
  const text = textOfSheet(bytes, file);
  const rows = format === 'csv' ? await readCsv(text, file) : readJsonLines(text, file);
  return atDesk('review import', surroundings, async (desk, session) => {
    const reviewer = await reviewerName(request.reviewer, surroundings, false);
    const { runKey, name } = await chooseRun(session, request.run, 'any');
    const batches = await desk.batches(runKey);
    const { verdicts, problems, empty } = await verdictsOf(desk, batches, rows, request.batch);
    if (problems.length > 0) {
      throw new UserError(
        [
          `${file} was not imported: ${counted(problems.length, 'row')} can't be used.`,
          ...problems.slice(0, maxProblems).map((problem) => `  ${problem}`),
          ...(problems.length > maxProblems ? [`  and ${problems.length - maxProblems} more`] : []),
        ].join('\n'),
        { mend: 'Mend them, then import it again: what counted already counts once.' },
      );
    }
    const given: (Given & { batch: number })[] = [];
    for (const [batch, said] of verdicts)
      given.push({ batch: batch.batch, ...(await give(desk, batch, reviewer, said)) });
    const asOfNow = batches.map((batch) => {
      const pending = given.find((one) => one.batch === batch.batch)?.pending;
      return pending === undefined ? batch : { ...batch, decided: batch.items - pending };
    });
    if (terminal.options.json)
      terminal.printJson({ run: name, runKey, reviewer, file, empty, batches: given });
    else {
      terminal.print([
        ...given.flatMap((one) => [
          `Batch ${one.batch} of ${name}: ${counted(one.counted.length, 'verdict')} counted, as ${reviewer}.`,
          ...restOf(one, one.batch, asOfNow).map((line) => `  ${line}`),
        ]),
        ...(given.length === 0 ? ['No row has a verdict: nothing was sent.'] : []),
        ...(empty > 0 && given.length > 0 ? [`${counted(empty, 'row')} without a verdict left alone.`] : []),
      ]);
    }
    return exitCodes.done;
  });
}

interface SheetVerdicts {
  readonly verdicts: ReadonlyMap<BatchSummary, readonly GivenVerdict[]>;
  readonly problems: readonly string[];
  /** Rows that nobody filled in. */
  readonly empty: number;
}

/** What the rows say, by batch. Every row that can't be used is a problem with its line. */
export async function verdictsOf(
  desk: Pick<ReviewDesk, 'items'>,
  batches: readonly BatchSummary[],
  rows: readonly ReadRow[],
  usual: number | undefined,
): Promise<SheetVerdicts> {
  const only = batches.length === 1 ? batches[0]?.batch : undefined;
  const verdicts = new Map<BatchSummary, GivenVerdict[]>();
  const items = new Map<BatchSummary, ReadonlyMap<number, ReviewItem>>();
  const lines = new Map<string, number>();
  const problems: string[] = [];
  let empty = 0;
  for (const row of rows) {
    const { line, cells } = row;
    const problem = (words: string): unknown => problems.push(`line ${line}: ${words}`);
    const named = cells.batch?.trim() || (usual ?? only)?.toString();
    const batch = batches.find((one) => String(one.batch) === named);
    if (named === undefined) {
      problem('it names no batch, and the run has several: fill in "batch", or give --batch.');
      continue;
    }
    if (!batch) {
      problem(
        `"${named.slice(0, 40)}" is no batch of this run: there are ${batches.map((one) => one.batch).join(', ')}.`,
      );
      continue;
    }
    let known = items.get(batch);
    if (!known)
      items.set(batch, (known = new Map((await desk.items(batch)).map((item) => [item.item, item]))));
    const typed = cells.item?.trim() ?? '';
    const item = /^\d{1,6}$/.test(typed) ? known.get(Number(typed)) : undefined;
    if (!item) {
      problem(
        `"${typed.slice(0, 40)}" is no item of batch ${batch.batch}: it has ${known.size}, numbered from 1.`,
      );
      continue;
    }
    const said = verdictOfRow(row, item);
    if (said === undefined) {
      empty++;
      continue;
    }
    if (typeof said === 'string') {
      problem(said);
      continue;
    }
    const key = `${batch.batch}/${item.item}`;
    const before = lines.get(key);
    if (before !== undefined) {
      problem(`item ${item.item} has a verdict in line ${before} already.`);
      continue;
    }
    lines.set(key, line);
    verdicts.set(batch, [...(verdicts.get(batch) ?? []), said]);
  }
  return { verdicts, problems, empty };
}

function formatOf(file: string): 'csv' | 'jsonl' {
  const ending = path.extname(file).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.jsonl' || ending === '.ndjson') return 'jsonl';
  throw new UserError(`What ${file} is can't be told from its name.`, {
    mend: 'Name it with .csv for spreadsheets, or with .jsonl.',
  });
}
