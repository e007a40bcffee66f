import { UserError } from '../../core/foundations/userError';
import type { Recipe } from '../../core/recipe/schema';
import type { Configuration } from '../workspace/configuration';

/** What a webhook is sent, as JSON. */
export interface Reminder {
  /** The whole of it in a sentence: what chat services show. */
  readonly text: string;
  /** Workflow id of the run. */
  readonly run: string;
  readonly batch: number;
  /** Items that wait for somebody. */
  readonly pending: number;
  /** Workflow id of the batch, to be opened in the Temporal UI. */
  readonly workflowId: string;
}

const timeoutMs = 10_000;

/**
 * Posts a reminder to a webhook. Never throws: a reminder that fails holds nothing up.
 *
 * @returns Why it reached nobody, in words without the address, which may hold a secret; null where it did.
 */
export async function postReminder(url: string, reminder: Reminder): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(reminder),
      redirect: 'manual', // what is meant for one address goes to no other
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.ok ? null : `the webhook answered with HTTP ${response.status}.`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? `the webhook did not answer within ${timeoutMs / 1_000} seconds.`
      : 'the webhook could not be reached.';
  }
}

/** @throws UserError where a recipe names a webhook that the worker's configuration doesn't have. */
export function requireWebhook({ review }: Pick<Recipe, 'review'>, { webhooks }: Configuration): void {
  const name = review?.remind.webhook;
  if (name === undefined || Object.hasOwn(webhooks, name)) return;
  const known = Object.keys(webhooks).join(', ') || 'none';
  throw new UserError(
    `"review.remind.webhook" is "${name}", which is no webhook of the worker's configuration (there are ${known}): add it to "webhooks" in seedbed.config.yaml, or leave the field out.`,
  );
}
