import type { ModelFamily } from './family';

/**
 * Gemini from 2.5 on thinks, keeps it back, and refuses penalties ("Penalty is not enabled for this model", which names none).
 *
 * Sources: https://github.com/google-gemini/cookbook/issues/1290 (read 2026-11), https://ai.google.dev/gemini-api/docs/thinking (as of 2025).
 */
export const geminiThinking: ModelFamily = {
  name: 'Gemini 2.5 and later',
  isOf: (model) => /^gemini-(?:2\.5|[3-9]|\d\d)/.test(model),
  thinking: 'kept back',
  parameters: { presence_penalty: 'omit', frequency_penalty: 'omit' },
};
