import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { gridOf } from '../core/recipe/coverage/grid';
import type { IterationInput, Planned } from '../core/run/iteration';
import { dueOf } from '../core/run/stages';
import { planWorks } from '../core/run/planWorks';
import { poolNeeded } from '../core/run/poolNeeded';
import type { DecidingDependencies } from './dependencies';
import { heartbeating } from './heartbeating';

/** What an iteration is to do. */
export function createPlanActivities({
  loadRun,
  plans,
  classifierOf,
  passagesOf,
  modelsOf,
}: DecidingDependencies) {
  return {
    /**
     * Draws an iteration's works, once: how many of each strategy, which examples, which cells. In the iterations' order, since
     * a plan knows the plans before it.
     */
    async planIteration(input: IterationInput): Promise<Planned> {
      return heartbeating(async () => {
        const run = await loadRun(input.runKey);
        const { setup: whole, materials, own } = run;
        const { target = whole.recipe.target } = input;
        const setup = { ...whole, recipe: { ...whole.recipe, target } };
        const works = await plans.plan(input, async () => {
          const cellsOfSeeds = async () => {
            const classifier = await classifierOf(run);
            return (
              classifier &&
              Promise.all(
                materials.seeds.map(
                  async ({ instruction }) => (await classifier.classify(instruction, null)).cell,
                ),
              )
            );
          };
          return planWorks(
            { setup, materials, own, iteration: input.iteration },
            {
              ...(await plans.experience(input)),
              size: input.size,
              measures: input.measures,
              rejections: await plans.rejections(input),
              pool: await plans.pool(input, poolNeeded(setup)),
              passages: (await passagesOf(run))?.shelf,
              grid: gridOf(setup.recipe),
              cellsOfSeeds,
              embed: modelsOf(run, input.iteration).embed,
              yieldToEventLoop,
            },
          );
        });
        return {
          works: works.length,
          due: dueOf({ ...run, iteration: input.iteration }, 'propose', {
            plan: works,
            candidates: [],
          }),
        };
      });
    },
  };
}
