import { proposalConversation } from '../../proposing/proposalConversation';
import type { ProposalOutcome } from '../../proposing/strategy';
import type { Stage } from './stage';

/** Comes up with the instructions that were planned. */
export const propose: Stage<ProposalOutcome> = {
  of: 'instruction',
  asksAre: 'Prompts',
  isAlwaysRead: true,
  open: (context, { plan }) => ({
    asks: plan.map((work, order) => ({
      order,
      endpoint: work.strategy === 'template' ? null : context.setup.roles.propose.pool,
      inquiry: () => proposalConversation(context, work),
    })),
    settle: (outcomes) => ({ kind: 'proposals', outcomes }),
  }),
};
