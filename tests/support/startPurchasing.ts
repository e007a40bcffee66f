import { BatchPurchaser } from '../../adapters/purchasing/batchPurchaser';
import { openPurchasing } from '../../adapters/purchasing/openPurchasing';
import type { Purchaser } from '../../adapters/purchasing/purchaser';
import type { Learning, TeacherEndpoints } from '../../adapters/purchasing/teacherEndpoints';
import { Batches } from '../../adapters/store/batches';
import { Budgets } from '../../adapters/store/budgets';
import type { Database } from '../../adapters/store/database';
import type { Ledger } from '../../adapters/store/ledger';
import type { WorkspaceBudget } from '../../core/teacher/budget/budget';
import type { Endpoint } from '../../core/teacher/endpoint';

export interface PurchasingOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly learning?: Learning;
  readonly workspace?: WorkspaceBudget | undefined;
}

export interface Purchasing {
  readonly ledger: Ledger;
  readonly purchaser: Purchaser;
  readonly batches: Batches;
  readonly batchPurchaser: BatchPurchaser;
  readonly teacherEndpoints: TeacherEndpoints;
  /** Others may take what it had, and it is not told. */
  readonly die: () => Promise<void>;
  /** Sends nothing more, and ends when what is in flight has settled. */
  readonly end: () => Promise<void>;
}

/** What of a worker buys from endpoints, on a real store, as a process of its own would have it. */
export async function startPurchasing(
  database: Database,
  endpoints: Readonly<Record<string, Endpoint>>,
  { environment = {}, learning, workspace }: PurchasingOptions = {},
): Promise<Purchasing> {
  const { holder, ledger, shares, teacherEndpoints, purchaser, close } = await openPurchasing(database, {
    ...{ name: 'a test', endpoints, environment, learning },
    budget: workspace,
  });
  const batches = new Batches(database, holder);
  return {
    ledger,
    purchaser,
    batches,
    batchPurchaser: new BatchPurchaser(batches, ledger, new Budgets(database), teacherEndpoints, workspace),
    teacherEndpoints,
    die: async () => {
      shares.end();
      await shares.leave();
      await holder.stop();
    },
    end: close,
  };
}
