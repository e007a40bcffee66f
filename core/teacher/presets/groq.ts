import type { Preset } from './preset';

/**
 * Groq. Which of its models follow a schema differs: the others say so in a 400, which teaches. Log-probabilities are refused.
 *
 * Sources: https://console.groq.com/docs/openai (read 2026-11), https://console.groq.com/docs/structured-outputs,
 * https://console.groq.com/docs/rate-limits (as of 2025).
 */
export const groq: Preset = {
  title: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  hosts: ['api.groq.com'],
  apiKeyEnv: 'GROQ_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: false,
  parameters: { stop: { most: 4 } },
  limitWindows: { requests: 'day', tokens: 'minute' },
  seller: 'groq',
  batch: 'openai',
  batchShare: 0.5,
};
