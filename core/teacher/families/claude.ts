import type { ModelFamily } from './family';

/**
 * Claude, from Opus 4.1 on, refuses a temperature and a top_p together, wherever it is served. Older ones advise against it, so that one
 * rule serves all.
 *
 * Sources: https://github.com/SalesforceAIResearch/MCP-Universe/issues/49, https://github.com/n8n-io/n8n/issues/20240 (read 2026-11).
 */
export const claude: ModelFamily = {
  name: 'Claude',
  isOf: (model) => /(?:^|[.:])claude-/.test(model),
  parameters: { top_p: { unless: 'temperature' } },
};
