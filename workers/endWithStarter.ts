/** Set for a worker that whoever started it answers for: nobody else would end it, nor know of it. */
export const endsWithStarterVariable = 'SEEDBED_ENDS_WITH_STARTER';

/** Has `end` called when the process that started this one is gone, killed or not, where this one was started so that it ends then. */
export function endWithStarter(environment: NodeJS.ProcessEnv, end: () => void): void {
  if (environment[endsWithStarterVariable] !== '1' || !process.channel) return;
  process.once('disconnect', end);
  process.channel.unref(); // it alone keeps no worker running that has ended
}
