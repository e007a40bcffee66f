import { openSession } from '../../connection/session';
import { requireState } from '../../runs/chooseRun';
import { chooseToExtend, extendCommandOf, startExtension, type Extension } from '../../runs/extendEnded';
import { requireKeys } from '../../runs/glanceAtEndpoints';
import { endingSession, grow } from '../../runs/growInSession';
import { localServersFor } from '../../runs/recipeToSend';
import type { Surroundings } from '../../terminal/surroundings';

/** How long a worker may take to hear of it, where nobody stays to see. */
const heardWithin = 30_000;

export interface ExtendRequest extends Extension {
  readonly detach: boolean;
  readonly yes: boolean;
}

/** `seedbed extend`: goes on with a run that has ended, and shows it until it ends again. Returns the exit code. */
export async function extendRun(request: ExtendRequest, surroundings: Surroundings): Promise<number> {
  const { workspace, interruption } = surroundings;
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
  const { detach, yes } = request;
  return endingSession(session, surroundings, () =>
    grow({ name, prepared: missing, command, detach, yes }, session, surroundings, () => {
      const patience = detach ? [AbortSignal.timeout(heardWithin)] : [];
      const signal = AbortSignal.any([interruption.signal, ...patience]);
      return startExtension(session, chosen, request, signal);
    }),
  );
}
