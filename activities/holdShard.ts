import type { StoredRun } from '../adapters/store/runStore';
import type { IterationInput, ShardOutcome } from '../core/run/iteration';
import type { Inquiry } from '../core/teacher/inquiry';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import { inquire } from './inquiring';
import { ledgerScope, type ActivityDependencies } from './dependencies';

/**
 * Of a run's requests those about instructions go first: few, and everything else waits for them. Then those that others will follow
 * in the same inquiry, whatever its iteration, so that at the end of a run no long talk is left for idle slots to wait for. Then older
 * iterations before newer ones. Last of all what is asked ahead.
 */
export const priorities = { instruction: 0, pair: 1, ahead: 2 } as const;

export interface OrderedInquiry<Outcome> {
  readonly inquiry: Inquiry<Outcome>;
  /** Its place in the line of the iteration's requests. */
  readonly order: number;
}

/**
 * Holds the inquiries of a shard to their ends, all at once: what an earlier attempt bought comes from the ledger. The first failure
 * stops the others from sending, and is thrown when all have settled. The answers are in the ledger.
 *
 * @param keep Is handed what came to an end, also where another one failed.
 */
export async function holdShard<Outcome>(
  { purchaser }: Pick<ActivityDependencies, 'purchaser'>,
  run: StoredRun,
  { iteration }: Pick<IterationInput, 'iteration'>,
  priority: number,
  inquiries: readonly OrderedInquiry<Outcome>[],
  signal: AbortSignal,
  keep: (outcomes: readonly (Outcome | undefined)[]) => Promise<void> = () => Promise.resolve(),
): Promise<ShardOutcome> {
  const { weight, budget } = run.setup.recipe;
  const address = { scope: ledgerScope(run), runKey: run.runKey, iteration, weight, budget };
  const abort = new AbortController();
  const stop = AbortSignal.any([signal, abort.signal]);
  const count = { answered: 0, sent: 0 };
  /** Asks for one inquiry. What follows from answers that were bought just now was never asked before. */
  const asking = (order: number) => {
    let isBought = true;
    return async (request: TeacherRequest, round: number): Promise<TeacherAnswer> => {
      const place = [priority, round, iteration, order];
      const purchase = await purchaser.buy(address, request, place, stop, round > 0 && isBought);
      count.answered++;
      if (purchase.sent) count.sent++;
      else isBought = false;
      return purchase.answer;
    };
  };
  let failure: unknown;
  const settled = await Promise.allSettled(
    inquiries.map(async ({ inquiry, order }) => {
      try {
        return await inquire(inquiry, asking(order));
      } catch (error) {
        failure ??= error;
        abort.abort(error);
        throw error;
      }
    }),
  );
  await keep(settled.map((result) => (result.status === 'fulfilled' ? result.value : undefined)));
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- as it was thrown
  if (failure !== undefined) throw failure;
  return count;
}
