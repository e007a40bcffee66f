import type { Inquiry } from '../teacher/inquiry';
import type { PlannedWork } from '../vocabulary/plannedWork';
import type { ProposalOutcome } from '../vocabulary/proposed';
import { strategyNamed } from './knownStrategies';
import type { StrategyContext } from './strategyContext';

/** How a planned work becomes candidates, whatever its strategy. */
export function* proposalInquiry(context: StrategyContext, work: PlannedWork): Inquiry<ProposalOutcome> {
  const strategy = strategyNamed(work.strategy);
  const outcome = yield* strategy.inquiry(context, work);
  if ('unreadable' in outcome) return outcome;
  return {
    ...outcome,
    proposed: outcome.proposed.map((proposed) => {
      const differs = strategy.isMeantToDiffer?.(proposed.lineage) ?? false;
      return differs ? { ...proposed, isMeantToDiffer: true } : proposed;
    }),
  };
}
