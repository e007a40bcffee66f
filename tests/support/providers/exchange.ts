import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { answerTo, type JsonSchema, type SimulatedAnswer } from '../simulatedAnswers';

/** A completion request, as far as any provider looks at it. */
export interface AskedBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content?: unknown }[];
  readonly prompt?: string;
  readonly stop?: string | readonly string[] | null;
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number | null;
  readonly seed?: number | null;
  readonly response_format?: {
    readonly type?: string;
    readonly json_schema?: { readonly name: string; readonly schema?: JsonSchema };
  } | null;
  readonly [parameter: string]: unknown;
}

/** One request to a row's server, with what a flawless server would answer. */
export interface Exchange {
  readonly api: 'chat' | 'completion';
  readonly body: AskedBody;
  readonly headers: IncomingHttpHeaders;
  /** The how-manieth request of the row this is, from 1. */
  readonly count: number;
  /** The how-manieth request that asks this question, from 1. */
  readonly attempt: number;
  /** The how-manieth question of the row this is, from 1. */
  readonly question: number;
  /** The body of the first request that asked this question. */
  readonly first: AskedBody;
  /** What a flawless server writes. */
  readonly good: SimulatedAnswer;
}

/** What is asked, without what a client may change from one attempt to the next: roles, sampling, the form of the output. */
export function questionKey(body: AskedBody, headers: IncomingHttpHeaders): string {
  const sample = headers['x-seedbed-sample'] ?? null;
  const texts = textsOf(body).sort();
  return createHash('sha256')
    .update(JSON.stringify([sample, body.seed ?? null, texts]))
    .digest('hex');
}

export function goodAnswer(body: AskedBody, key: string): SimulatedAnswer {
  const messages = body.messages ?? [];
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const prompt =
    body.prompt ??
    messages
      .slice(Math.max(lastUser, 0))
      .map(({ content }) => textOf(content))
      .join('\n');
  const schema = body.response_format?.json_schema;
  const { stop } = body;
  return answerTo(
    {
      prompt,
      stop: typeof stop === 'string' ? [stop] : (stop ?? []),
      ...(schema === undefined ? {} : { schema: { name: schema.name, schema: schema.schema ?? {} } }),
    },
    1,
    key,
    { nearDuplicates: 0, unsuitable: 0 },
  );
}

function textsOf({ messages, prompt }: AskedBody): string[] {
  return messages?.map(({ content }) => textOf(content)) ?? [prompt ?? ''];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { readonly text?: string }) => part.text ?? '').join('\n');
}
