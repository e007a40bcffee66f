import { seededRandom } from '../../foundations/seededRandom';
import { UserError } from '../../foundations/userError';
import type { Stretch } from '../../vocabulary/stretch';
import type { PlanKnowledge } from '../planKnowledge';
import type { StrategyContext } from '../strategyContext';
import type { Json, OwnStrategy, OwnWork } from './ownStrategy';
import type { OwnSection } from './section';
import { ownWork, type OwnPlannedWork } from './work';

/**
 * Has a user's strategy plan a stretch, and checks what it says.
 *
 * @throws UserError where it throws, or plans what can't be kept or asked.
 */
export async function planOwn(
  strategy: OwnStrategy,
  { setup, materials }: Pick<StrategyContext, 'setup' | 'materials'>,
  { pool }: Pick<PlanKnowledge, 'pool'>,
  { from, count }: Stretch,
  { module, settings }: Pick<OwnSection, 'module' | 'settings'>,
): Promise<OwnPlannedWork[]> {
  const { seed, language } = setup.recipe;
  const planned = await plan(module, strategy, {
    ...{ from, count, settings: settings as Json, language },
    seeds: materials.seeds.map(({ instruction, input, response }, index) => ({
      ...{ origin: { seed: index }, instruction, input, response },
    })),
    pool: pool.map(({ iteration, ordinal, instruction, input, response, cell, strategy: by }) => ({
      ...{
        origin: { pair: [iteration, ordinal] as const },
        instruction,
        input,
        response,
        cell,
        strategy: by,
      },
    })),
    randomOf: (work) => seededRandom(seed, 'own strategy', strategy.name, work),
  });
  if (planned.length > count)
    throw new UserError(`${module}: "plan" gave ${planned.length} works, and was asked for ${count}.`);
  return planned.map((one, index) => {
    const checked = ownWork.safeParse(one);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      const field = issue && issue.path.length > 0 ? `"${issue.path.join('.')}" ` : '';
      throw new UserError(
        `${module}: work ${from + index} of "plan": ${field}${issue?.message ?? 'is none'}.`,
      );
    }
    if (checked.data.messages && !strategy.read)
      throw new UserError(
        `${module}: work ${from + index} of "plan" asks the teacher, and there is no "read" for the answer.`,
      );
    return { strategy: 'own', number: from + index, work: checked.data };
  });
}

async function plan(
  module: string,
  strategy: OwnStrategy,
  asked: Parameters<OwnStrategy['plan']>[0],
): Promise<readonly OwnWork[]> {
  let planned: unknown;
  try {
    planned = await strategy.plan(asked);
  } catch (cause) {
    throw new UserError(`${module}: "plan" threw: ${reasonOf(cause)}`, { cause });
  }
  if (!Array.isArray(planned)) throw new UserError(`${module}: "plan" gave no list of works.`);
  return planned as readonly OwnWork[];
}

/** What a user's module threw, in its words. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
