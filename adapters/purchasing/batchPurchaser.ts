import { groupBy } from '../../core/foundations/groupBy';
import type { LedgerAddress } from '../../core/teacher/account';
import type { WorkspaceBudget } from '../../core/teacher/budget/budget';
import type { BatchLimits, BatchResult, BatchSeen } from '../../core/teacher/batch/batchInterface';
import { isRefusedForNow } from '../../core/teacher/batch/openAiBatches';
import { splitBatch } from '../../core/teacher/batch/splitBatch';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherFailure } from '../../core/teacher/failure';
import { presetOf } from '../../core/teacher/presets/registry';
import { chargeOf, free, notPriced, type Charge, type KeptPrice } from '../../core/teacher/pricing/charge';
import type { Usage } from '../../core/teacher/pricing/price';
import type { TeacherRequest } from '../../core/teacher/request';
import { unusableOf } from '../../core/teacher/unusableAnswer';
import type { BatchAddress, BatchedRequest, Batches, BatchOutcome, OpenBatch } from '../store/batches';
import { DoesNotFit } from '../store/budgetHolds';
import type { Budgets } from '../store/budgets';
import type { Ledger, Reservation } from '../store/ledger';
import { storedCharge } from '../store/storedCharge';
import { TeacherError } from '../teacher';
import type { TeacherBatches } from '../teacher/teacher';
import { PricesInForce } from './pricesInForce';
import { refusalOf } from './purchaser';
import { Spending } from './spending';
import type { TeacherEndpoint, TeacherEndpoints } from './teacherEndpoints';

/** Answers that are settled at once. */
const together = 64;
/** How often it is tried to find room in a budget that others take from at the same time. */
const mostTries = 3;

interface Account {
  readonly at: BatchAddress;
  readonly address: LedgerAddress;
  readonly signal: AbortSignal;
}

/** An endpoint that takes batches. */
interface Asking extends TeacherEndpoint {
  readonly batches: TeacherBatches;
}

/**
 * Gets answers by the batches of providers, into the same ledger under the same keys, and without paying twice: what a batch is of is
 * written down before it is made; one that was made by a process that died before it could write down what it is called is looked for
 * at the provider before another is made. An answer is in the ledger before its batch counts as over. Everything here is harmless when
 * it is done again.
 */
export class BatchPurchaser {
  private readonly prices: PricesInForce;
  private readonly spending: Spending;

  constructor(
    private readonly batches: Batches,
    private readonly ledger: Ledger,
    budgets: Budgets,
    private readonly teacherEndpoints: TeacherEndpoints,
    /** What the workspace may spend. */
    workspaceBudget?: WorkspaceBudget,
  ) {
    this.prices = new PricesInForce(ledger);
    this.spending = new Spending(budgets, this.prices, workspaceBudget);
  }

  /** Whether a request can be asked by batch at all. */
  async takes(request: TeacherRequest): Promise<boolean> {
    const { teacher } = await this.teacherEndpoints.get(request.endpoint, request.model);
    return teacher.batches?.wireOf(request) !== undefined;
  }

  /**
   * Writes down which batches are to be made of these, and holds what they may take: `lookAfter` makes them. Where a budget has no room for all of them, as
   * many as it has room for; none where less than `least` fit now and more may later.
   *
   * @throws BudgetReached where they have no room and nothing that is out leaves it.
   */
  async plan({ at, address }: Account, requests: readonly TeacherRequest[], least: number): Promise<void> {
    const models = groupBy(requests, ({ model }) => model);
    for (const [model, own] of models) {
      const { teacher, batches, endpoint } = await this.asking(at.endpoint, model);
      const lines = own.flatMap((request): BatchedRequest[] => {
        const wire = batches.wireOf(request);
        return wire ? [{ callKey: callKey(request), request, ...wire }] : [];
      });
      const held: BatchedRequest[] = [];
      for (const line of lines) {
        const bound = teacher.answerBound(line.request);
        held.push({
          ...line,
          hold: await this.spending.holdFor(address, line.request, endpoint, bound, true),
        });
      }
      await this.planOf(model, held, { at, address }, least, batches.limits);
    }
  }

