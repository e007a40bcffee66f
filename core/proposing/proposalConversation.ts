import { augmentConversation } from './augment/augmentConversation';
import type { Conversation } from '../teacher/conversation';
import { selfInstructConversation } from './selfInstruct/selfInstructConversation';
import type { PlannedWork, ProposalOutcome, StrategyContext } from './strategy';
import { templateConversation } from './template/templateConversation';

/** How a planned work becomes candidates, whatever its strategy. */
export function proposalConversation(
  context: StrategyContext,
  work: PlannedWork,
): Conversation<ProposalOutcome> {
  switch (work.strategy) {
    case 'selfInstruct':
      return selfInstructConversation(context, work);
    case 'template':
      return templateConversation(context, work);
    case 'augment':
      return augmentConversation(context, work);
  }
}
