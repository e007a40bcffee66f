import type { Lineage } from '../../vocabulary/lineage';
import { findOperator } from './operators';

/** Whether a variant was made to ask for something else than its family does; a paraphrase is meant to ask for the same. */
export function isMeantToDiffer({ steps }: Lineage): boolean {
  return (steps ?? []).some(
    ({ operator, failed }) => failed === undefined && findOperator(operator)?.meaning === 'changed',
  );
}
