import type { PairAddress } from '../../../adapters/store/pairStore';
import { UserError } from '../../../core/foundations/userError';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodeOf, exitCodes } from '../../terminal/exitCodes';
import { followRun, type Followed } from '../../runs/followRun';
import { createPresenter } from '../../runs/presenter';
import { recipeToSend } from '../../runs/recipeToSend';
import { whileStarting } from '../../connection/whileStarting';
import { openSession, type Session } from '../../connection/session';
import { startOrJoin } from '../../runs/startOrJoin';
import type { Terminal } from '../../terminal/terminal';
import { demoFilters } from './demoFilters';
import { pairView } from './pairView';
import { count, duration } from '../../view/quantities';
import { funnelWords } from '../../view/runWords';

/**
 * `seedbed demo`: grows a small dataset with the local model and shows each pair as it is accepted. Needs no key and asks
 * nothing; each time is a run of its own. Returns the exit code.
 */
export async function runDemo(surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const began = Date.now();
  const starting = whileStarting(surroundings);
  terminal.note('Starting Temporal, PostgreSQL, a local language model and a worker. No key is needed.');
  // Always the local model: a key that happens to be set must not be spent by a demonstration.
  const prepared = await recipeToSend(
    { recipe: 'quickstart', endpoint: 'local', filters: demoFilters },
    workspace,
  );
  const session = await openSession(surroundings, {
    command: 'demo',
    worker: true,
    teacher: true,
    yes: true,
  });
  starting.end();

  const name = `demo-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  const presenter = createPresenter(terminal);
  const onInterrupt = (): void => {
    presenter.end();
    terminal.warn('Stopping: nothing is left running. Ctrl-C again forces.');
  };
  let followed: Followed;
  let dataset: string | undefined;
  try {
    const { handle, runKey } = await startOrJoin(session, name, prepared, () => 'seedbed demo');
    const { uiUrl } = session.addresses;
    terminal.note(
      `Growing ${count(prepared.recipe.target)} pairs from ${prepared.materials.seeds.length} seed tasks, as the workflow ${name}.`,
    );
    if (uiUrl !== undefined) terminal.note(`See it work: ${uiUrl}/namespaces/default/workflows/${name}`);
    const pairs = new PairPrinter(session, runKey, surroundings);
    interruption.signal.addEventListener('abort', onInterrupt);
    followed = await followRun({
      session,
      runKey,
      handle,
      every: presenter.every,
      signal: interruption.signal,
      untilMending: true,
      show: async (status, newest) => {
        if (status.funnel.accepted > pairs.shown) await pairs.printNew();
        presenter.show(status, newest);
      },
    });
    if (followed.kind === 'interrupted')
      await handle.cancel().catch(() => undefined); // it has just ended, or Temporal is away
    else presenter.end();
    if (followed.kind === 'ended' && followed.outcome.kind === 'returned') {
      await pairs.printNew();
      ({ dataset } = followed.outcome.summary);
    }
  } finally {
    interruption.signal.removeEventListener('abort', onInterrupt);
    await session.close();
    interruption.end();
  }
  if (followed.kind === 'interrupted') {
    terminal.warn('Stopped. Once more, from the start: seedbed demo');
    return exitCodes.interrupted;
  }
  return conclude(followed, dataset, began, terminal);
}

function conclude(
  followed: Exclude<Followed, { kind: 'interrupted' }>,
  dataset: string | undefined,
  began: number,
  terminal: Terminal,
): number {
  const { status } = followed;
  if (!status || dataset === undefined) {
    const failure =
      followed.kind === 'ended' && followed.outcome.kind === 'failed' ? followed.outcome.message : undefined;
    throw new UserError(failure ?? status?.detail ?? 'The run ended before it began.', {
      exitCode: status?.state === 'paused' ? exitCodeOf(status) : exitCodes.failed,
      mend: 'See what is missing: seedbed doctor',
    });
  }
  const exitCode = exitCodeOf(status);
  if (terminal.options.json) {
    terminal.printJson({ ...status, dataset, next: 'seedbed up', exitCode });
    return exitCode;
  }
  const { bold } = terminal.outColors;
  terminal.print([
    `${bold(`${count(status.funnel.accepted)} pairs`)} in ${duration(Date.now() - began)}: ${funnelWords(status.funnel)}.`,
    `The dataset:       ${bold(dataset)}`,
    `All the rest:      .seedbed (Temporal's history, logs)`,
    `See how it went:   ${bold('seedbed up')}   then open the Temporal UI that it prints`,
    `Grow your own:     ${bold('seedbed run quickstart --target 50')}`,
  ]);
  return exitCode;
}

/** Prints accepted pairs once each, in their order. */
class PairPrinter {
  shown = 0;
  private last: PairAddress | undefined;

  constructor(
    private readonly session: Session,
    private readonly runKey: string,
    private readonly surroundings: Surroundings,
  ) {}

  async printNew(): Promise<void> {
    const { terminal } = this.surroundings;
    for await (const pair of this.session.pairs.accepted(this.runKey, this.last && { after: this.last })) {
      this.last = pair;
      this.shown++;
      if (terminal.options.json) continue;
      // stdout and the live view on stderr are often one terminal: the view makes way before a pair is printed.
      terminal.live?.draw([]);
      terminal.print([...pairView(pair, this.shown, terminal.outColors, terminal.outColumns ?? 100), '']);
    }
  }
}
