import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest that a step computes before answers, heartbeats and other steps get their turn, in milliseconds. */
const longest = 10;

/**
 * A breath of the event loop, to be awaited as often as one likes: it is one only where the last one lies back some milliseconds, by
 * the clock, since texts differ a thousandfold in what they take. What is decided never depends on it.
 *
 * @param signal Told of in these breaths, for while a process computes it hears nothing: it ends what is awaited.
 */
export function breathing(signal?: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await nextTurn();
    signal?.throwIfAborted();
    last = performance.now();
  };
}
