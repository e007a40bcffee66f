import type { FinishReason } from '../../vocabulary/finishReason';

/** How servers say why an answer ended, by what it means; in lower case, with underscores. */
const words: Readonly<Record<string, FinishReason>> = Object.fromEntries(
  (
    [
      [
        'stop',
        [
          ...['stop', 'stopped', 'stop_sequence', 'stop_token', 'stop_str', 'stop_word', 'stopsequence'],
          ...['eos', 'eos_token', 'eos_token_id', 'end', 'end_turn', 'endoftext', 'end_of_turn'],
          ...['complete', 'completed', 'finished', 'done', 'normal', 'success', 'finish_reason_stop'],
          ...['tool_calls', 'tool_call', 'tool_use', 'function_call'],
        ],
      ],
      [
        'length',
        [
          ...['length', 'max_tokens', 'max_output_tokens', 'max_new_tokens', 'max_length', 'token_limit'],
          ...['model_length', 'model_context_window_exceeded', 'context_length', 'max_context_length'],
          ...['limit', 'error_limit', 'error_toxic_limit', 'incomplete', 'finish_reason_max_tokens'],
        ],
      ],
      [
        'content_filter',
        [
          ...['content_filter', 'content_filtered', 'contentfilter', 'filtered', 'safety', 'recitation'],
          ...['blocked', 'blocklist', 'prohibited_content', 'spii', 'refusal', 'error_toxic', 'sensitive'],
          ...['guardrail_intervened', 'image_safety', 'finish_reason_safety', 'finish_reason_recitation'],
        ],
      ],
    ] as const
  ).flatMap(([meaning, said]) => said.map((word) => [word, meaning] as const)),
);

/** Why an answer ended, by whichever word the server has for it. */
export function finishReasonOf(said: unknown): FinishReason {
  if (typeof said !== 'string') return 'unknown';
  return (
    words[
      said
        .trim()
        .toLowerCase()
        .replace(/[\s.-]+/g, '_')
    ] ?? 'unknown'
  );
}
