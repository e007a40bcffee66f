import type { BatchView } from '../../core/review/batch';
import { batchName, gatheredInWords, namesOfBatches } from '../../core/review/batchName';
import { sum } from '../../core/foundations/statistics/mean';
import type { StoredBatch } from '../../adapters/store/reviewReads';
import { counted } from '../view/quantities';
import type { BatchSummary } from './reviewDesk';

/** Why there is nothing to decide. @param gathering Items that people are not handed yet. */
export function nothingWaits(
  batches: readonly Pick<BatchSummary, 'run' | 'batch'>[],
  gathering: number,
): string {
  const last = batches.at(-1);
  if (!last && gathering === 0)
    return 'Nothing was drawn for review. A recipe says what is, and how: see "review" in docs/recipe.md.';
  const waits = `Nothing waits for review${gathering > 0 ? ` yet: ${gatheredInWords(gathering)}` : ''}.`;
  return last ? `${waits} To correct a verdict: seedbed review ${last.run} --batch ${last.batch}` : waits;
}

/** What is left in a batch, and where nothing is, what other batches of its run wait for. */
export function leftInWords(
  batch: number,
  pending: number,
  batches: readonly Pick<BatchSummary, 'batch' | 'state' | 'items' | 'decided'>[],
): string {
  if (pending > 0) return `${counted(pending, 'item')} left to decide.`;
  const others = batches.filter(
    (one) => one.batch !== batch && one.state === 'open' && one.items > one.decided,
  );
  if (others.length === 0) return 'Nothing is left to decide.';
  const open = others.map((one) => `${batchName(one.batch)} has ${one.items - one.decided} open`).join(', ');
  return `Nothing is left to decide in ${batchName(batch)}; ${open}.`;
}

/** That what was decided changes nothing yet; empty where the batch is done. */
export function effectInWords({ items, pending }: Pick<BatchView, 'items' | 'pending'>): string {
  const waiting = pending.length;
  return waiting === 0
    ? ''
    : `Verdicts take effect when the batch is done: ${waiting} of ${counted(items, 'item')} ${waiting === 1 ? 'waits' : 'wait'}.`;
}

/** That a dataset has pairs that people rejected, or edited, as they were; empty where it has none. */
export function stillInWords(
  run: string,
  batches: readonly Pick<StoredBatch, 'batch' | 'items' | 'decided' | 'rejectedStillIn' | 'editedStillIn'>[],
): string {
  const holding = batches.filter((one) => one.rejectedStillIn + one.editedStillIn > 0);
  if (holding.length === 0) return '';
  const rejected = sum(holding.map((one) => one.rejectedStillIn));
  const edited = sum(holding.map((one) => one.editedStillIn));
  const items = sum(holding.map((one) => one.items));
  const waiting = items - sum(holding.map(({ decided }) => decided));
  const until = `${namesOfBatches(holding.map(({ batch }) => batch))} ${holding.length === 1 ? 'is' : 'are'} done`;
  const [are, were] = rejected + edited === 1 ? ['is', 'it was'] : ['are', 'they were'];
  const which =
    rejected === 0
      ? `${counted(edited, 'pair')} that people edited ${are} still in it as ${were}`
      : edited === 0
        ? `${counted(rejected, 'pair')} that people rejected ${are} still in it`
        : `${counted(rejected, 'pair')} that people rejected, and ${edited} that they edited, ${are} still in it as ${were}`;
  const what = `${which}, until ${until}`;
  return waiting === 0
    ? `${what}, in a moment: export it again then.`
    : `${what} (${waiting} of ${items} ${waiting === 1 ? 'waits' : 'wait'}): seedbed review ${run}`;
}
