import { proposalInquiry } from '../../proposing/proposalInquiry';
import { strategyNamed } from '../../proposing/knownStrategies';
import type { ProposalOutcome } from '../../vocabulary/proposed';
import type { Stage } from './stage';

/** Comes up with the instructions that were planned. */
export const propose: Stage<ProposalOutcome> = {
  of: 'instruction',
  asksAre: 'Prompts',
  isAlwaysRead: true,
  open: (context, { plan }) => ({
    asks: plan.map((work, order) => ({
      order,
      endpoint: strategyNamed(work.strategy).asksFirst ? context.setup.roles.propose.endpoint : null,
      inquiry: () => proposalInquiry(context, work),
    })),
    settle: (outcomes) => ({ kind: 'proposals', outcomes }),
  }),
};
