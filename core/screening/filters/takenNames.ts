import type { Filter } from './filter';
import { filters } from './registry';

/** What decides beside filters, and is told where a filter would be: readers of answers, operators' rules, novelty, the judge. */
const otherDeciders = [
  'parser',
  'teacher',
  'operator',
  'novelty',
  'sameTask',
  'judge',
  'safetyJudge',
  'instance',
  'conversation',
];

/** Names that no filter of a user's own may have: a result is known by its filter's name, so two of one would be mixed up. */
export const takenNames: ReadonlySet<string> = new Set([
  ...(filters as readonly Filter[]).map(({ name }) => name),
  ...otherDeciders,
]);
