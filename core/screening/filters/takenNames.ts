import { contaminationFilters } from './contamination';
import { embeddingFilters } from './embeddingFilters';
import { fluencyFilters } from './fluencyFilters';
import { textFilters } from './textFilters';

/** What decides beside filters, and is told where a filter would be: readers of answers, operators' rules, novelty, the judge. */
const otherDeciders = ['parser', 'teacher', 'operator', 'novelty', 'sameTask', 'judge', 'instance'];

/**
 * Names that no filter of a user's own may have, whatever the recipe has on: a result is known by its filter's name, so that two of one name
 * would be mixed up, or refused by the store when they are paid for.
 */
export const takenNames: ReadonlySet<string> = new Set([
  ...[
    ...textFilters,
    ...embeddingFilters,
    ...contaminationFilters([]),
    ...fluencyFilters(() => Promise.reject(new Error('Only their names are asked for.'))),
  ].map(({ name }) => name),
  'learned',
  ...otherDeciders,
]);
