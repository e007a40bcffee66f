import { closestName } from '../../foundations/text/closestName';
import type { Problem } from '../problems';
import type { Recipe } from '../schema';
import { cellKey, type Cell, type CellKey } from '../../vocabulary/cell';
import { taxonomy, type KnownValue } from './taxonomy';

export interface GridValue {
  readonly name: string;
  readonly description: string | undefined;
  /** Instructions that belong to it. */
  readonly examples: readonly string[];
}

export interface GridAxis {
  readonly name: string;
  readonly values: readonly GridValue[];
}

export interface GridCell {
  readonly key: CellKey;
  /** Share of the accepted pairs that are to belong to it: above 0; those of all cells add up to 1. */
  readonly weight: number;
}

/** What a dataset is to cover, and in which proportions. */
export interface Grid {
  /** In the recipe's order, with all of their values: an instruction may well belong to one that nobody wants. */
  readonly axes: readonly GridAxis[];
  /** Cells that are wanted, in the axes' order, the last axis going round fastest. */
  readonly cells: readonly GridCell[];
}

/** Above this, a run of any usual size would not put one pair into each cell. */
export const maxCells = 5_000;
/** What the local classifier learns an axis from: its work grows with the cube of it. */
export const maxTextsOfAxis = 1_000;

type Coverage = NonNullable<Recipe['coverage']>;
type WrittenAxis = Coverage['axes'][string];
type WeightedValue = GridValue & { readonly weight: number };

/** The recipe's grid; undefined where it has none. Call `coverageProblems` first: this expects that there are none. */
export function gridOf({ coverage }: Recipe): Grid | undefined {
  if (!coverage) return undefined;
  const axes = Object.entries(coverage.axes).map(([name, axis]) => ({ name, values: valuesOf(name, axis) }));
  const weighted = weightCells(axes, coverage.cells);
  const whole = weighted.reduce((sum, { weight }) => sum + weight, 0);
  return {
    axes: axes.map(({ name, values }) => ({
      name,
      values: values.map(({ name: value, description, examples }) => ({
        name: value,
        description,
        examples,
      })),
    })),
    cells: weighted.map(({ key, weight }) => ({ key, weight: weight / whole })),
  };
}

export function axisNames(grid: Grid): string[] {
  return grid.axes.map(({ name }) => name);
}

/** What is wrong with the grid, and with what names its axes and values elsewhere in the recipe. Every mend is in its sentence. */
export function coverageProblems(recipe: Recipe): Problem[] {
  const { coverage, teacher, selfInstruct } = recipe;
  const routes = teacher.respond?.routes ?? [];
  if (!coverage) {
    return [
      ...routes.flatMap(({ when }, index) =>
        Object.keys(when).map((axis) => ({
          field: `teacher.respond.routes[${index}].when`,
          message: `"teacher.respond.routes[${index}].when" names the axis "${axis}", but the recipe has no grid: add "coverage" with it, with "steer": false if it is to be measured only.`,
        })),
      ),
      ...(selfInstruct.fewShot.policy === 'cell'
        ? [
            {
              field: 'selfInstruct.fewShot.policy',
              message:
                '"selfInstruct.fewShot.policy" is "cell", but the recipe has no grid: add "coverage", or choose another policy.',
            },
          ]
        : []),
    ];
  }
  const axes = new Map(Object.entries(coverage.axes).map(([name, axis]) => [name, valuesOf(name, axis)]));
  const problems = [...axes].flatMap(([name, values]) => axisProblems(name, coverage.axes[name], values));
  if (problems.length > 0) return problems;

  coverage.cells.forEach(({ cell }, index) =>
    problems.push(
      ...Object.entries(cell).flatMap(([axis, value]) =>
        placeProblems(axes, axis, [value], `coverage.cells[${index}].cell`),
      ),
    ),
  );
  routes.forEach(({ when }, index) =>
    problems.push(
      ...Object.entries(when).flatMap(([axis, values]) =>
        placeProblems(axes, axis, values, `teacher.respond.routes[${index}].when`),
      ),
    ),
  );
  const product = [...axes.values()].reduce((cells, values) => cells * values.length, 1);
  if (product > maxCells) {
    problems.push({
      field: 'coverage.axes',
      message: `"coverage.axes" make ${product} cells, but at most ${maxCells} can be steered: leave out values, or an axis.`,
    });
  } else if (problems.length === 0) {
    const all = [...axes].map(([name, values]) => ({ name, values }));
    if (weightCells(all, coverage.cells).length === 0) {
      problems.push({
        field: 'coverage.cells',
        message: 'Every cell of "coverage" has the weight 0: give at least one a weight above 0.',
      });
    }
  }
  return problems;
}

