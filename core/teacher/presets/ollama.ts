import type { Preset } from './preset';

/**
 * Ollama: knows `max_tokens` alone; a field that it does not know is ignored.
 *
 * Sources: https://docs.ollama.com/api/openai-compatibility, https://docs.ollama.com/capabilities/structured-outputs (the first read 2026-11).
 */
export const ollama: Preset = {
  title: 'Ollama',
  baseUrl: 'http://localhost:11434/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
