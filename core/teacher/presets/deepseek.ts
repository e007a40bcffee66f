import type { Preset } from './preset';

/**
 * DeepSeek: JSON without a schema. Its reasoning models accept sampling parameters and don't heed them.
 *
 * Sources: https://api-docs.deepseek.com/guides/reasoning_model (read 2026-11),
 * https://api-docs.deepseek.com/api/create-chat-completion (as of 2025).
 */
export const deepseek: Preset = {
  title: 'DeepSeek',
  baseUrl: 'https://api.deepseek.com',
  hosts: ['api.deepseek.com'],
  apiKeyEnv: 'DEEPSEEK_API_KEY',
  structuredOutput: 'json_object',
  offersCompletions: false,
  parameters: { stop: { most: 16 } },
  seller: 'deepseek',
};
