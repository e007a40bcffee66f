/** A part of a process that runs until it is shut down. */
export interface Part {
  /** Rejects when it broke. */
  run(): Promise<void>;
  /** Takes nothing new; what was taken comes to its end. */
  shutdown(): void;
}

/**
 * Runs parts until all of them have ended: when one breaks, the others are shut down and come to their end in peace, for what they hold may be
 * paid for. Only then are `closings` done, one after the other, each also when one before it failed.
 *
 * @throws what broke first.
 */
export async function endTogether(
  parts: readonly Part[],
  shutdown: () => void,
  closings: readonly (() => Promise<void> | void)[],
): Promise<void> {
  const failures: unknown[] = [];
  const noting = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(parts.map((part) => noting(() => part.run()).finally(shutdown)));
  for (const close of closings) await noting(close);
  if (failures.length > 0) throw failures[0];
}
