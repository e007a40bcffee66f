import { Context } from '@temporalio/activity';
import { exportIntoWorkspace } from '../adapters/exports/exportDataset';
import { CalibrationStore } from '../adapters/store/calibrationStore';
import { ExtensionStore } from '../adapters/store/extensionStore';
import { openBatch, ReviewStore, type AppliedReview } from '../adapters/store/reviewStore';
import { VerdictStore } from '../adapters/store/verdictStore';
import { signalRun } from '../adapters/temporal/runExecutions';
import { postReminder } from '../adapters/webhook/postReminder';
import type { Agreement, ItemOutcome, LoadedBatch } from '../core/review/batch';
import { catchRate } from '../core/review/batchStatistics';
import { excerptOf, maxExcerptItems } from '../core/review/excerpt';
import type { Verdict } from '../core/vocabulary/verdict';
import type { ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';

/** Which batch. */
export interface BatchAddress {
  readonly runKey: string;
  readonly batch: number;
}

export interface ClosedBatch extends BatchAddress {
  readonly outcomes: readonly ItemOutcome[];
  readonly agreement: Agreement | null;
  readonly malformed: number;
  readonly late: number;
}

export interface DueReminder {
  /** Name of the webhook in the worker's configuration. */
  readonly webhook: string;
  readonly run: string;
  readonly batch: number;
  readonly pending: number;
  readonly workflowId: string;
}

/** What a batch of reviews needs of the store and of the outside. Each is harmless when repeated. */
export function createReviewActivities({
  database,
  configuration,
  workspace,
  runs,
}: Pick<ActivityDependencies, 'database' | 'configuration' | 'workspace' | 'runs'>) {
  const verdicts = new VerdictStore(database);
  const reviews = new ReviewStore(database);
  const extensions = new ExtensionStore(database);
  return {
    async loadBatch({ runKey, batch }: BatchAddress): Promise<LoadedBatch> {
      const { policy, items, first } = await verdicts.load(runKey, batch, maxExcerptItems);
      return {
        policy,
        items: items.map(({ item, needed, assigned, exchanges = 1 }) => ({
          ...{ item, needed, assigned },
          ...(exchanges > 1 && { exchanges }),
        })),
        verdicts: await verdicts.newest(runKey, batch),
        excerpt: excerptOf(first, items.length),
      };
    },

    async recordVerdicts({
      runKey,
      batch,
      given,
    }: BatchAddress & { given: readonly Verdict[] }): Promise<void> {
      await verdicts.record(runKey, batch, given);
    },

    /** Hands people a batch that gathered. */
    async openBatch({ runKey, batch }: BatchAddress): Promise<void> {
      await openBatch(database, runKey, batch);
    },

    async extendBatch({ runKey, batch, dueAt }: BatchAddress & { dueAt: number }): Promise<void> {
      await verdicts.extend(runKey, batch, dueAt);
    },

    /** Writes down what the batch decided. Says whether its run has ended, and can't apply it any more. */
    async closeBatch({ runKey, batch, outcomes, ...said }: ClosedBatch): Promise<{ runHasEnded: boolean }> {
      const { items } = await verdicts.load(runKey, batch, 0);
      return verdicts.close(runKey, batch, outcomes, { ...said, checks: catchRate(items, outcomes) });
    },

    /**
     * Makes a closed batch's outcome the run's: by the run, or by the batch where the run has ended (`watermark` null), whose dataset
     * is written anew then.
     */
    async applyReview(input: BatchAddress & { watermark: number | null }): Promise<AppliedReview> {
      return heartbeating(async (signal) => {
        const applied = await reviews.apply(input);
        if (input.watermark === null && (await runs.hasExported(input.runKey)))
          await exportIntoWorkspace(database, input.runKey, workspace, signal);
        return applied;
      });
    },

    /** Tells the batch's run that it is done. Returns whether the run is there to hear it: it can't once it is closed. */
    async tellRun({ runKey, batch }: BatchAddress): Promise<boolean> {
      return signalRun(Context.current().client, await extensions.executionOf(runKey), 'reviewed', batch);
    },

    /** Puts a calibration in force that was proposed. Returns the run's watermark. */
    async acceptCalibration({
      runKey,
      version,
      by,
    }: {
      runKey: string;
      version: number;
      by: string;
    }): Promise<number> {
      return new CalibrationStore(database).accept(runKey, version, by);
    },

    /** Reminds people. Returns why it reached nobody; null where it did. */
    async remind({ webhook, run, batch, pending, workflowId }: DueReminder): Promise<string | null> {
      const url = configuration.webhooks[webhook];
      if (url === undefined) return `the worker's configuration has no webhook "${webhook}".`;
      const waiting = `${pending} ${pending === 1 ? 'pair waits' : 'pairs wait'}`;
      const text = `${waiting} for review in batch ${batch} of ${run}: seedbed review ${run}`;
      return postReminder(url, { text, run, batch, pending, workflowId });
    },
  };
}

export type ReviewActivities = ReturnType<typeof createReviewActivities>;
