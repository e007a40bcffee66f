import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { CounterfactualBatches } from '../../../adapters/store/counterfactualBatches';
import type { StoredRun } from '../../../adapters/store/runStore';
import { UserError } from '../../../core/foundations/userError';
import { reviewSection } from '../../../core/recipe/sections/review';
import { batchPolicy } from '../../../core/review/batchPolicy';
import type { ComparedPair } from '../../../core/review/counterfactualItems';
import { outcomes, type AuditedPair } from '../../../core/run/bias/auditedPair';
import type { AnsweredCounterfactual, Task } from '../../../core/run/bias/counterfactuals';
import { mostUnequal } from '../../../core/run/bias/mostUnequal';
import { runQueue } from '../../../core/run/queues';
import { openStates, type RunState } from '../../../core/run/status';
import type { Session } from '../../connection/session';

/** An answered candidate of a run. */
export interface AnsweredCandidate extends AuditedPair {
  readonly iteration: number;
  readonly ordinal: number;
  readonly isAccepted: boolean;
  /** Whether a conversation goes on after its response. */
  readonly goesOn: boolean;
}

/** A batch that waits for people. */
export interface WaitingBatch {
  readonly batch: number;
  readonly items: number;
  readonly workflowId: string;
}

/** @throws UserError where the run is under way: it would not hear of a batch that it did not make. */
export function requireEnded(name: string, state: RunState): void {
  if (openStates.includes(state))
    throw new UserError(
      `Run ${name} is at work yet: people are shown its answers about two groups when it has ended.`,
      {
        mend: `Leave out --review for now; what is answered is in the ledger. See how far it is: seedbed status ${name}`,
      },
    );
}

/**
 * The pairs of the dataset whose task was answered most unequally, at most so many: those whose response is the very answer that was compared. Those that
 * people were shown like this before are left out.
 */
export async function pairsToShow(
  { database }: Session,
  { runKey }: Pick<StoredRun, 'runKey'>,
  candidates: readonly AnsweredCandidate[],
  answered: readonly AnsweredCounterfactual[],
  most: number,
): Promise<readonly ComparedPair[]> {
  const keyOf = ({ instruction, input }: Task): string => `${instruction}\n${input}`;
  const known = new Map(
    candidates.filter(({ isAccepted, goesOn }) => isAccepted && !goesOn).map((one) => [keyOf(one), one]),
  );
  const compared = mostUnequal(answered, answered.length).flatMap((one): ComparedPair[] => {
    const candidate = known.get(keyOf(one.original));
    return candidate?.response === one.originalAnswer ? [comparedPair(candidate, one)] : [];
  });
  return (await new CounterfactualBatches(database).showable(runKey, compared)).slice(0, most);
}

function comparedPair(
  { iteration, ordinal, instruction, input, response }: AnsweredCandidate,
  { attribute, from, to, changed, changedAnswer, originalMeasured, changedMeasured }: AnsweredCounterfactual,
): ComparedPair {
  return {
    ...{ iteration, ordinal, instruction, input, response, attribute, from, to },
    changed: { ...changed, response: changedAnswer },
    measures: outcomes.flatMap((measure) => {
      const [original, other] = [originalMeasured[measure], changedMeasured[measure]];
      // How long they are is seen, in words.
      return measure === 'length' || original === undefined || other === undefined
        ? []
        : [{ measure, original, changed: other }];
    }),
  };
}

/** Makes a batch of these pairs, and sees to it that every such batch that is open has its workflow. Returns them. */
export async function handToPeople(
  session: Session,
  { runKey, setup: { recipe } }: StoredRun,
  pairs: readonly ComparedPair[],
): Promise<readonly WaitingBatch[]> {
  const client = await session.temporal(); // before anything is written down
  const batches = new CounterfactualBatches(session.database);
  const review = recipe.review ?? reviewSection.parse({});
  for (let from = 0; from < pairs.length; from += review.max)
    await batches.make(
      runKey,
      pairs.slice(from, from + review.max),
      // No pair leaves the dataset because nobody looked.
      { policy: { ...batchPolicy(review), atTimeout: 'extend' }, reviewers: review.reviewers },
      recipe.seed,
    );
  const open = await batches.open(runKey);
  for (const { run, batch, workflowId } of open)
    await client.workflow.start('reviewBatch', {
      ...{ workflowId, taskQueue: runQueue, args: [{ runKey, run, batch }] },
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
  return open.map(({ batch, items, workflowId }) => ({ batch, items, workflowId }));
}
