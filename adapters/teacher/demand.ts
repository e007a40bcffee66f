import type { RunDemand } from '../../core/teacher/shares';
import type { RunWaiting } from './sharedLine';

/** Counts requests by run and, within it, by urgency: the first number of their priority. */
export class Demand {
  private readonly runs = new Map<string, { weight: number; readonly urgencies: Map<number, number> }>();

  add({ run, weight, priority }: Pick<RunWaiting, 'run' | 'weight' | 'priority'>): void {
    let of = this.runs.get(run);
    if (!of) this.runs.set(run, (of = { weight, urgencies: new Map() }));
    const urgency = priority[0] ?? 0;
    of.urgencies.set(urgency, (of.urgencies.get(urgency) ?? 0) + 1);
  }

  get byRun(): readonly RunDemand[] {
    return [...this.runs].map(([run, { weight, urgencies }]) => ({
      run,
      weight,
      wanted: [...urgencies].map(([urgency, number]) => ({ urgency, number })),
    }));
  }
}
