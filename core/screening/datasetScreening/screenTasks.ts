import {
  applyFilters,
  type Filter,
  type FilterContext,
  type Screening,
  type Subject,
} from '../filters/filter';
import { screenExchanges } from '../screenTurns';
import { contradictoryInput } from '../filters/instance';
import type { SeedTask } from '../../vocabulary/seedTask';
import type { RowScore, ScreenedRow } from './screenedRow';

/** What the filters make of a task by itself, before it is compared with the others. */
export type TaskScreening = Pick<ScreenedRow, 'decidedBy' | 'reason' | 'scores'> & {
  readonly state: 'accepted' | 'rejected' | 'quarantined';
  /** Whether each instance passed. */
  readonly kept: readonly boolean[];
};

/**
 * Screens tasks of an instruction set as a run screens its candidates: the instruction first, then each instance that belongs to an
 * instruction that passed, and what a conversation goes on with after it. A task stays with the instances that passed. Filters that need a teacher must be left out beforehand.
 *
 * @param all Whether dearer filters also score what a cheaper one rejected.
 */
export async function screenTasks(
  tasks: readonly SeedTask[],
  filters: readonly Filter[],
  context: FilterContext,
  all = false,
): Promise<readonly TaskScreening[]> {
  const ofStage = (stage: Filter['stage']): Filter[] => filters.filter((filter) => filter.stage === stage);
  const subjects = tasks.map(({ instruction, classification }): Subject => ({
    instruction,
    input: '',
    response: '',
    classification,
    finishReason: 'stop',
    language: context.recipe.language,
    strategy: null,
  }));
  const instructions = await applyFilters(ofStage('instruction'), subjects, context, { all });
  const pairs = tasks.flatMap(({ instances }, task) =>
    all || isOpen(instructions[task])
      ? instances.map(({ input, output, turns = [] }) => ({
          task,
          turns,
          subject: { ...subjects[task]!, input, response: output },
        }))
      : [],
  );
  const screened = await screenExchanges(
    pairs.map(({ subject, turns }) => ({
      first: subject,
      turns: turns.map((turn) => ({ ...turn, finishReason: 'stop' })),
    })),
    filters,
    context,
    { all },
  );
  const ofTask = tasks.map((): Screening[] => []);
  pairs.forEach(({ task }, index) => ofTask[task]!.push(screened[index]!));
  return tasks.map((task, index) => conclude(task, instructions[index]!, ofTask[index]!));
}

function conclude(task: SeedTask, instruction: Screening, responses: readonly Screening[]): TaskScreening {
  const scores: RowScore[] = [
    ...instruction.results,
    ...responses.flatMap(({ results }, response) => results.map((result) => ({ ...result, response }))),
  ].filter(({ passed, score }) => !passed || score !== undefined);
  const out = outcomeOf(instruction);
  if (out) return { ...out, kept: task.instances.map(() => false), scores };
  const contradicts =
    contradictoryInput(task.instances.map(({ input, output }) => ({ input, response: output }))) !==
    undefined;
  if (contradicts) {
    const reason = 'the same input has different responses';
    return {
      state: 'rejected',
      decidedBy: 'instance',
      reason,
      kept: task.instances.map(() => false),
      scores: [...scores, { filter: 'instance', version: 1, passed: false, reason }],
    };
  }
  const kept = responses.map(isOpen);
  if (kept.some(Boolean)) return { state: 'accepted', decidedBy: null, reason: null, kept, scores };
  const outcomes = responses.flatMap((response) => outcomeOf(response) ?? []);
  // Where one could not be decided the task might be good: that outweighs the others' rejections.
  const decisive = outcomes.find(({ state }) => state === 'quarantined') ?? outcomes[0];
  return { ...(decisive ?? { state: 'accepted', decidedBy: null, reason: null }), kept, scores };
}

function isOpen(screening: Screening | undefined): boolean {
  return screening !== undefined && !screening.rejectedBy && !screening.failed;
}

function outcomeOf({
  rejectedBy,
  failed,
}: Screening): Pick<TaskScreening, 'state' | 'decidedBy' | 'reason'> | undefined {
  if (rejectedBy)
    return { state: 'rejected', decidedBy: rejectedBy.filter, reason: rejectedBy.reason ?? null };
  return failed && { state: 'quarantined', decidedBy: failed.filter, reason: failed.reason };
}
