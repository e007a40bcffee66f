import { CalibrationStore } from '../../../adapters/store/calibrationStore';
import { UserError } from '../../../core/foundations/userError';
import { openStates } from '../../../core/run/status';
import { chooseRun } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { atDesk } from '../../review/deskCommand';
import { reviewerName } from '../../review/reviewerName';
import { signalRun } from '../../../adapters/temporal/runExecutions';

export interface AcceptRequest {
  readonly run: string;
  readonly calibration: number;
  readonly reviewer: string | undefined;
}

/** `seedbed accept`: tells a run that what it proposes may be put into force. Returns the exit code. */
export async function acceptCalibration(request: AcceptRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // a signal is sent or not: there is nothing to leave behind
  return atDesk('accept', surroundings, async (_desk, session) => {
    const { calibration } = request;
    const reviewer = await reviewerName(request.reviewer, surroundings, false);
    const { runKey, name, state } = await chooseRun(session, request.run, 'any');
    const known = await new CalibrationStore(session.database).list(runKey);
    const proposed = known.find(({ version }) => version === calibration);
    if (!proposed) {
      const versions = known.map(({ version }) => version).join(', ');
      throw new UserError(
        `Run ${name} has no calibration ${calibration}: ${versions === '' ? 'none was fitted yet' : `it has ${versions}`}.`,
        { mend: `See what its verdicts say: seedbed report ${name}` },
      );
    }
    const isInForce = proposed.inForceFrom !== null;
    if (!isInForce) {
      if (!openStates.includes(state)) throw new UserError(`Run ${name} has ended already: ${state}.`);
      const accepted = { version: calibration, reviewer };
      const execution = await session.extensions.executionOf(runKey);
      if (!(await signalRun(await session.temporal(), execution, 'acceptCalibration', accepted)))
        throw new UserError(`Run ${name} has ended: its workflow is closed.`);
    }
    if (terminal.options.json) {
      terminal.printJson({ run: name, runKey, calibration, reviewer, inForce: isInForce });
    } else {
      terminal.print(
        isInForce
          ? `Calibration ${calibration} of ${name} is in force already.`
          : `Run ${name} was told that ${reviewer} accepts calibration ${calibration}; iterations that start from now on go by it.`,
      );
    }
    return exitCodes.done;
  });
}
