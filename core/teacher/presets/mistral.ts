import type { Preset } from './preset';

/**
 * Mistral: a temperature up to 1.5, and a 422 for any field that it does not know, `max_completion_tokens` among them.
 *
 * Sources: https://github.com/editor-code-assistant/eca/issues/231, https://github.com/vercel/ai/pull/16845, by which penalties are taken by
 * now (read 2026-11); https://docs.mistral.ai/api (as of 2025).
 */
export const mistral: Preset = {
  title: 'Mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  hosts: ['api.mistral.ai', 'codestral.mistral.ai'],
  apiKeyEnv: 'MISTRAL_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: false,
  parameters: { temperature: { max: 1.5 } },
  seller: 'mistral',
  batchShare: 0.5,
};
