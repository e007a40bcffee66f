import type { Preset } from './preset';

/**
 * A service of which nothing is known but that it speaks OpenAI's language: what is asked goes as it is, in the names that have been there
 * longest. A schema is sent only where the endpoint says so.
 */
export const generic: Preset = {
  title: 'any other',
  hosts: [],
  structuredOutput: 'none',
  offersCompletions: false,
  parameters: {},
};
