import type { RunDemand } from '../../core/teacher/shares';
import type { RunWaiting } from './sharedLine';

type Wanted = Omit<RunDemand['wanted'][number], 'urgency'>;

/** Counts requests by run and, within it, by urgency: the first number of their priority. */
export class Demand {
  private readonly runs = new Map<string, { weight: number; readonly urgencies: Map<number, Wanted> }>();

  add({ run, weight, priority }: Pick<RunWaiting, 'run' | 'weight' | 'priority'>, isWaiting: boolean): void {
    let of = this.runs.get(run);
    if (!of) this.runs.set(run, (of = { weight, urgencies: new Map() }));
    const urgency = priority[0] ?? 0;
    const { number, waiting } = of.urgencies.get(urgency) ?? { number: 0, waiting: 0 };
    of.urgencies.set(urgency, { number: number + 1, waiting: waiting + (isWaiting ? 1 : 0) });
  }

  get byRun(): readonly RunDemand[] {
    return [...this.runs].map(([run, { weight, urgencies }]) => ({
      run,
      weight,
      wanted: [...urgencies].map(([urgency, wanted]) => ({ urgency, ...wanted })),
    }));
  }
}
