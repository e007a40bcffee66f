import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';
import type { SeedTask } from '../../vocabulary/seedTask';
import { chainsOf, lackOf, partsOf } from './chains';
import { findOperator, nearOrAll, operatorNames } from './operators';

/**
 * What is wrong with a recipe's augment section beyond its schema, before anything is asked: nothing to multiply, operators that
 * there are not, and chains that no pair has what they need for.
 *
 * @param tasks what is multiplied (`multipliedTasks`).
 */
export function augmentProblems(recipe: Recipe, tasks: readonly SeedTask[]): Problem[] {
  if (!recipe.augment) return [];
  return [
    ...sourceProblems(recipe, tasks),
    ...chainsOf(recipe.augment).flatMap(({ operators }, index) =>
      chainProblems(recipe, tasks, operators, index),
    ),
    ...Object.keys(recipe.augment.draws).flatMap(drawProblems),
  ];
}

function sourceProblems({ augment, seeds }: Recipe, tasks: readonly SeedTask[]): Problem[] {
  if (!augment || tasks.length > 0 || augment.fromPool) return [];
  const field = 'augment.source';
  if (augment.source !== undefined)
    return [{ field, message: `"${field}" holds no pair: name a set that has some.` }];
  return seeds === undefined
    ? [
        {
          field,
          message: `"${field}" is missing, and so are seeds: name the set to multiply, or set augment.fromPool to true.`,
        },
      ]
    : [{ field, message: `"${field}" is missing, and the seeds hold no task: name the set to multiply.` }];
}

function chainProblems(
  recipe: Recipe,
  tasks: readonly SeedTask[],
  operators: readonly string[],
  index: number,
): Problem[] {
  const written = recipe.augment?.chains[index];
  const field = `augment.chains[${index}]${Array.isArray(written) ? '' : '.operators'}`;
  const unknown = operators.flatMap((name, position): Problem[] =>
    findOperator(name)
      ? []
      : [
          {
            field: `${field}[${position}]`,
            message: `"${field}[${position}]" is "${name}", which is no operator${nearOrAll(name)}`,
          },
        ],
  );
  if (unknown.length > 0) return unknown;
  const best = lackOf(operators, { input: true, response: true });
  if (best) {
    const position = operators.lastIndexOf(best.operator);
    return [
      {
        field: `${field}[${position}]`,
        message: `"${field}" has ${best.operator} after ${best.takenBy ?? 'another'}, which leaves no ${best.part} for it: put ${best.operator} first, or into a chain of its own.`,
      },
    ];
  }
  // What the pool will bring is not known yet.
  if (tasks.length === 0 || recipe.augment?.fromPool === true) return [];
  const lacks = tasks.map((task) => lackOf(operators, partsOf(task)));
  const [lack] = lacks;
  if (!lack || lacks.some((one) => one === undefined)) return [];
  return [
    {
      field,
      message: `"${field}" has ${lack.operator}, which needs ${lack.part === 'input' ? 'an input' : 'a response'}, and none of the ${tasks.length} pairs to multiply has one: leave it out, or name a set that has some.`,
    },
  ];
}

function drawProblems(name: string): Problem[] {
  const field = `augment.draws.${name}`;
  const operator = findOperator(name);
  if (!operator)
    return [{ field, message: `"${field}" is for "${name}", which is no operator${nearOrAll(name)}` }];
  if (operator.draws) return [];
  const drawing = operatorNames.filter((one) => findOperator(one)?.draws !== undefined);
  return [
    {
      field,
      message: `"${field}" is for ${name}, which draws nothing: the operators that do are ${drawing.join(', ')}.`,
    },
  ];
}
