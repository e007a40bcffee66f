import type { Preset } from './preset';

/**
 * Anthropic's OpenAI-compatible layer: a temperature up to 1, no penalties (they are ignored), no `response_format` (ignored too), stop
 * sequences only of more than white space (docs/decisions/0019-one-client.md).
 *
 * Sources: https://platform.claude.com/docs/en/api/openai-sdk (read 2026-11), https://platform.claude.com/docs/en/api/rate-limits (as of 2025).
 */
export const anthropic: Preset = {
  title: 'Anthropic',
  baseUrl: 'https://api.anthropic.com/v1',
  hosts: ['api.anthropic.com'],
  apiKeyEnv: 'ANTHROPIC_API_KEY',
  structuredOutput: 'none',
  offersCompletions: false,
  parameters: {
    temperature: { max: 1 },
    stop: { notBlank: true },
    presence_penalty: 'omit',
    frequency_penalty: 'omit',
  },
  limitWindows: { requests: 'minute', tokens: 'minute' },
  seller: 'anthropic',
  batch: 'anthropic',
  batchShare: 0.5,
};
