import { UserError } from '../../../core/foundations/userError';
import { openSession } from '../../connection/session';
import { agreesToCost } from '../../runs/agreeToCost';
import { attendRun, type Parting } from '../../runs/attendRun';
import { requireState } from '../../runs/chooseRun';
import { chooseToExtend, extendCommandOf, startExtension, type Extension } from '../../runs/extendEnded';
import { requireKeys } from '../../runs/glanceAtEndpoints';
import { localServersFor } from '../../runs/recipeToSend';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';

/** How long a worker may take to hear of it, where nobody stays to see. */
const heardWithin = 30_000;

export interface ExtendRequest extends Extension {
  readonly detach: boolean;
  readonly yes: boolean;
}

/** `seedbed extend`: goes on with a run that has ended, and shows it until it ends again. Returns the exit code. */
export async function extendRun(request: ExtendRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  requireState(workspace);
  const looking = await openSession(surroundings, {
    ...{ command: 'extend', worker: false, teacher: false, yes: request.yes },
  });
  const chosen = await chooseToExtend(looking, request).finally(() => looking.close());
  const { name, missing } = chosen;
  const command = extendCommandOf(name, request);
  const session = await openSession(surroundings, {
    command: 'extend',
    worker: true,
    ...(await localServersFor(missing.recipe, workspace)),
    before: () => requireKeys(missing.recipe, workspace),
    yes: request.yes,
  });
  let parting: Parting;
  try {
    if (request.detach && !session.goesOnWithoutUs())
      throw new UserError('--detach needs a worker that stays: the one of this command would end with it.', {
        mend: `seedbed up --detach && ${command} --detach`,
      });
    if (!request.yes && !(await agreesToCost(missing, name, session, surroundings))) {
      terminal.note('Nothing was started, and nothing was spent.');
      return exitCodes.done;
    }
    const patience = request.detach ? [AbortSignal.timeout(heardWithin)] : [];
    const signal = AbortSignal.any([interruption.signal, ...patience]);
    const run = await startExtension(session, chosen, request, signal);
    parting = await attendRun({ surroundings, session, run, name, command }, request.detach);
  } finally {
    await session.close();
    interruption.end();
  }
  if (parting.lastWords !== undefined) terminal.warn(parting.lastWords);
  return parting.exitCode;
}
