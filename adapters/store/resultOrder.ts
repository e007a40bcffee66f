import { resultStages } from '../../core/run/stages';

/** SQL by which results come in the order in which they were said, where `column` has the point of the iteration. */
export function resultOrder(column: string): string {
  return `array_position(array[${resultStages.map((stage) => `'${stage}'`).join(', ')}], ${column})`;
}
