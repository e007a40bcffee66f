import { listRuns, type ListedRun } from '../../../adapters/store/runList';
import type { PairAddress } from '../../../adapters/store/pairStore';
import { TraceStore } from '../../../adapters/store/traceStore';
import { UserError } from '../../../core/foundations/userError';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { openSession, type Session } from '../../connection/session';
import type { Terminal } from '../../terminal/terminal';
import { traceView } from './traceView';

export interface TraceRequest {
  /** An id as exports have it, or "iteration/ordinal". */
  readonly pair: string;
  readonly run: string | undefined;
}

/** `seedbed trace`: tells the story of one candidate, accepted or not. Returns the exit code. */
export async function tracePair(request: TraceRequest, surroundings: Surroundings): Promise<number> {
  surroundings.interruption.end(); // it only reads: there is nothing to leave behind
  requireState(surroundings.workspace);
  const needs = { command: 'trace', worker: false, teacher: false, yes: false };
  const session = await openSession(surroundings, needs);
  try {
    return await printTrace(session, request, surroundings.terminal);
  } finally {
    await session.close();
  }
}

/** The same, with a session that is open. @throws UserError where there is no such pair. */
export async function printTrace(
  session: Session,
  request: TraceRequest,
  terminal: Terminal,
): Promise<number> {
  const traces = new TraceStore(session.database);
  const { run, address } = await findPair(session, traces, request);
  const trace = await traces.trace(run.runKey, address);
  if (!trace) throw missing(request.pair, [run]);
  const { outColors: colors, outColumns = 100, options } = terminal;
  if (options.json) terminal.printJson(trace);
  else {
    const columns = Math.min(100, outColumns);
    terminal.print(traceView(trace, { colors, columns, verbose: options.verbose ?? false }));
  }
  return exitCodes.done;
}

type Wanted = { readonly id: string } | { readonly address: PairAddress };

function parsePair(pair: string): Wanted {
  if (/^p[0-9a-f]{16}$/.test(pair)) return { id: pair };
  const [, iteration, ordinal] = /^(\d{1,9})\/(\d{1,9})$/.exec(pair) ?? [];
  if (iteration !== undefined && ordinal !== undefined)
    return { address: { iteration: Number(iteration), ordinal: Number(ordinal) } };
  throw new UserError(
    `"${pair}" is no pair: an id is "p" and 16 hexadecimal digits, as in the dataset, and an address is iteration/ordinal, such as 3/17.`,
    { mend: 'seedbed trace 0/0' },
  );
}

/** In the run that was named; else an address is of the newest run, and an id of the newest run that has it. */
async function findPair(
  session: Session,
  traces: TraceStore,
  { pair, run }: TraceRequest,
): Promise<{ run: ListedRun; address: PairAddress }> {
  const wanted = parsePair(pair);
  const runs =
    run === undefined
      ? await listRuns(session.database, 'all', 'id' in wanted ? 1_000 : 1)
      : [await chooseRun(session, run, 'any')];
  for (const candidate of runs) {
    const address = 'id' in wanted ? await traces.findPair(candidate.runKey, wanted.id) : wanted.address;
    if (address) return { run: candidate, address };
  }
  throw missing(pair, runs);
}

function missing(pair: string, runs: readonly ListedRun[]): UserError {
  const [run, another] = runs;
  const message =
    run && !another ? `Run ${run.name} has no candidate ${pair}.` : `No run has a candidate ${pair}.`;
  return new UserError(message, { mend: 'See which runs there are, and name one with --run: seedbed list' });
}
