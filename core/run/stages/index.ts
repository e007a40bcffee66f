import { batchSettingsOf } from '../../recipe/askingMode';
import type { StrategyContext } from '../../proposing/strategyContext';
import { teacherQueue } from '../queues';
import type { DueStage } from './dueStage';
import { stages, type StageName } from './registry';
import type { Stage, StageView } from './stage';

export type { StageName } from './registry';

/** What an iteration is at when all of its stages have been read. */
export const screened = 'screened';

const stageNames = Object.keys(stages) as StageName[];

export function stageNamed(name: StageName): Stage {
  const stage = (stages as Partial<Record<StageName, Stage>>)[name];
  if (!stage) throw new Error(`There is no stage "${name}": this worker is of another version than the run.`);
  return stage;
}

/** What is to be asked of a stage, by endpoint, in the order of their names. */
export function dueOf(context: StrategyContext, stage: StageName, view: StageView): DueStage {
  const { asksAre, ...named } = stageNamed(stage);
  const counts = new Map<string, number>();
  for (const { endpoint } of named.open(context, view).asks)
    if (endpoint !== null) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  const asks = [...counts]
    .map(([endpoint, count]) => ({ endpoint, queue: teacherQueue(endpoint), count }))
    .sort((left, right) => (left.endpoint < right.endpoint ? -1 : 1));
  const batches = batchSettingsOf(context.setup.recipe)?.poll;
  return { stage, asksAre, asks, ...(batches && { batches }) };
}

/** The first stage after one that has anything to do; undefined where the iteration has passed them all. */
export function nextStage(
  context: StrategyContext,
  after: StageName,
  view: StageView,
): StageName | undefined {
  return stageNames.slice(stageNames.indexOf(after) + 1).find((name) => {
    const { isAlwaysRead, hasToDecide } = stageNamed(name);
    return isAlwaysRead || hasToDecide?.(view) === true || dueOf(context, name, view).asks.length > 0;
  });
}

/** What was said at which point of an iteration, in order: by filters of instructions and of pairs, by stages, and at the commit. */
export const resultStages: readonly string[] = [...stageNames.map(resultStageOf), 'commit'];

/** Under which name what a stage brings is kept: filters screen what was proposed, and what was responded. */
export function resultStageOf(name: StageName): string {
  return name === 'propose' ? 'instruction' : name === 'respond' ? 'pair' : name;
}
