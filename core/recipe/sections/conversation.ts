import { z } from 'zod';
import type { MessageKind } from '../../vocabulary/conversation';
import { sampling } from './fields';

/** How a user goes on, each with how often beside the others unless the recipe says it. */
const usualWeights = {
  followUp: 5,
  correction: 2,
  newSubject: 1,
  misunderstanding: 1,
} as const satisfies Record<MessageKind, number>;

export const messageKinds = ['followUp', 'correction', 'newSubject', 'misunderstanding'] as const;

const weight = z.number().min(0);
const length = z.int().min(1).max(20);

export const conversationSection = z
  .strictObject({
    turns: z
      .strictObject({
        from: length.default(2).describe('Fewest.'),
        to: length.default(4).describe('Most.'),
      })
      .refine(({ from, to }) => from <= to, { message: 'must not be less than "from"', path: ['to'] })
      .prefault({})
      .describe(
        'How long conversations are: messages of the user with their responses, the first included. Each has its own length, all lengths alike often.',
      ),
    kinds: z
      .strictObject({
        followUp: weight
          .default(usualWeights.followUp)
          .describe('Asks further: for a reason, an example, a detail, the next step.'),
        correction: weight
          .default(usualWeights.correction)
          .describe('Sets something right, or has the response changed.'),
        newSubject: weight.default(usualWeights.newSubject).describe('Turns to something else.'),
        misunderstanding: weight
          .default(usualWeights.misunderstanding)
          .describe('Got the response wrong, and asks from there.'),
      })
      .prefault({})
      .refine((kinds) => Object.values(kinds).some((of) => of > 0), {
        message: 'must have at least one kind above 0',
      })
      .describe('How the user goes on: how often each kind beside the others.'),
    guidance: z
      .array(z.string().min(1))
      .default([])
      .describe("Sentences for the teacher about the user's messages."),
    sampling: sampling
      .prefault({})
      .describe("Sampling of the user's messages. Defaults: temperature 0.9, maxTokens 256."),
  })
  .describe(
    'Lets pairs go on as conversations: the teacher in the role propose writes what the user says next, the role respond answers, turn after turn. Left out: a pair is one instruction and one response.',
  );
