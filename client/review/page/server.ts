import type { HeldItems } from '../../../core/review/batch';
import type { ReviewEvidence } from '../../../core/review/reviewItem';
import type { BatchSummary } from '../reviewDesk';
import type {
  ErrorAnswer,
  PageItem,
  PageSession,
  PostedVerdicts,
  ReviewerView,
  VerdictsAnswer,
} from '../server/messages';

/** The server answered, and not with what was asked for. */
export class ServerRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Address = Pick<BatchSummary, 'runKey' | 'batch'>;

export const server = {
  session: () => ask<PageSession>('session'),
  batches: () => ask<readonly BatchSummary[]>('batches'),
  items: (batch: Address) => ask<readonly PageItem[]>(`${pathOf(batch)}/items`),
  view: (batch: Address, reviewer: string) =>
    ask<ReviewerView>(`${pathOf(batch)}/view?reviewer=${encodeURIComponent(reviewer)}`),
  evidence: (batch: Address, item: number, reviewer: string) =>
    ask<ReviewEvidence>(`${pathOf(batch)}/items/${item}/evidence?reviewer=${encodeURIComponent(reviewer)}`),
  hold: (batch: Address, reviewer: string, count: number) =>
    ask<HeldItems>(`${pathOf(batch)}/holds`, { reviewer, count }),
  submit: (batch: Address, posted: PostedVerdicts) =>
    ask<VerdictsAnswer>(`${pathOf(batch)}/verdicts`, posted),
};

function pathOf({ runKey, batch }: Address): string {
  return `batches/${encodeURIComponent(runKey)}/${batch}`;
}

/** @throws ServerRefusal, or TypeError and DOMException where no answer came. */
async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`/api/${path}`, {
    signal: AbortSignal.timeout(15_000),
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  if (response.ok) return (await response.json()) as Answer;
  const text = await response.text();
  throw new ServerRefusal(response.status, messageIn(text));
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as ErrorAnswer).error;
  } catch {
    return text; // a proxy's words, or none: shown as they are
  }
}
