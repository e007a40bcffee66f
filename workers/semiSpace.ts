import { setFlagsFromString } from 'node:v8';

const flag = '--max-semi-space-size=';

/**
 * Runs what starts a thread, which may take so many MB for each half of its new objects. What other threads take is as before; where the process was given no
 * limit of its own (`workerArguments`), nothing is changed.
 */
export async function withSemiSpace<Started>(
  megabytes: number,
  start: () => Promise<Started>,
): Promise<Started> {
  const given = process.execArgv.find((argument) => argument.startsWith(flag));
  if (given === undefined) return start();
  setFlagsFromString(`${flag}${megabytes}`);
  try {
    return await start();
  } finally {
    setFlagsFromString(given);
  }
}
