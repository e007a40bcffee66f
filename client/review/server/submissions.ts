import { createHash } from 'node:crypto';
import { UserError } from '../../../core/foundations/userError';
import { maxVerdictsInMessage } from '../../../core/vocabulary/verdict';
import type { BatchSummary, ReviewDesk } from '../reviewDesk';
import type { NumberedVerdict, VerdictsAnswer } from './messages';

/** An update's argument stays well below what Temporal takes as one payload (2 MB). */
const maxCharactersInMessage = 400_000;

interface Waiting {
  readonly verdict: NumberedVerdict;
  readonly settle: (refused?: string) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Verdicts on their way to the batches. One update at a time for each batch and reviewer, with everything that queued up while the
 * last one was in flight: an execution takes 2,000 updates, and a quick reviewer would use one for each key.
 */
export class Submissions {
  private readonly queues = new Map<string, Waiting[]>();

  constructor(private readonly desk: Pick<ReviewDesk, 'submit'>) {}

  /** Resolves when every verdict is durable or refused. Rejects when it can't tell: send them again, they count once. */
  async submit(
    batch: BatchSummary,
    reviewer: string,
    verdicts: readonly NumberedVerdict[],
  ): Promise<VerdictsAnswer> {
    const key = JSON.stringify([batch.workflowId, reviewer]);
    const isIdle = !this.queues.has(key);
    const queue = this.queues.get(key) ?? [];
    this.queues.set(key, queue);
    const answers = verdicts.map(
      (verdict) =>
        new Promise<string | undefined>((settle, fail) => {
          queue.push({ verdict, settle, fail });
        }),
    );
    if (isIdle) void this.drain(key, queue, batch, reviewer);
    const settled = await Promise.all(answers);
    const answer = {
      kept: [] as VerdictsAnswer['kept'][number][],
      refused: [] as VerdictsAnswer['refused'][number][],
    };
    verdicts.forEach(({ item, revision }, index) => {
      const why = settled[index];
      if (why === undefined) answer.kept.push({ item, revision });
      else answer.refused.push({ item, revision, why });
    });
    return answer;
  }

  private async drain(key: string, queue: Waiting[], batch: BatchSummary, reviewer: string): Promise<void> {
    while (queue.length > 0) await this.send(takeMessage(queue), batch, reviewer);
    this.queues.delete(key);
  }

  /** A message that is refused is sent again one verdict at a time, so that one bad verdict stops no other. */
  private async send(message: readonly Waiting[], batch: BatchSummary, reviewer: string): Promise<void> {
    const verdicts = message.map(({ verdict }) => verdict);
    try {
      await this.desk.submit(batch, { reviewer, verdicts }, updateId(reviewer, verdicts));
      for (const { settle } of message) settle();
    } catch (error) {
      const why = refusal(error);
      if (why === undefined) for (const { fail } of message) fail(error);
      else if (message.length === 1) message[0]?.settle(why);
      else for (const one of message) await this.send([one], batch, reviewer);
    }
  }
}

/** Of items, reviewer and revisions: the same message sent again has the same id. */
export function updateId(reviewer: string, verdicts: readonly NumberedVerdict[]): string {
  const parts = verdicts.map(({ item, revision }) => `${item}-${revision}`).sort();
  return `verdicts-${createHash('sha256')
    .update(JSON.stringify([reviewer, parts]))
    .digest('hex')
    .slice(0, 32)}`;
}

/** At most what one message holds, at least one; a message never has two revisions of an item, whose order could be lost. */
function takeMessage(queue: Waiting[]): Waiting[] {
  const items = new Set<number>();
  let characters = 0;
  let count = 0;
  for (const { verdict } of queue) {
    characters += JSON.stringify(verdict).length;
    const isTooMuch = characters > maxCharactersInMessage || count === maxVerdictsInMessage;
    if (count > 0 && (isTooMuch || items.has(verdict.item))) break;
    items.add(verdict.item);
    count++;
  }
  return queue.splice(0, count);
}

/** Why the batch will never take it; undefined where it may, later. */
function refusal(error: unknown): string | undefined {
  return error instanceof UserError ? error.message : undefined;
}
