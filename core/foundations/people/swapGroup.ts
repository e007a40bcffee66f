import type { Swap } from './swap';
import { describedAttributes, swapDescription } from './swapDescription';
import { swapGender } from './swapGender';

/** Attributes of which English texts can be said of another group. */
export const swappableAttributes: readonly string[] = ['gender', ...describedAttributes];

/** A text, the same but for the group of one attribute; or why it was left. English only: other languages agree by case and ending. */
export function swapGroup(text: string, attribute: string): Swap {
  return attribute === 'gender' ? swapGender(text) : swapDescription(text, attribute);
}
