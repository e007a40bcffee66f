import { isPlainObject } from '../../foundations/text/plainObject';
import { fieldsIn, isFields, textIn, type Fields } from '../answer/fields';
import type { BatchLine, BatchResult, BatchSeen } from './batchInterface';
import { jsonLines } from './jsonLines';

/**
 * Anthropic's message batches, which take the parameters of its own interface and answer in it: our chat request and its answer are
 * translated, as its layer for OpenAI's clients does it online.
 *
 * Sources (read 2026-11): https://docs.claude.com/en/api/creating-message-batches,
 * https://platform.claude.com/docs/en/build-with-claude/batch-processing, https://platform.claude.com/docs/en/api/openai-sdk.
 */
export function anthropicRequest({ customId, body }: BatchLine): Readonly<Record<string, unknown>> {
  return { custom_id: customId, params: messagesParameters(body) };
}

/** The interface has no bound of its own, and wants one. */
const usualBound = 4096;

/** System messages are hoisted and joined by newlines; what follows another of the same role is joined to it by the service itself. */
export function messagesParameters({
  model,
  messages,
  max_tokens: bound,
  max_completion_tokens: otherBound,
  stop,
  ...rest
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const said = (Array.isArray(messages) ? messages : []).filter(isPlainObject);
  const system = said.filter(isSystem).map(({ content }) => String(content));
  const sequences = typeof stop === 'string' ? [stop] : stop;
  return {
    model,
    max_tokens: bound ?? otherBound ?? usualBound,
    ...(system.length > 0 && { system: system.join('\n') }),
    messages: said.filter((message) => !isSystem(message)),
    ...(Array.isArray(sequences) && sequences.length > 0 && { stop_sequences: sequences }),
    ...rest,
  };
}

function isSystem({ role }: Readonly<Record<string, unknown>>): boolean {
  return role === 'system' || role === 'developer';
}

export function readAnthropicBatch(value: unknown): BatchSeen | undefined {
  if (!isFields(value)) return undefined;
  const id = textIn(value, 'id');
  const status = textIn(value, 'processing_status');
  if (!id || !status) return undefined;
  return { id, state: status === 'ended' ? 'ended' : 'running', files: status === 'ended' ? [id] : [] };
}

/** How many requests a batch has, all together: what one that was made and lost is known by, since nothing of ours can be written on it. */
export function countedIn(value: Readonly<Record<string, unknown>>): number {
  const counts = Object.values(fieldsIn(value, 'request_counts') ?? {});
  return counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
}

/** The statuses that its errors come with online. */
const statusOf: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  overloaded_error: 529,
};

export function readAnthropicResults(text: string): BatchResult[] {
  return jsonLines(text).flatMap((line): BatchResult[] => {
    const customId = textIn(line, 'custom_id');
    const result = fieldsIn(line, 'result');
    if (!customId || !result) return [];
    const message = fieldsIn(result, 'message');
    if (textIn(result, 'type') === 'succeeded' && message)
      return [{ kind: 'answered', customId, body: JSON.stringify(asCompletion(message)), requestId: '' }];
    if (textIn(result, 'type') !== 'errored') return [{ kind: 'unasked', customId }];
    const outer = fieldsIn(result, 'error') ?? {};
    const error = fieldsIn(outer, 'error') ?? outer;
    return [{ kind: 'refused', customId, status: statusOf[textIn(error, 'type') ?? ''] ?? 500, error }];
  });
}

const reasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** An answer of Anthropic's in the form of OpenAI's. Its prompt's tokens are counted apart: those that were new, written into the cache, and read from it. */
export function asCompletion(message: Fields): Readonly<Record<string, unknown>> {
  const blocks = (Array.isArray(message['content']) ? message['content'] : []).filter(isPlainObject);
  const textOf = (type: string, field: string): string =>
    blocks.flatMap((block) => (block['type'] === type ? (textIn(block, field) ?? '') : [])).join('');
  const thinking = textOf('thinking', 'thinking');
  const usage = fieldsIn(message, 'usage') ?? {};
  const count = (name: string): number => (typeof usage[name] === 'number' ? usage[name] : 0);
  const [read, kept] = [count('cache_read_input_tokens'), count('cache_creation_input_tokens')];
  const promptTokens = count('input_tokens') + read + kept;
  return {
    id: message['id'],
    object: 'chat.completion',
    model: message['model'],
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: textOf('text', 'text'),
          ...(thinking !== '' && { reasoning_content: thinking }),
        },
        finish_reason: reasons[textIn(message, 'stop_reason') ?? ''] ?? 'stop',
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: count('output_tokens'),
      total_tokens: promptTokens + count('output_tokens'),
      ...(read + kept > 0 && { prompt_tokens_details: { cached_tokens: read, cache_write_tokens: kept } }),
    },
  };
}
