import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BatchInput, BatchView, HeldItems, LoadedBatch, SubmitOutcome } from '../core/review/batch';
import { BatchState, openBatch, type CarriedBatch } from '../core/review/batchState';
import {
  readHold,
  readSignal,
  readSubmission,
  type Read,
  type SignalledVerdict,
} from '../core/review/readMessages';
import { takeToRecord } from '../core/review/recording';
import { verdictKinds, type Verdict } from '../core/vocabulary/verdict';
import { review } from './activities';
import { failureOf } from './failureOf';
import {
  approveSignal,
  holdItemsUpdate,
  editSignal,
  finishSignal,
  pendingQuery,
  rejectSignal,
  submitVerdictsUpdate,
  unsureSignal,
} from './reviewMessages';

/** Of the 2,000 updates that one execution takes, with room for those that come while it settles. */
const maxMessages = 1_200;

/** When a step that somebody has to mend something for is tried again: after so many milliseconds at first, and at last. */
const soonest = 60_000;
const latest = 600_000;

/** Type of the failure that a message is refused with. */
const invalidMessage = 'InvalidMessage';

const signals = { approve: approveSignal, reject: rejectSignal, edit: editSignal, unsure: unsureSignal };

const howTo = `Decide by the signals \`approve\`, \`reject\`, \`edit\` and \`unsure\`, here or from anywhere:
\`{"items": [1, 2], "reviewer": "ana"}\`, with \`"items": "all"\` for all that wait, a \`"reason"\`, and for one that you would rewrite
\`"edit": {"response": "…"}\`. The signal \`finish\` ends the batch.`;

/**
 * Where people's messages to a batch arrive. Signals are read with care, and none ever throws; updates are refused with a sentence. What
 * changes something is recorded in the store in the order in which it came.
 */
export class BatchDesk {
  private state: BatchState | undefined;
  /** What was signalled before the batch was loaded. */
  private readonly early: Read<SignalledVerdict>[] = [];
  private finishEarly = false;
  private readonly unrecorded: Verdict[] = [];
  private isRecording = false;
  private isClosed = false;
  private isChanged = true;
  /** What holds the batch up, as Markdown; empty where nothing does. */
  private trouble = '';
  private messages = 0;

  constructor(
    private readonly input: BatchInput,
    carried: CarriedBatch | undefined,
  ) {
    if (carried) this.state = new BatchState(carried);
  }

  /** To be called before the first `await`. */
  handleMessages(): void {
    for (const kind of verdictKinds)
      setHandler(signals[kind], (payload) => this.signalled(readSignal(kind, payload)));
    setHandler(finishSignal, () => this.finish());
    setHandler(submitVerdictsUpdate, (payload) => this.submit(payload), {
      validator: (payload) => void this.submission(payload),
    });
    setHandler(holdItemsUpdate, (payload) => this.hold(payload), {
      validator: (payload) => void required(readHold(payload)),
    });
    setHandler(pendingQuery, () => this.view());
  }

  /** From here on verdicts count, those first that were signalled before. Until the workflow ends, they are recorded and shown. */
  open(loaded: LoadedBatch | undefined): BatchState {
    if (loaded) {
      const { batch, reopened = false } = this.input;
      this.state = new BatchState(openBatch(loaded, { batch, reopened, at: Date.now() }));
    }
    const state = this.mustState();
    for (const early of this.early.splice(0)) this.take(state, early);
    if (this.finishEarly) state.finish();
    void this.record();
    void this.show();
    return state;
  }

  /** Ends the batch now. */
  finish(): void {
    this.messages++;
    this.isChanged = true;
    if (this.state) this.state.finish();
    else this.finishEarly = true;
  }

  /** From here on whatever comes is late, and a correction. */
  close(): void {
    this.isClosed = true;
  }

  mustContinueAsNew(): boolean {
    return this.messages >= maxMessages || workflowInfo().continueAsNewSuggested;
  }

  /** Once everything that came is in the store, and answered. */
  async settle(): Promise<void> {
    await condition(() => this.unrecorded.length === 0 && !this.isRecording && allHandlersFinished());
  }

  changed(): void {
    this.isChanged = true;
  }

