import { Budgets } from '../store/budgets';
import type { Database } from '../store/database';
import { EndpointLessons } from '../store/endpointLessons';
import { EndpointPools } from '../store/endpointPools';
import { Hedges } from '../store/hedges';
import { Holder } from '../store/holder';
import { Ledger } from '../store/ledger';
import { systemClock } from '../teacher';
import type { Configuration } from '../workspace/configuration';
import { EndpointShares } from './endpointShares';
import { Purchaser } from './purchaser';
import { TeacherEndpoints } from './teacherEndpoints';

export interface OpenPurchasing {
  readonly purchaser: Purchaser;
  /** Sends nothing more, and ends when what is in flight has settled. */
  close(): Promise<void>;
}

/**
 * What buys from endpoints in a process that is no worker, under the same rules: the ledger, the budgets, and the shares of what may be asked at once
 * that workers leave it.
 */
export async function openPurchasing(
  database: Database,
  configuration: Configuration,
  environment: NodeJS.ProcessEnv,
  name: string,
): Promise<OpenPurchasing> {
  const holder = new Holder(database, name);
  await holder.start();
  const shares = new EndpointShares(new EndpointPools(database, holder, () => systemClock.now()));
  const teacherEndpoints = new TeacherEndpoints(configuration.endpoints, shares, environment, {
    lessons: new EndpointLessons(database),
    onLearned: () => undefined, // it is in the store; here nobody reads a log
  });
  const purchaser = new Purchaser(
    new Ledger(database, holder),
    new Hedges(database, holder),
    new Budgets(database),
    holder,
    teacherEndpoints,
    undefined,
    configuration.budget,
  );
  return {
    purchaser,
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
