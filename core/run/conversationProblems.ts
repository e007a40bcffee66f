import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';

/** What doesn't go together with conversations, told before anything is paid for. */
export function conversationProblems({ conversation, respond, safety }: Recipe): readonly Problem[] {
  if (!conversation) return [];
  const samples = respond?.samples ?? 1;
  const problems: Problem[] = [];
  if (samples > 1)
    problems.push({
      field: 'conversation',
      message: `"conversation" goes on from one response, and "respond.samples" asks for ${samples} to each instruction: leave one of the two out.`,
    });
  if ((safety?.refusals ?? 0) > 0)
    problems.push({
      field: 'conversation',
      message:
        '"conversation" can\'t go on from a wanted refusal, and "safety.refusals" asks for some: grow those in a run of their own, and leave one of the two out here.',
    });
  return problems;
}
