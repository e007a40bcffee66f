import { UserError } from '../../core/foundations/userError';
import type { BatchItem, BatchPolicy, SubmitOutcome, SubmitVerdicts } from '../../core/review/batch';
import { BatchState, openBatch } from '../../core/review/batchState';
import { readSubmission } from '../../core/review/readMessages';
import type { ReviewEvidence, ReviewItem } from '../../core/review/reviewItem';
import type { Verdict } from '../../core/vocabulary/verdict';
import { UnansweredError, type BatchSummary, type ReviewDesk } from '../../client/review/reviewDesk';

const day = 86_400_000;

/** An item as uneventful as can be. */
export function reviewItem(item: number, more: Partial<ReviewItem> = {}): ReviewItem {
  return {
    ...{
      item,
      kind: 'sample',
      iteration: 0,
      ordinal: item - 1,
      input: '',
      cell: null,
      strategy: 'selfInstruct',
    },
    ...{ instruction: `Do thing ${item}.`, response: `Thing ${item} is done.`, drawnBy: 'random' },
    ...{ probability: 1, expected: null, needed: 1, assigned: [] },
    ...more,
  };
}

function batchItem({ item, needed, assigned, turns = [] }: ReviewItem): BatchItem {
  return { item, needed, assigned, ...(turns.length > 0 && { exchanges: turns.length + 1 }) };
}

/** One batch of the run "garden" behind the real rules of a batch, without Temporal and store. */
export class MemoryDesk implements ReviewDesk {
  /** False: nobody answers. */
  isUp = true;
  /** Set to hold every update back until it resolves. */
  gate: Promise<void> | undefined;
  /** Verdicts that counted, in the order in which they came, superseded ones among them. */
  readonly verdicts: Verdict[] = [];
  /** Messages that were taken; one that came again is not among them. */
  readonly updates: { readonly id: string; readonly message: SubmitVerdicts }[] = [];
  /** What is told of an item once it is decided. */
  evidenceOn: (item: ReviewItem) => ReviewEvidence = () => ({
    scores: [{ filter: 'judge', score: 0.4, passed: false, reason: 'too short' }],
    nearest: { instruction: 'Do it.', score: 0.6 },
    lineage: { strategy: 'selfInstruct', prompts: ['propose@1'], calls: [] },
    ...{ decidedBy: null, reason: null },
  });
  private readonly openedAt = Date.now();
  private readonly state: BatchState;
  private readonly answered = new Map<string, SubmitOutcome>();

  constructor(
    private readonly reviewItems: readonly ReviewItem[],
    policy: Partial<BatchPolicy> = {},
  ) {
    const usual: BatchPolicy = {
      ...{ holdMs: day, remindMs: day, webhook: null, timeoutMs: 7 * day, atTimeout: 'extend' },
      ...{ unsure: 'reject', adjudicator: null },
    };
    const loaded = {
      policy: { ...usual, ...policy },
      items: reviewItems.map(batchItem),
      verdicts: [],
      excerpt: '',
    };
    this.state = new BatchState(openBatch(loaded, { batch: 0, reopened: false, at: this.openedAt }));
  }

  get batch(): BatchSummary {
    const [pending, conflicts] = [this.state.pending(), this.state.conflicts()];
    const items = this.reviewItems.length;
    return {
      ...{ run: 'garden', runKey: 'garden@1', batch: 0, workflowId: 'garden/review-0000', state: 'open' },
      ...{ items, decided: items - pending.length, conflicts: conflicts.length },
      openedAt: new Date(this.openedAt).toISOString(),
      dueAt: new Date(this.state.dueAt).toISOString(),
    };
  }

  /** The verdicts that stand, with the texts of edits. */
  standing(): Verdict[] {
    const newest = new Map(
      this.verdicts.map((verdict) => [JSON.stringify([verdict.item, verdict.reviewer]), verdict]),
    );
    return [...newest.values()].filter(({ verdict }) => verdict !== 'withdrawn');
  }

  batches = () => Promise.resolve([this.batch]);
  items = () => Promise.resolve(this.reviewItems);
  evidence = (_: unknown, number: number) =>
    this.answer(() => {
      const item = this.reviewItems.find((one) => one.item === number);
      if (!item || item.kind === 'check')
        throw new UserError(`There is no evidence on item ${number} of batch 0.`);
      return this.evidenceOn(item);
    });
  view = () => this.answer(() => ({ ...this.state.view(Date.now(), 'open'), verdicts: this.standing() }));
  hold = (_: BatchSummary, reviewer: string, count: number) =>
    this.answer(() => this.state.hold({ reviewer, count }, Date.now()));
  submit = async (_: BatchSummary, message: SubmitVerdicts, id: string) => {
    await this.gate;
    return this.answer(() => {
      const known = this.answered.get(id);
      if (known) return known;
      const read = readSubmission(message);
      const problem = read.ok ? this.state.problemOf(read.value) : read.problem;
      if (!read.ok || problem !== undefined) throw new UserError(problem ?? '');
      const { outcome, verdicts } = this.state.submit(read.value, Date.now());
      this.updates.push({ id, message });
      this.verdicts.push(...verdicts);
      this.answered.set(id, outcome);
      return outcome;
    });
  };

  private answer<Value>(work: () => Value): Promise<Value> {
    return Promise.resolve().then(() => {
      if (!this.isUp) throw new UnansweredError('No worker answers.', 'seedbed up', undefined);
      return work();
    });
  }
}
