import { UserError } from '../../../core/foundations/userError';
import type { BatchView } from '../../../core/review/batch';
import { gatheredInWords } from '../../../core/review/batchName';
import { chooseRun } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { counted } from '../../view/quantities';
import { reviewTable } from './reviewTable';
import { atDesk, batchesOf, gatheringOf, theBatch } from '../../review/deskCommand';
import { effectInWords, nothingWaits } from '../../review/reviewWords';
import { editPair } from './editPair';
import type { BatchSummary } from '../../review/reviewDesk';
import { reviewerName } from '../../review/reviewerName';
import { reviewInTerminal, type TerminalReviewEnd } from './terminalReview';

export interface ReviewRequest {
  readonly run: string | undefined;
  readonly reviewer: string | undefined;
  readonly batch: number | undefined;
  readonly assisted: boolean;
  /** Serve the page instead of asking here. */
  readonly web: boolean;
  readonly port: number | undefined;
  readonly lan: boolean;
}

/** `seedbed review`: one batch after the other in the terminal, or the page; in a pipe, what there is. Returns the exit code. */
export async function reviewRun(request: ReviewRequest, surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings;
  if (request.web) return reviewOnPage(request, surroundings);
  const isInteractive = terminal.canAsk && terminal.outIsTerminal && !terminal.options.json;
  if (!isInteractive) return listReviews(request.run, surroundings);
  return atDesk('review', surroundings, async (desk, session) => {
    const batches = await batchesOf(desk, session, request.run);
    const open = toReview(batches, request);
    const [first] = open;
    if (!first) {
      terminal.print(nothingWaits(batches, await gatheringOf(session, request.run)));
      return exitCodes.done;
    }
    const reviewer = await reviewerName(request.reviewer, surroundings, true);
    for (const [index, batch] of open.entries()) {
      const end = await reviewInTerminal({
        ...{ desk, batch, reviewer, assisted: request.assisted, edit: editPair },
        following: open.length - index - 1,
        ...{ input: process.stdin, output: process.stderr, colors: terminal.errorColors },
        signal: surroundings.interruption.signal,
      });
      sayEnd(end, batch, reviewer, surroundings);
      const view = await desk.view(batch).catch(() => undefined); // what was decided is kept: this is only how it stands
      const effect = view && end.decided > 0 ? effectInWords(view) : '';
      if (effect !== '') terminal.note(effect);
      const others = view ? waitsForOthers(view, reviewer) : 0;
      if (others > 0)
        terminal.note(
          `${counted(others, 'pair')} of it ${others === 1 ? 'waits' : 'wait'} for a second person, who is not shown what you said: "review.reviewers.twice" of the recipe, where 0 asks for none.`,
        );
      if (end.unsent.length > 0) return exitCodes.failed;
      if (end.how === 'interrupted') return exitCodes.interrupted;
      if (end.how === 'left') break;
    }
    terminal.note(`The same in a browser: seedbed review ${first.run} --web`);
    return exitCodes.done;
  });
}

/** `seedbed review list`: the batches, and what to type. Returns the exit code. */
export async function listReviews(run: string | undefined, surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings;
  return atDesk('review list', surroundings, async (desk, session) => {
    const batches = await batchesOf(desk, session, run);
    const waiting = batches.find(({ state }) => state === 'open');
    const next = waiting === undefined ? null : `seedbed review ${waiting.run}`;
    const gathering = await gatheringOf(session, run);
    if (terminal.options.json) terminal.printJson({ batches, gathering, next });
    else if (batches.length > 0) terminal.print(reviewTable(batches, terminal.outColors, Date.now()));
    if (!waiting && !terminal.options.json) terminal.note(nothingWaits(batches, gathering));
    if (waiting) {
      if (gathering > 0) terminal.note(`Beside these, ${gatheredInWords(gathering)}.`);
      terminal.note(
        [
          `On a terminal:     seedbed review ${waiting.run}`,
          `In a browser:      seedbed review ${waiting.run} --web`,
          `In a spreadsheet:  seedbed review export ${waiting.run} --out items.csv`,
          `By command:        seedbed approve ${waiting.run} --batch ${waiting.batch} --items 1,2,5-9`,
          `From Temporal:     ${waiting.workflowId}`,
        ].join('\n'),
      );
    }
    return exitCodes.done;
  });
}

async function reviewOnPage(request: ReviewRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, interruption } = surroundings;
  const { startReviewServer } = await import('../../review/server/reviewServer.js');
  return atDesk('review', surroundings, async (desk, session) => {
    const batches = await batchesOf(desk, session, request.run);
    const reviewer = await reviewerName(request.reviewer, surroundings, false);
    const server = await startReviewServer({
      ...{ desk, assisted: request.assisted, lan: request.lan, reviewer },
      ...(request.run !== undefined && { run: (await chooseRun(session, request.run, 'any')).runKey }),
      ...(request.port !== undefined && { port: request.port }),
      onLinkUsed: () => terminal.note(`For one more browser: ${server.link()}`),
    });
    if (terminal.options.json) terminal.printJson({ url: server.url });
    else terminal.print(server.url);
    const open = batches.filter(({ state }) => state === 'open');
    const waiting = open.reduce((sum, { items, decided }) => sum + items - decided, 0);
    terminal.note(
      waiting === 0
        ? nothingWaits(batches, await gatheringOf(session, request.run))
        : `${counted(waiting, 'item')} to decide.`,
    );
    terminal.note('The page is served until Ctrl-C; verdicts are kept by Temporal, not by it.');
    await new Promise<void>((resolve) => {
      if (interruption.signal.aborted) resolve();
      interruption.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await server.close();
    return exitCodes.interrupted;
  });
}

/** The open batches; or the one that was named, whatever its state. Of one run at a time: its reviewer has its rules in mind. */
function toReview(
  all: readonly BatchSummary[],
  { run, batch }: Pick<ReviewRequest, 'run' | 'batch'>,
): readonly BatchSummary[] {
  const open = all.filter(({ state }) => state === 'open');
  const eligible = batch === undefined ? open : all.filter((one) => one.batch === batch);
  const runs = [...new Set(eligible.map((one) => one.run))];
  const [first] = runs;
  if (run === undefined && runs.length > 1) {
    throw new UserError(`Several runs could be meant: ${runs.join(', ')}.`, {
      mend: `Name one of them: seedbed review ${first}`,
    });
  }
  if (batch === undefined || all.length === 0) return open;
  const [other] = all;
  return [theBatch(eligible.length > 0 ? eligible : all, run ?? first ?? other?.run ?? '', batch)];
}

/** How many pairs that somebody decided are to be seen by another. */
function waitsForOthers({ pending, verdicts }: BatchView, reviewer: string): number {
  const own = new Set(verdicts.filter((one) => one.reviewer === reviewer).map(({ item }) => item));
  return pending.filter((item) => own.has(item)).length;
}

function sayEnd(
  end: TerminalReviewEnd,
  batch: BatchSummary,
  reviewer: string,
  { terminal }: Surroundings,
): void {
  const { how, decided, items, unsent, trouble } = end;
  terminal.print(`Batch ${batch.batch} of ${batch.run}: you decided ${decided} of ${items}, as ${reviewer}.`);
  if (unsent.length > 0) {
    const numbers = [...new Set(unsent.map(({ item }) => item))].join(', ');
    terminal.warn(`Not saved: your last word on ${numbers}. ${trouble}`);
    terminal.warn(`Decide on them again: seedbed review ${batch.run} --batch ${batch.batch}`);
  } else if (how !== 'finished') terminal.note(`Go on: seedbed review ${batch.run}`);
}
