import type { Preset } from './preset';

/**
 * Azure OpenAI: OpenAI's models at an address of one's own. `https://NAME.openai.azure.com/openai/v1` takes the deployment as the model;
 * `…/openai/deployments/DEPLOYMENT` works too, with `query: { api-version: … }`. A deployment may be called anything, so that its
 * family can't always be told by its name: what it refuses is learned.
 *
 * Sources: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle and …/how-to/reasoning
 * (as of 2025); that a 400 is charged: https://learn.microsoft.com/answers/questions/1632971 (read 2026-11).
 */
export const azure: Preset = {
  title: 'Azure OpenAI',
  hosts: ['.openai.azure.com', '.services.ai.azure.com', '.cognitiveservices.azure.com'],
  apiKeyEnv: 'AZURE_OPENAI_API_KEY',
  keyHeader: 'api-key',
  structuredOutput: 'json_schema',
  offersCompletions: false,
  parameters: { max_tokens: { as: 'max_completion_tokens' }, stop: { most: 4 } },
  limitWindows: { requests: 'minute', tokens: 'minute' },
  seller: 'azure',
  batchShare: 0.5,
  chargesRefusals: true,
};
