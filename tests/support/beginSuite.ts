import { beginSuite, endKilledSuites, endSuite } from './suiteFolder';

/** Before the first test file, once, in Jest's own process. */
export default async function beforeSuite(): Promise<void> {
  await endKilledSuites();
  const folder = beginSuite();
  // Jest runs no teardown where it is interrupted.
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)
    process.once(signal, () => void endSuite(folder).finally(() => process.exit(128 + number)));
}
