import { performance } from 'node:perf_hooks';
import type { Finding } from '../../core/teacher/check/findings';
import { TeacherError } from './teacher';

/** What came of asking, with how long it took; whatever else than a failure of the endpoint's is thrown, a withdrawal too. */
export async function timed<Shown>(ask: () => Promise<Shown>): Promise<Finding<Shown>> {
  const began = performance.now();
  try {
    return { ok: true, shown: await ask(), milliseconds: Math.round(performance.now() - began) };
  } catch (error) {
    if (!(error instanceof TeacherError) || error.failure.kind === 'cancelled') throw error;
    return { ok: false, failure: error.failure };
  }
}