/** Every cell with a weight above 0: the product of its values' weights, times the factors of the exceptions that match it. */
function weightCells(
  axes: readonly { readonly name: string; readonly values: readonly WeightedValue[] }[],
  exceptions: Coverage['cells'],
): GridCell[] {
  const names = axes.map(({ name }) => name);
  let cells: { readonly cell: Cell; readonly weight: number }[] = [{ cell: {}, weight: 1 }];
  for (const { name, values } of axes) {
    cells = cells.flatMap(({ cell, weight }) =>
      values.map((value) => ({ cell: { ...cell, [name]: value.name }, weight: weight * value.weight })),
    );
  }
  return cells
    .map(({ cell, weight }) => ({
      key: cellKey(names, cell),
      weight: exceptions
        .filter(({ cell: pattern }) => Object.entries(pattern).every(([axis, value]) => cell[axis] === value))
        .reduce((product, exception) => product * exception.weight, weight),
    }))
    .filter(({ weight }) => weight > 0);
}

/** An axis as written, with what is known of its values. */
function valuesOf(axisName: string, axis: WrittenAxis): WeightedValue[] {
  const known = new Map(knownValues(axisName).map((value) => [value.name, value]));
  const written: readonly (Partial<GridValue> & { readonly name: string; readonly weight: number })[] =
    axis === 'all'
      ? [...known.keys()].map((name) => ({ name, weight: 1 }))
      : Array.isArray(axis)
        ? axis.map((value) => (typeof value === 'string' ? { name: value, weight: 1 } : value))
        : Object.entries(axis).map(([name, weight]) => ({ name, weight }));
  return written.map(({ name, description, examples, weight }) => {
    const builtIn = known.get(name);
    // Whoever describes a value anew means something else by it: then our examples would mislead.
    const own = description !== undefined || (examples?.length ?? 0) > 0;
    return {
      name,
      description: description ?? (own ? undefined : builtIn?.description),
      examples: own ? (examples ?? []) : (builtIn?.examples ?? []),
      weight,
    };
  });
}

function knownValues(axis: string): readonly KnownValue[] {
  return Object.hasOwn(taxonomy, axis) ? (taxonomy[axis] ?? []) : [];
}

function axisProblems(
  name: string,
  written: WrittenAxis | undefined,
  values: readonly WeightedValue[],
): Problem[] {
  const field = `coverage.axes.${name}`;
  const problem = (message: string): Problem[] => [{ field, message }];
  if (written === 'all' && knownValues(name).length === 0) {
    return problem(
      `"${field}" is "all", but only ${Object.keys(taxonomy).join(', ')} have built-in values: list the values of "${name}".`,
    );
  }
  if (values.length < 2) return problem(`"${field}" has one value: an axis needs at least two.`);
  const repeated = values.find(({ name: value }, index) =>
    values.slice(0, index).some((earlier) => earlier.name === value),
  );
  if (repeated) return problem(`"${field}" has the value "${repeated.name}" twice: leave one of them out.`);
  const builtIn = knownValues(name).map(({ name: value }) => value);
  const unknown = values.find(
    ({ name: value, description, examples }) =>
      builtIn.length > 0 && !builtIn.includes(value) && description === undefined && examples.length === 0,
  );
  if (unknown) {
    return problem(
      `"${field}" has the value "${unknown.name}", which is not built in: ${meant(unknown.name, builtIn)} To mean something of your own, write it as an object with a description.`,
    );
  }
  if (values.every(({ weight }) => weight === 0)) {
    return problem(`Every value of "${field}" has the weight 0: give at least one a weight above 0.`);
  }
  const texts = values.reduce((sum, { examples }) => sum + examples.length + 1, 0);
  if (texts > maxTextsOfAxis) {
    return problem(
      `"${field}" has ${texts} values and examples, but the classifier learns from at most ${maxTextsOfAxis}: leave out examples.`,
    );
  }
  return [];
}

/** An axis and values that are named somewhere: both must be the grid's. */
function placeProblems(
  axes: ReadonlyMap<string, readonly GridValue[]>,
  axis: string,
  values: readonly string[],
  field: string,
): Problem[] {
  const known = axes.get(axis)?.map(({ name }) => name);
  if (!known) {
    return [
      {
        field,
        message: `"${field}" names the axis "${axis}", which "coverage.axes" does not have: ${meant(axis, [...axes.keys()])}`,
      },
    ];
  }
  return values
    .filter((value) => !known.includes(value))
    .map((value) => ({
      field,
      message: `"${field}" names "${value}", which is no value of the axis "${axis}": ${meant(value, known)}`,
    }));
}

function meant(given: string, names: readonly string[]): string {
  const near = closestName(given, names);
  return near === undefined ? `there are ${names.join(', ')}.` : `did you mean "${near}"?`;
}
