import type { Troubles } from '../../core/foundations/failure/troubles';
import type { WorkspaceBudget } from '../../core/teacher/budget/budget';
import type { Endpoint } from '../../core/teacher/endpoint';
import { Budgets } from '../store/budgets';
import type { Database } from '../store/database';
import { EndpointPools } from '../store/endpointPools';
import { Hedges } from '../store/hedges';
import { Holder } from '../store/holder';
import { Ledger } from '../store/ledger';
import { systemClock } from '../teacher';
import { EndpointShares } from './endpointShares';
import { Purchaser } from './purchaser';
import { TeacherEndpoints, type Learning } from './teacherEndpoints';

export interface PurchasingOptions {
  /** This process, for people. */
  readonly name: string;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Where the keys of the endpoints are. */
  readonly environment: NodeJS.ProcessEnv;
  /** The budget of the workspace. */
  readonly budget?: WorkspaceBudget | undefined;
  readonly learning?: Learning | undefined;
  readonly troubles?: Troubles | undefined;
  /** Told once of each budget that is running low. */
  readonly onLowBudget?: (budget: string) => void;
}

export interface OpenPurchasing {
  readonly holder: Holder;
  readonly ledger: Ledger;
  readonly shares: EndpointShares;
  readonly teacherEndpoints: TeacherEndpoints;
  readonly purchaser: Purchaser;
  /** Sends nothing more, and ends when what is in flight has settled. */
  readonly close: () => Promise<void>;
}

/**
 * What of a process buys from endpoints, whether it is a worker or not, under the same rules: the ledger, the budgets, and its share of what
 * all processes may ask at once.
 */
export async function openPurchasing(
  database: Database,
  { name, endpoints, environment, budget, learning, troubles, onLowBudget }: PurchasingOptions,
): Promise<OpenPurchasing> {
  const holder = new Holder(database, name);
  await holder.start();
  const ledger = new Ledger(database, holder, onLowBudget);
  const shares = new EndpointShares(new EndpointPools(database, holder, () => systemClock.now()));
  const teacherEndpoints = new TeacherEndpoints(endpoints, shares, environment, learning);
  const hedges = new Hedges(database, holder);
  const budgets = new Budgets(database);
  const purchaser = new Purchaser(ledger, hedges, budgets, holder, teacherEndpoints, troubles, budget);
  return {
    ...{ holder, ledger, shares, teacherEndpoints, purchaser },
    close: async () => {
      purchaser.stopSending();
      shares.end();
      await purchaser.settled();
      teacherEndpoints.close();
      await shares.leave();
      await holder.stop();
    },
  };
}
