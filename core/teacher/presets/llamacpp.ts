import type { Preset } from './preset';

/**
 * llama.cpp's server.
 *
 * Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (as of 2025).
 */
export const llamacpp: Preset = {
  title: 'llama.cpp',
  baseUrl: 'http://localhost:8080/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