  /**
   * A step of the batch, which nobody can resume: where somebody has to mend something for it, or it shows a defect, that is shown, and
   * the step is tried again by a timer until it succeeds. No verdict is lost meanwhile.
   */
  async step<Result>(step: () => Promise<Result>): Promise<Result> {
    for (let wait = soonest; ; wait = Math.min(2 * wait, latest)) {
      try {
        const result = await step();
        this.showTrouble('');
        return result;
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        this.showTrouble(
          `**Held up.** ${failure.message} It is tried again within ${latest / 60_000} minutes.`,
        );
        await sleep(wait);
      }
    }
  }

  private showTrouble(words: string): void {
    if (this.trouble === words) return;
    this.trouble = words;
    this.isChanged = true;
    if (!this.state) setCurrentDetails(words);
  }

  private signalled(read: Read<SignalledVerdict>): void {
    this.messages++;
    if (this.state) this.take(this.state, read);
    else this.early.push(read);
  }

  private take(state: BatchState, read: Read<SignalledVerdict>): void {
    this.isChanged = true;
    const verdicts = read.ok ? state.verdictsOf(read.value) : read.problem;
    if (typeof verdicts === 'string') state.noteMalformed(verdicts);
    else this.count(state, state.submit(verdicts, Date.now()).verdicts);
  }

  private count(state: BatchState, verdicts: readonly Verdict[]): void {
    this.unrecorded.push(...verdicts);
    if (this.isClosed && verdicts.length > 0) state.noteLate();
  }

  private async submit(payload: unknown): Promise<SubmitOutcome> {
    this.messages++;
    if (!this.state) await condition(() => this.state !== undefined);
    const state = this.mustState();
    const submission = this.submission(payload);
    this.isChanged = true;
    const { outcome, verdicts } = state.submit(submission, Date.now());
    this.count(state, verdicts);
    return outcome;
  }

  private submission(payload: unknown) {
    const submission = required(readSubmission(payload));
    const problem = this.state?.problemOf(submission);
    if (problem !== undefined) throw refused(problem);
    return submission;
  }

  private async hold(payload: unknown): Promise<HeldItems> {
    this.messages++;
    if (!this.state) await condition(() => this.state !== undefined);
    return this.mustState().hold(required(readHold(payload)), Date.now());
  }

  private view(): BatchView {
    const state = this.isClosed ? 'closed' : 'open';
    return (this.state ?? new BatchState(openBatch(nothing, { ...this.input, reopened: false, at: 0 }))).view(
      Date.now(),
      state,
    );
  }

  /** Records what comes, several verdicts at a time, one activity after the other: what is said later is recorded later. */
  private async record(): Promise<void> {
    for (;;) {
      await condition(() => this.unrecorded.length > 0);
      this.isRecording = true;
      const given = takeToRecord(this.unrecorded);
      const { runKey, batch } = this.input;
      const summary = `Record ${given.length} ${given.length === 1 ? 'verdict' : 'verdicts'}`;
      await this.step(() => review(summary).recordVerdicts({ runKey, batch, given }));
      this.isRecording = false;
    }
  }

  /** Keeps the Temporal UI up to date, once for all that comes together. */
  private async show(): Promise<void> {
    for (;;) {
      await condition(() => this.isChanged);
      this.isChanged = false;
      const state = this.mustState();
      const parts = [this.trouble, state.describe(), howTo, state.excerpt];
      setCurrentDetails(parts.filter((part) => part !== '').join('\n\n'));
    }
  }

  private mustState(): BatchState {
    if (!this.state) throw new Error('The batch was not loaded.');
    return this.state;
  }
}

/** What is shown of a batch that is about to be loaded. */
const nothing: LoadedBatch = {
  policy: {
    ...{ holdMs: 0, remindMs: 0, webhook: null, timeoutMs: 0 },
    ...{ atTimeout: 'extend', unsure: 'reject', adjudicator: null },
  },
  items: [],
  verdicts: [],
  excerpt: '',
};

function required<Value>(read: Read<Value>): Value {
  if (!read.ok) throw refused(read.problem);
  return read.value;
}

function refused(problem: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(problem, invalidMessage);
}
