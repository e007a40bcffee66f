import type { z } from 'zod';
import type { writtenTask } from '../../recipe/sections/seeds';
import type { SeedTask } from '../../vocabulary/seedTask';

/** A task as a recipe has it: the first instance in its own fields, the others in `instances`. */
export type WrittenTask = z.output<typeof writtenTask>;

/** The task that a recipe has written in it. */
export function taskOfRecipe({ id, group, rejected, turns, instances = [], ...task }: WrittenTask): SeedTask {
  return {
    ...(id === undefined ? {} : { id }),
    ...task,
    ...(turns && { turns }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(group === undefined ? {} : { group }),
    instances: [
      { input: task.input, output: task.response, ...(turns && { turns }) },
      ...instances.map(({ input, response, turns: own }) => ({
        input,
        output: response,
        ...(own && { turns: own }),
      })),
    ],
  };
}

/** The same task written for a recipe: what was read from a file means the same on a machine that doesn't have it. */
export function taskForRecipe({
  id,
  instruction,
  input,
  response,
  turns,
  rejected,
  classification,
  group,
  instances,
}: SeedTask): WrittenTask {
  const further = instances.slice(1).map(({ input, output, turns: own }) => ({
    input,
    response: output,
    ...(own && { turns: [...own] }),
  }));
  return {
    ...(id === undefined ? {} : { id }),
    instruction,
    input,
    response,
    ...(turns && { turns: [...turns] }),
    ...(rejected === undefined ? {} : { rejected }),
    classification,
    ...(group === undefined ? {} : { group }),
    ...(further.length === 0 ? {} : { instances: further }),
  };
}