  private async planOf(
    model: string,
    lines: readonly BatchedRequest[],
    { at, address }: Pick<Account, 'at' | 'address'>,
    least: number,
    limits: BatchLimits,
  ): Promise<void> {
    const bytesOf = ({ body }: BatchedRequest): number => Buffer.byteLength(JSON.stringify(body)) + 200;
    const holds = lines.flatMap(({ hold }) => hold ?? []);
    let count = lines.length;
    for (let tries = 0; count > 0; tries++) {
      try {
        const batches = splitBatch(lines.slice(0, count), bytesOf, limits);
        return await this.batches.plan(at, address.scope, model, batches);
      } catch (error) {
        if (!(error instanceof DoesNotFit)) throw error;
        // Others may be faster again: then a later look tries it.
        count = tries < mostTries ? await this.spending.roomForBatch(holds, least, address) : 0;
      }
    }
  }

  /**
   * Looks once at what a stage has under way: makes what is to be made, and collects what has ended. Returns how many are still open.
   * When the run is stopped, nothing more is made, and what is under way is cancelled; what it brought up to then is collected.
   */
  async lookAfter(account: Account, isStopping: boolean): Promise<number> {
    let refusedForNow = 0;
    for (const open of await this.batches.open(account.at)) {
      account.signal.throwIfAborted();
      const asking = await this.asking(account.at.endpoint, open.model);
      const seen = open.providerId
        ? await this.look(open, open.providerId, asking, account, isStopping)
        : await this.make(open, asking, account, isStopping);
      if (seen?.state === 'refused' && isRefusedForNow(seen)) {
        await this.batches.withdraw(open.batch); // made anew at the next look
        refusedForNow += 1;
      } else if (seen) await this.collect(open, seen, asking, account);
    }
    return (await this.batches.open(account.at)).length + (isStopping ? 0 : refusedForNow);
  }

  private async look(
    { batch, model, isCancelled }: OpenBatch,
    id: string,
    { batches }: Asking,
    { signal }: Account,
    isStopping: boolean,
  ): Promise<BatchSeen | undefined> {
    if (isStopping && !isCancelled) {
      // One that has ended meanwhile can't be cancelled: how it is, is looked at next.
      await batches.interface.cancel(id, model, signal).catch(passOver);
      await this.batches.cancelled(batch);
    }
    try {
      return await batches.interface.look(id, model, signal);
    } catch (error) {
      if (!(error instanceof TeacherError) || error.failure.status !== 404) throw error;
      await this.batches.end(batch, new Map(), true); // the provider has forgotten it
      return undefined;
    }
  }

  /** @returns what the provider says of it; undefined where it is not there, yet or at all. */
  private async make(
    { batch, model }: OpenBatch,
    { batches }: Asking,
    { at, signal }: Account,
    isStopping: boolean,
  ): Promise<BatchSeen | undefined> {
    const creation = await this.batches.begin(batch);
    if (!creation) return undefined;
    const requests = await this.batches.requests(batch);
    let seen: BatchSeen | undefined;
    if (creation.isAgain) {
      const others = await this.batches.knownIds(at.endpoint);
      const lost = { id: batch, model, count: requests.length, since: creation.since, others };
      seen = await batches.interface.find(lost, signal);
    }
    if (!seen && isStopping) {
      await this.batches.withdraw(batch);
      return undefined;
    }
    try {
      const lines = requests.map((request) => ({ customId: request.callKey, body: request.body }));
      seen ??= await batches.interface.create({ id: batch, model, lines }, signal);
    } catch (error) {
      // What waits at the provider already is all that it takes for now.
      if (error instanceof TeacherError && error.failure.kind === 'rateLimited') return undefined;
      throw error;
    }
    await this.batches.made(batch, seen.id);
    return seen;
  }

