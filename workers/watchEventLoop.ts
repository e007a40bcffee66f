import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Logger } from 'pino';

const everyMs = 30_000;
const perMs = 1e6;

/**
 * Writes down how long answers and heartbeats had to wait for the thread: the longest and the 99th percentile of the event loop's
 * delays, in milliseconds, every half a minute and at the end. On a machine that is short of cores they hold the wait for one, too.
 *
 * @returns Ends it.
 */
export function watchEventLoop(log: Pick<Logger, 'info'>): () => void {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  const tell = (): void => {
    const [max, p99] = [delays.max, delays.percentile(99)].map((of) => Math.round(of / perMs));
    delays.reset();
    log.info({ eventLoopMaxMs: max, eventLoopP99Ms: p99 }, 'event loop');
  };
  const timer = setInterval(tell, everyMs).unref();
  return () => {
    clearInterval(timer);
    tell();
    delays.disable();
  };
}
