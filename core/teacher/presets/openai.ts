import type { Preset } from './preset';

/**
 * OpenAI. `max_tokens` is deprecated for `max_completion_tokens`, which all of its chat models take; at most four stop sequences. What
 * its reasoning models refuse besides is in ../families.
 *
 * Sources: https://help.openai.com/en/articles/5072263 (read 2026-11); https://platform.openai.com/docs/api-reference/chat/create,
 * https://platform.openai.com/docs/guides/rate-limits (as of 2025).
 */
export const openai: Preset = {
  title: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  hosts: ['api.openai.com'],
  apiKeyEnv: 'OPENAI_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: { max_tokens: { as: 'max_completion_tokens' }, stop: { most: 4 } },
  limitWindows: { tokens: 'minute' },
  seller: 'openai',
  batch: 'openai',
  batchShare: 0.5,
};
