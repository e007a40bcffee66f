import {
  allHandlersFinished,
  ApplicationFailure,
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
import { readTroubles, type Trouble, type TroubleReport } from '../core/foundations/failure/troubles';
import { describeRun, describeTroubles } from '../core/run/describeRun';
import { emptyFunnel, type Funnel } from '../core/vocabulary/funnel';
import type { OpenReviews } from '../core/run/openReviews';
import type { CarriedRun, Ending, RunProgress } from '../core/run/runProgress';
import {
  readNewTarget,
  readRaise,
  readRate,
  type Change,
  type NewRate,
  type Raise,
} from '../core/run/changes';
import { invalidInput } from '../core/run/failureTypes';
import type { BudgetLine } from '../core/teacher/budget/budgetState';
import { causeOf, pausedByPerson, pauseOn, readFailure, type Cause, type Pause } from '../core/run/pause';
import { searchAttributes } from '../core/run/searchAttributes';
import type { RunState } from '../core/run/status';
import { compute, long, review, store } from './activities';
import { failureOf, leave } from './failureOf';
import {
  changeTargetUpdate,
  costQuery,
  funnelQuery,
  needsMendingSignal,
  pauseSignal,
  progressQuery,
  raiseBudgetUpdate,
  resumeSignal,
  setRateUpdate,
  stopSignal,
  troublesSignal,
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
  private paused: Pause | undefined;
  private stopping: boolean;
  /** Whether nothing is left but to write the dataset and to note the end, which no stop may skip. */
  private isEnding = false;
  /** What is away, as each worker tells it. */
  private readonly troubles = new Map<string, readonly Trouble[]>();
  /** What was away last, of what is over. */
  private lastOver: Trouble | undefined;
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
    setHandler(pauseSignal, () => this.pause(pausedByPerson));
    setHandler(needsMendingSignal, (payload) => this.pause(pauseOn(readFailure(payload))));
    setHandler(resumeSignal, () => this.change(() => (this.paused = undefined)));
    setHandler(stopSignal, () =>
      // Who stops a run waits for nobody to mend anything any more.
      this.change(() => ([this.stopping, this.paused] = [true, undefined])),
    );
    setHandler(reviewedSignal, (batch) => this.reviews.arrive(batch));
    setHandler(acceptCalibrationSignal, (accepted) => this.reviews.accept(accepted));
    setHandler(troublesSignal, (payload) => this.hear(readTroubles(payload)));
    setHandler(raiseBudgetUpdate, (payload) => this.raiseBudget(payload), {
      validator: (payload) => void this.toRaise(payload),
    });
    setHandler(changeTargetUpdate, (payload) => this.changeTarget(payload), {
      validator: (payload) => void this.newTarget(payload),
    });
    setHandler(setRateUpdate, (payload) => this.setRate(payload), {
      validator: (payload) => void this.newRate(payload),
    });
    setHandler(progressQuery, () => this.describe());
    setHandler(costQuery, () => this.progress?.cost ?? null);
    setHandler(funnelQuery, () => this.progress?.funnel ?? emptyFunnel);
  }

  /** From here on the store and the UI show the run. What was signalled before counts. */
  async begin(progress: RunProgress): Promise<RunProgress> {
    this.progress = progress;
    this.apply();
    await this.noting;
    return progress;
  }

  /**
   * A step of the run itself: where somebody has to mend something for it, or it shows a defect, the run pauses, and tries again when
   * resumed. A run that is told to stop tries once more, and leaves the step undone, except for those that end it.
   */
  async step<Result>(step: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        if (this.stopping && !this.isEnding) throw leave(failure);
        await this.pause(pauseOn(failure));
        await condition(() => !this.paused);
      }
    }
  }

  /** Shows where the run is, in the Temporal UI and its lists. */
  show(): void {
    const troubles = describeTroubles([...this.troubles.values()].flat(), this.lastOver);
    if (this.progress) {
      setCurrentDetails(describeRun(this.progress, troubles));
      this.index(this.progress);
    } else if (troubles !== '') setCurrentDetails(troubles);
  }

  /** Shows where the run is after a step forward: what was away before is not, or will be told again. */
  showProgress(): void {
    this.troubles.clear();
    this.show();
  }

  private hear({ worker, troubles, over }: TroubleReport): void {
    this.lastOver = over.at(-1) ?? this.lastOver;
    if (troubles.length > 0) this.troubles.set(worker, troubles);
    else this.troubles.delete(worker);
    this.show();
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
    const writeDataset = () => this.step(() => long('Write the dataset').exportRun({ runKey }));
    this.isEnding = true;
    await this.settle();
    let dataset = await writeDataset();
    await this.settle(); // what was noted of a pause is noted before the end is
    const ended = { runKey, state, detail: why, ended: true, cause: null } as const;
    progress.cost = (await this.step(() => store(`Note: ${state}`).noteRun(ended))) ?? progress.cost;
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
      const { watermark, funnel } = await this.step(() =>
        review(summary).applyReview({ runKey, batch, watermark: next }),
      );
      progress.reviewed(batch, watermark, funnel);
      if (progress.prepared.refits && watermark === next)
        await this.step(() => compute('Fit the filters to verdicts').refit({ runKey, watermark }));
      this.show();
    }
    for (let due = progress.dueCalibration; due !== undefined; due = progress.dueCalibration) {
      const summary = `Accept calibration ${due.version}`;
      this.reviews.calibrated(await this.step(() => review(summary).acceptCalibration({ runKey, ...due })));
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
    const { runKey } = this.progress.prepared;
    this.index(this.progress, state);
    const note = { runKey, state, detail, ended: true, cause: null } as const;
    await store(`Note: ${state}`)
      .noteRun(note)
      .catch(() => undefined); // what ended the run is what people are to see; that the store could not be told is in the history
  }

  private toRaise(payload: unknown): Raise {
    return accepted(readRaise(payload, this.mustBeUnderWay().prepared.budget));
  }

  private newTarget(payload: unknown): { readonly pairs: number } {
    return accepted(readNewTarget(payload, this.mustBeUnderWay().prepared.target));
  }

  /** Where the run was paused since it could not pay, it goes on. */
  private async raiseBudget(payload: unknown): Promise<readonly BudgetLine[]> {
    const raise = this.toRaise(payload); // another one may have been faster
    const progress = this.mustBeUnderWay();
    const { runKey } = progress.prepared;
    progress.raiseBudget(raise);
    progress.budget = await store('Raise the budget').raiseBudget({ runKey, ...raise });
    if (this.paused?.about === 'budget') await this.change(() => (this.paused = undefined));
    else this.show();
    return progress.budget;
  }

  private async changeTarget(payload: unknown): Promise<{ readonly target: number }> {
    const { pairs } = this.newTarget(payload);
    const progress = this.mustBeUnderWay();
    const { runKey } = progress.prepared;
    const { maxIterations } = await store('Change the target').changeTarget({ runKey, pairs });
    progress.changeTarget(pairs, maxIterations);
    this.show();
    return { target: pairs };
  }

  private newRate(payload: unknown): NewRate {
    this.mustBeUnderWay();
    return accepted(readRate(payload));
  }

  private async setRate(payload: unknown): Promise<{ readonly endpoints: readonly string[] }> {
    const rate = this.newRate(payload);
    const { runKey } = this.mustBeUnderWay().prepared;
    return store('Set the rate').setRate({ runKey, ...rate });
  }

  private mustBeUnderWay(): RunProgress {
    if (this.isEnding) throw refusal('The run is ending: nothing of it can be changed any more.');
    if (!this.progress) throw refusal('The run is still being prepared: try again in a moment.');
    return this.progress;
  }

  /** A run that is stopping has nothing to pause before its last steps. */
  private async pause(pause: Pause | undefined): Promise<void> {
    if (!pause || (this.stopping && !this.isEnding)) return;
    await this.change(() => (this.paused = pause));
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
    const state: RunState = this.paused ? 'paused' : this.stopping ? 'stopping' : 'running';
    const detail = this.paused?.reason ?? '';
    if (this.noted === `${state} ${detail}`) return;
    this.noted = `${state} ${detail}`;
    const cause: Cause | null = this.paused ? causeOf(this.paused) : null;
    const note = { runKey: progress.prepared.runKey, state, detail, ended: false, cause };
    this.noting = this.noting
      .then(async () => void (await store(`Note: ${state}`).noteRun(note)))
      .catch((error: unknown) => {
        const failure = failureOf(error); // undefined where the run was cancelled: its end is noted then
        if (failure && !this.isEnding) void this.pause(pauseOn(failure));
      });
  }

  private describe(): Progress {
    const { progress, paused } = this;
    return {
      stage: !progress ? 'preparing' : paused ? 'paused' : this.stopping ? 'stopping' : 'running',
      accepted: progress?.funnel.accepted ?? 0,
      target: progress?.prepared.target ?? 0,
      committedIterations: progress?.committed ?? 0,
      openIterations: progress?.open.map(({ iteration }) => iteration) ?? [],
      budget: progress?.budget ?? [],
      waitsFor:
        paused?.reason ?? (progress?.isWithPeople ? `verdicts in ${namesOfBatches(this.reviews.open)}` : ''),
    };
  }

  private mustProgress(): RunProgress {
    if (!this.progress) throw new Error('The run ended before it began.');
    return this.progress;
  }
}

/** An update that is refused changes nothing, and is told in a sentence. */
function refusal(problem: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(problem, invalidInput);
}

function accepted<Value>(change: Change<Value>): Value {
  if (!change.ok) throw refusal(change.problem);
  return change.value;
}