  private async collect(
    { batch, model }: OpenBatch,
    seen: BatchSeen,
    asking: Asking,
    account: Account,
  ): Promise<void> {
    if (seen.state === 'running') return;
    const requests = new Map((await this.batches.requests(batch)).map((one) => [one.callKey, one]));
    const outcomes = new Map<string, BatchOutcome>();
    if (seen.state === 'refused') for (const key of requests.keys()) outcomes.set(key, 'refused');
    else {
      const results = await asking.batches.interface.results(seen, model, account.signal);
      for (let from = 0; from < results.length; from += together)
        await Promise.all(
          results.slice(from, from + together).map(async (result) => {
            const asked = requests.get(result.customId);
            if (asked) outcomes.set(result.customId, await this.keep(batch, asked, result, asking, account));
          }),
        );
    }
    await this.batches.end(batch, outcomes);
  }

  /** Puts what came for a request into the ledger. */
  private async keep(
    batch: string,
    { callKey: key, request, sent, hold }: BatchedRequest,
    result: BatchResult,
    { batches, endpoint }: Asking,
    { address }: Account,
  ): Promise<BatchOutcome> {
    if (result.kind === 'unasked') return 'unasked';
    const read = batches.read(request, result);
    if ('kind' in read && read.kind !== 'malformed' && read.kind !== 'unanswerable')
      return read.kind === 'closed' ? 'refused' : 'failed';
    const kept = await this.prices.of(request.endpoint, endpoint, request.model);
    // It is the batch that paid, whoever collects it, and however often.
    const paid = { scope: address.scope, callKey: key, attempt: batch, hold };
    const reserved = await this.ledger.reserve(address, key, request);
    if (reserved.kind !== 'reserved') {
      // Asked online meanwhile, by another run of the workspace; or collected before, by a process that died.
      const usage = 'kind' in read ? unusableOf(read) : read;
      if ('kind' in read && read.kind === 'unanswerable') return 'answered';
      await this.ledger.noteCharge(paid, chargeFor(usage, kept, usage.completionTokens > 0).charge, usage);
      return reserved.kind === 'answered' ? 'answered' : 'failed';
    }
    const { reservation } = reserved;
    if (!('kind' in read)) {
      const { charge, savedUsd } = chargeFor(read, kept, read.completionTokens > 0 || read.text === '');
      await this.ledger.settle(paid, read, charge, sent);
      await this.batches.saved(batch, key, savedUsd);
    } else if (read.kind === 'unanswerable') {
      const isCharged = presetOf(endpoint.preset).chargesRefusals ?? false;
      await this.ledger.settle(paid, refusalOf(read), isCharged ? notPriced : free, sent);
    } else await this.keepUnusable(reservation, paid, read, kept);
    return 'answered';
  }

  private async keepUnusable(
    reservation: Reservation,
    paid: Reservation,
    failure: TeacherFailure,
    kept: KeptPrice | undefined,
  ): Promise<void> {
    const unusable = unusableOf(failure);
    await this.ledger.keepUnusable(paid, {
      unusable,
      charge: chargeOf({ ...unusable, isBatch: true }, kept),
      settles: 'ifOthersAreAnswered',
    });
    await this.ledger.releaseUnsent(reservation);
  }

  private async asking(name: string, model: string): Promise<Asking> {
    const open = await this.teacherEndpoints.get(name, model);
    const { batches } = open.teacher;
    if (!batches) throw new Error(`Endpoint "${name}" has no batches: its configuration was changed.`);
    return { ...open, batches };
  }
}

/** What it cost, and by how much less than online, where both are known. */
function chargeFor(
  counted: Usage,
  kept: KeptPrice | undefined,
  isCounted: boolean,
): { readonly charge: Charge; readonly savedUsd: string | null } {
  const usage = isCounted ? counted : { promptTokens: 0, completionTokens: 0 };
  const charge = chargeOf({ ...usage, isBatch: true }, kept);
  const online = chargeOf(usage, kept);
  const isKnown = charge.cost !== undefined && online.cost !== undefined;
  const saved: Charge = isKnown ? { cost: (online.cost ?? 0n) - (charge.cost ?? 0n) } : notPriced;
  return { charge, savedUsd: storedCharge(saved).costUsd };
}

function passOver(error: unknown): void {
  if (!(error instanceof TeacherError)) throw error;
}
