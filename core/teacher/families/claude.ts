import type { ModelFamily } from './family';

/**
 * Claude, from Opus 4.1 on, refuses a temperature and a top_p together, wherever it is served. Older ones advise against it, so that one
 * rule serves all.
 *
 * Source: https://platform.claude.com/docs/en/about-claude/models/migration-guide, "sampling parameters" (2026-11).
 */
export const claude: ModelFamily = {
  name: 'Claude',
  isOf: (model) => /(?:^|[.:])claude-/.test(model),
  parameters: { top_p: { unless: 'temperature' } },
};
