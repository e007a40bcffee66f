import { WorkflowNotFoundError } from '@temporalio/common';
import { CandidateStore } from '../../../adapters/store/candidateStore';
import { ReportStore } from '../../../adapters/store/reportStore';
import { runKeyOf } from '../../../core/vocabulary/runKey';
import { UserError } from '../../../core/foundations/userError';
import { runQueue } from '../../../core/run/queues';
import type { RunStatus } from '../../../core/run/status';
import { previewOf, type Preview } from '../../../core/run/report/preview';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodeOf, exitCodes } from '../../terminal/exitCodes';
import { followRun, type Followed } from '../../runs/followRun';
import { requireKeys } from '../../runs/glanceAtEndpoints';
import { localServersFor, recipeToSend, type RecipeRequest } from '../../runs/recipeToSend';
import { whileStarting } from '../../connection/whileStarting';
import { openSession, type Session } from '../../connection/session';
import type { Terminal } from '../../terminal/terminal';
import { truncate } from '../../terminal/displayWidth';
import { previewView } from './previewView';
import { funnelWords, screeningWords } from '../../view/runWords';

export interface PreviewRequest extends RecipeRequest {
  readonly recipe: string;
  /** How many to aim at; a teacher's answer may bring more. */
  readonly candidates: number;
  readonly yes: boolean;
}

/** `seedbed preview`: a handful of candidates through everything, none of them added to any run. Returns the exit code. */
export async function previewRecipe(request: PreviewRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const prepared = await recipeToSend(request, workspace);
  const servers = await localServersFor(prepared.recipe, workspace);
  const starting = whileStarting(surroundings);
  const session = await openSession(surroundings, {
    command: 'preview',
    worker: true,
    ...servers,
    before: () => requireKeys(prepared.recipe, workspace),
    yes: request.yes,
  });
  starting.end();

  const { name } = prepared.recipe;
  const presenter = createStagePresenter(terminal);
  const onInterrupt = (): void => {
    presenter.end();
    terminal.warn('Cancelling: what is in flight settles first. Ctrl-C again forces.');
  };
  let preview: Preview;
  try {
    const client = await session.temporal();
    const handle = await client.workflow.start('previewRecipe', {
      workflowId: `preview-${name}-${new Date().toISOString().replace(/\D/g, '')}`,
      taskQueue: runQueue,
      args: [{ recipe: prepared.recipe, candidates: request.candidates }],
      staticSummary: `A preview of ${name}`,
    });
    const runKey = runKeyOf({ workflowId: handle.workflowId, firstRunId: handle.firstExecutionRunId });
    interruption.signal.addEventListener('abort', onInterrupt);
    const followed = await followRun({
      session,
      runKey,
      handle,
      every: 250,
      signal: interruption.signal,
      untilMending: false,
      show: (status) => presenter.show(status),
    });
    if (followed.kind === 'interrupted') {
      // A worker that ends with this command ends what is in flight in good order; the rest of the preview is given up.
      const isCancelled = await handle.cancel().then(
        () => true,
        (error: unknown) => error instanceof WorkflowNotFoundError, // it has just ended
      );
      terminal.warn(
        isCancelled
          ? `Cancelled. No run got anything of it; once more: seedbed preview ${request.recipe}`
          : `Temporal could not be told to cancel ${name}: where a worker is up, it goes on to its end. No run gets anything of it.`,
      );
      return exitCodes.interrupted;
    }
    presenter.end();
    requireReturned(followed, request.recipe);
    preview = await readPreview(session, name, runKey);
  } finally {
    presenter.end();
    interruption.signal.removeEventListener('abort', onInterrupt);
    await session.close();
    interruption.end();
  }
  return conclude(preview, request, terminal);
}

/** @throws UserError that says why there is nothing to show. */
function requireReturned(followed: Exclude<Followed, { kind: 'interrupted' }>, recipe: string): void {
  const { status } = followed;
  if (followed.kind === 'ended' && followed.outcome.kind === 'returned') return;
  const failure =
    followed.kind === 'ended' && followed.outcome.kind === 'failed' ? followed.outcome : undefined;
  const message = failure?.message ?? status?.detail ?? 'The preview ended before it began.';
  const cause = failure?.cause ?? status?.cause ?? null;
  const failed = { state: 'failed', cause, target: 0, funnel: { accepted: 0 } } as const;
  throw new UserError(message, {
    exitCode: failure?.isInputAtFault ? exitCodes.usage : exitCodeOf(failed),
    mend: failure?.isInputAtFault
      ? `Mend it, then: seedbed preview ${recipe}`
      : 'See what is missing: seedbed doctor',
  });
}

async function readPreview({ database }: Session, recipe: string, runKey: string): Promise<Preview> {
  const store = new CandidateStore(database);
  const candidates = await store.all(runKey);
  const [calls, spent] = await Promise.all([
    store.calls(runKey, candidates),
    new ReportStore(database).spent(runKey),
  ]);
  return previewOf({ recipe, runKey, spent }, candidates, calls);
}

function conclude(preview: Preview, { recipe }: PreviewRequest, terminal: Terminal): number {
  const { candidates, runKey } = preview;
  const [first] = candidates;
  const next = first ? `seedbed run ${recipe}` : `seedbed validate ${recipe}`;
  const exitCode = first ? exitCodes.done : exitCodes.failed;
  if (terminal.options.json) {
    terminal.printJson({ ...preview, next, exitCode });
    return exitCode;
  }
  const { outColors: colors, outColumns = 100, options } = terminal;
  terminal.print(
    previewView(preview, { colors, columns: Math.min(100, outColumns), verbose: options.verbose ?? false }),
  );
  if (first) {
    terminal.note(
      `The whole story of one: seedbed trace ${first.iteration}/${first.ordinal} --run ${runKey}`,
    );
    if (preview.accepted > 0) terminal.note(`Grow them in earnest:   ${next}`);
    else
      terminal.warn(
        `A run would accept none of these: mend what rejects them first (above, after each "by"), or see every prompt and answer: seedbed preview ${recipe} -v`,
      );
  } else terminal.warn(`No candidate came of it. Is the recipe as you want it? ${next}`);
  return exitCode;
}

interface StagePresenter {
  show(status: RunStatus): void;
  end(): void;
}

/** Says what the preview is at: redrawn in place, or in a pipe a line whenever the stage changes. */
function createStagePresenter(terminal: Terminal): StagePresenter {
  let last = '';
  return {
    show(status) {
      const stage = status.iterations.open.map((iteration) => iteration.stage).join(', ');
      if (terminal.live) {
        const line = [stage, ...screeningWords(status), funnelWords(status.funnel)]
          .filter((part) => part !== '')
          .join(', ');
        terminal.live.draw([truncate(`preview: ${line}`, terminal.live.columns - 1)]);
      } else if (stage !== last && stage !== '') terminal.note(`preview: ${stage}`);
      last = stage;
    },
    end: () => terminal.live?.end(),
  };
}
