import { seededRandom } from '../../foundations/seededRandom';
import { messageKinds } from '../../recipe/sections/conversation';
import type { Recipe } from '../../recipe/schema';
import type { MessageKind } from '../../vocabulary/conversation';

/** Where a response stands in its run. */
export interface ResponseAddress {
  readonly iteration: number;
  readonly ordinal: number;
  readonly response: number;
}

/** How the conversation that a response begins goes on: a kind for each message that follows. Drawn by its address, so always the same. */
export function drawTurns(
  { conversation, seed }: Recipe,
  { iteration, ordinal, response }: ResponseAddress,
): readonly MessageKind[] {
  if (!conversation) return [];
  const { turns, kinds } = conversation;
  const random = seededRandom(seed, 'conversation', iteration, ordinal, response);
  const length = turns.from + random.below(turns.to - turns.from + 1);
  return Array.from(
    { length: length - 1 },
    () => random.weighted(messageKinds, (kind) => kinds[kind]) ?? 'followUp',
  );
}
