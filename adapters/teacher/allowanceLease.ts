import type { Allowance } from '../../core/teacher/rateControl';
import type { Limiter } from './limiter';

/** Where a limiter's allowance comes from: the store, so that all workers together stay within the endpoint's limits. */
export interface AllowanceLease {
  /**
   * Takes or extends this worker's share. `expiresAt` is on the limiter's clock (`limiter.now()` before asking, plus the time to
   * live, so that a slow reply shortens the lease instead of stretching it). `none`: other workers hold all of it.
   */
  renew(): Promise<Allowance | 'none'>;
}

export interface KeepAllowedOptions {
  /** Ends the renewing; what was leased runs out by itself. */
  readonly signal: AbortSignal;
  /** How often to ask, in milliseconds: a third of a lease's time to live, so that one failed renewal costs nothing. */
  readonly everyMs: number;
  /** A renewal that failed; the next one comes in its turn. */
  readonly onError: (error: unknown) => void;
}

/** Keeps a limiter supplied until the signal. Resolves after the first renewal was tried. */
export async function keepAllowed(
  limiter: Limiter,
  lease: AllowanceLease,
  { signal, everyMs, onError }: KeepAllowedOptions,
): Promise<void> {
  const renew = async () => {
    try {
      const allowance = await lease.renew();
      limiter.allow(allowance === 'none' ? { concurrency: 0, expiresAt: Infinity } : allowance);
    } catch (error) {
      onError(error);
    }
    if (!signal.aborted) timer = setTimeout(() => void renew(), everyMs);
  };
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  await renew();
}
