import {
  allHandlersFinished,
  condition,
  ContinueAsNew,
  isCancellation,
  rootCause,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { batchName, namesOfBatches } from '../core/review/batchName';
import { describeRun } from '../core/run/describeRun';
import { emptyFunnel, type Funnel } from '../core/vocabulary/funnel';
import type { OpenReviews } from '../core/run/openReviews';
import type { CarriedRun, Ending, RunProgress } from '../core/run/runProgress';
import { searchAttributes } from '../core/run/searchAttributes';
import type { RunState } from '../core/run/status';
import { compute, long, review, store } from './activities';
import { whatNeedsMending } from './iterationControl';
import {
  funnelQuery,
  needsMendingSignal,
  pauseSignal,
  progressQuery,
  resumeSignal,
  stopSignal,
  type Progress,
  type RunMessage,
} from './messages';
import { acceptCalibrationSignal, reviewedSignal } from './reviewMessages';
import { RunChildren } from './runChildren';

/** What a run came to. */
export interface RunSummary {
  readonly runKey: string;
  readonly state: Ending['state'];
  readonly reason: string;
  readonly accepted: number;
  readonly target: number;
  readonly funnel: Funnel;
  /** Path of the dataset that was written, relative to the worker's workspace. */
  readonly dataset: string;
  /** Batches that people have yet to decide on: what they decline leaves the dataset then. */
  readonly openReviews: readonly number[];
}

/** A run as people see and steer it: its messages, and what it shows. What it does next is `RunProgress`'s to say. */
export class DatasetRun {
  readonly children: RunChildren;
  private progress: RunProgress | undefined;
  private paused: RunProgress['pause'];
  private stopping: boolean;
  private noted = '';
  private indexed = '';
  private noting: Promise<void> = Promise.resolve();

  /** What was carried counts before the first signal does: one that arrives while the run continues as new overrides it. */
  constructor(
    carried: CarriedRun | undefined,
    private readonly reviews: OpenReviews,
  ) {
    this.paused = carried?.pause;
    this.stopping = carried?.stopRequested ?? false;
    this.children = new RunChildren(this.message());
  }

  handleMessages(): void {
    setHandler(pauseSignal, () => this.pause({ by: 'person', reason: 'paused by a person' }));
    setHandler(needsMendingSignal, (reason) => this.pause({ by: 'teacher', reason: String(reason) }));
    setHandler(resumeSignal, () => this.change(() => (this.paused = undefined)));
    setHandler(stopSignal, () => this.change(() => (this.stopping = true)));
    setHandler(reviewedSignal, (batch) => this.reviews.arrive(batch));
    setHandler(acceptCalibrationSignal, (accepted) => this.reviews.accept(accepted));
    setHandler(progressQuery, () => this.describe());
    setHandler(funnelQuery, () => this.progress?.funnel ?? emptyFunnel);
  }

  /** From here on the store and the UI show the run. What was signalled before counts. */
  async begin(progress: RunProgress): Promise<RunProgress> {
    this.progress = progress;
    this.apply();
    await this.noting;
    return progress;
  }

  /** A step of the run itself: where somebody has to mend something for it, the run pauses, and tries again when resumed. */
  async mended<Result>(step: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        const reason = whatNeedsMending(error);
        if (reason === undefined || this.stopping) throw error;
        await this.pause({ by: 'teacher', reason });
        await condition(() => !this.paused || this.stopping);
      }
    }
  }

  /** Shows where the run is, in the Temporal UI and its lists. */
  show(): void {
    if (!this.progress) return;
    setCurrentDetails(describeRun(this.progress));
    this.index(this.progress);
  }

  /** What lists are filtered by is an event of the history: added where something changed, at commits and when the run's state does. */
  private index(progress: RunProgress, ended?: RunState): void {
    if (!progress.prepared.searchAttributes) return;
    const attributes = searchAttributes(progress, workflowInfo().workflowId, ended);
    if (JSON.stringify(attributes) === this.indexed) return;
    this.indexed = JSON.stringify(attributes);
    upsertSearchAttributes(attributes);
  }

  /** Before continuing as new: no handler may be under way, and the store knows all that is to be known. */
  async settle(): Promise<void> {
    for (let noted: Promise<void> | undefined; noted !== this.noting;) {
      noted = this.noting;
      await noted;
      await condition(allHandlersFinished);
    }
  }

  /** Verdicts that come while the run ends still count, and the dataset is written with them. */
  async end({ state, reason: why }: Ending): Promise<RunSummary> {
    const progress = this.mustProgress();
    const { runKey, target } = progress.prepared;
    const writeDataset = () => long('Write the dataset').exportRun({ runKey });
    await this.settle();
    let dataset = await writeDataset();
    await store(`Note: ${state}`).noteRun({ runKey, state, detail: why, ended: true });
    while (progress.isDue) {
      await this.applyReviews();
      dataset = await writeDataset();
    }
    const openReviews = this.reviews.open;
    const reason =
      openReviews.length === 0 ? why : `${why}; people have yet to look at ${namesOfBatches(openReviews)}`;
    setCurrentDetails(`${describeRun(progress)}\n\nEnded: ${reason}. Dataset: \`${dataset}\``);
    this.index(progress, state);
    const { funnel } = progress;
    return { runKey, state, reason, accepted: funnel.accepted, target, funnel, dataset, openReviews };
  }

  /** Makes what people decided count, in the order in which their batches were done. */
  async applyReviews(): Promise<void> {
    const progress = this.mustProgress();
    const { runKey } = progress.prepared;
    for (let batch = progress.dueReview; batch !== undefined; batch = progress.dueReview) {
      const next = this.reviews.watermark + 1;
      const summary = `Apply ${batchName(batch)}`;
      const { watermark, funnel } = await review(summary).applyReview({ runKey, batch, watermark: next });
      progress.reviewed(batch, watermark, funnel);
      if (progress.prepared.refits && watermark === next)
        await compute('Fit the filters to verdicts').refit({ runKey, watermark });
      this.show();
    }
    for (let due = progress.dueCalibration; due !== undefined; due = progress.dueCalibration) {
      const summary = `Accept calibration ${due.version}`;
      this.reviews.calibrated(await review(summary).acceptCalibration({ runKey, ...due }));
    }
  }

  /** Until people have decided something, or somebody stops the run, or it must continue as new. */
  async waitForPeople(mustContinueAsNew: () => boolean): Promise<void> {
    const progress = this.mustProgress();
    this.show();
    await condition(() => progress.isDue || progress.stopRequested || mustContinueAsNew());
  }

  async fail(error: unknown): Promise<void> {
    if (!this.progress || error instanceof ContinueAsNew) return;
    const state = isCancellation(error) ? 'cancelled' : 'failed';
    const detail = state === 'cancelled' ? 'cancelled by a person' : (rootCause(error) ?? String(error));
    this.index(this.progress, state);
    await store(`Note: ${state}`).noteRun({
      runKey: this.progress.prepared.runKey,
      state,
      detail,
      ended: true,
    });
  }

  private pause(pause: NonNullable<RunProgress['pause']>): Promise<void> {
    return this.change(() => (this.paused = pause));
  }

  /** A handler that throws would freeze the run: nothing in here does. */
  private async change(apply: () => void): Promise<void> {
    apply();
    this.apply();
    await this.children.tell(this.message());
  }

  /** What its children are to know of all that the run was told. */
  private message(): RunMessage {
    return this.stopping ? stopSignal : this.paused ? pauseSignal : resumeSignal;
  }

  private apply(): void {
    const { progress } = this;
    if (!progress) return;
    progress.pause = this.paused;
    progress.stopRequested = this.stopping;
    this.show();
    const state: RunState = this.stopping ? 'stopping' : this.paused ? 'paused' : 'running';
    const detail = this.paused?.reason ?? '';
    if (this.noted === `${state} ${detail}`) return;
    this.noted = `${state} ${detail}`;
    const note = { runKey: progress.prepared.runKey, state, detail, ended: false };
    this.noting = this.noting.then(() => store(`Note: ${state}`).noteRun(note)).catch(() => undefined); // cancelled: the end is noted then
  }

  private describe(): Progress {
    const { progress, paused } = this;
    return {
      stage: !progress ? 'preparing' : this.stopping ? 'stopping' : paused ? 'paused' : 'running',
      accepted: progress?.funnel.accepted ?? 0,
      target: progress?.prepared.target ?? 0,
      committedIterations: progress?.committed ?? 0,
      openIterations: progress?.open.map(({ iteration }) => iteration) ?? [],
      waitsFor:
        paused?.reason ?? (progress?.isWithPeople ? `verdicts in ${namesOfBatches(this.reviews.open)}` : ''),
    };
  }

  private mustProgress(): RunProgress {
    if (!this.progress) throw new Error('The run ended before it began.');
    return this.progress;
  }
}
