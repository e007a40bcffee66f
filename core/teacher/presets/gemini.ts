import type { Preset } from './preset';

/**
 * Google's OpenAI-compatible layer of Gemini. It has no field for penalties ("Unknown name"), and its models from 2.5 on take none; at
 * most five stop sequences.
 *
 * Sources: https://ai.google.dev/gemini-api/docs/openai, https://github.com/google-gemini/cookbook/issues/1290 (read 2026-11);
 * https://ai.google.dev/api/generate-content#v1beta.GenerationConfig (as of 2025);
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/batch-inference (read 2026-11).
 */
export const gemini: Preset = {
  title: 'Google Gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  hosts: ['generativelanguage.googleapis.com'],
  apiKeyEnv: 'GEMINI_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: false,
  parameters: { presence_penalty: 'omit', frequency_penalty: 'omit', stop: { most: 5 } },
  seller: 'google',
  batchShare: 0.5,
  batchShareOfCached: 1, // the reductions don't add up
};
