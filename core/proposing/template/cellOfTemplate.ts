import { cellKey, type CellKey } from '../../vocabulary/cell';
import { closestName } from '../../foundations/text/closestName';
import type { Recipe } from '../../recipe/schema';
import type { TemplateOfRecipe } from '../../recipe/sections/template';
import type { Report } from './flattenSlots';

/** The cell that a template declares, checked against the grid; null where it declares none. */
export function cellOfTemplate(
  recipe: Recipe,
  { cell }: TemplateOfRecipe,
  place: string,
  tell: Report,
): CellKey | null {
  const axes = Object.keys(recipe.coverage?.axes ?? {});
  if (cell === undefined) return null;
  const strange = Object.keys(cell).find((axis) => !axes.includes(axis));
  const missing = axes.find((axis) => cell[axis] === undefined);
  if (strange !== undefined) {
    const mend = axes.length > 0 ? `the axes are ${axes.join(', ')}.` : 'the recipe has no "coverage".';
    tell(`${place}.cell`, `"${place}.cell" names "${strange}", which is not an axis of the grid: ${mend}`);
  } else if (missing !== undefined) {
    tell(
      `${place}.cell`,
      `"${place}.cell" has no value on the axis "${missing}": add it, or leave the cell to the classifier.`,
    );
  }
  for (const [axis, value] of Object.entries(cell)) {
    const names = namesOnAxis(recipe.coverage?.axes[axis]);
    if (names && !names.includes(value)) {
      const near = closestName(value, names);
      const mend = near === undefined ? `there are ${names.join(', ')}.` : `did you mean "${near}"?`;
      tell(
        `${place}.cell`,
        `"${place}.cell" has the value "${value}" on the axis "${axis}", which the grid has not: ${mend}`,
      );
    }
  }
  return cellKey(axes, cell);
}

type Axis = NonNullable<Recipe['coverage']>['axes'][string];

function namesOnAxis(axis: Axis | undefined): readonly string[] | undefined {
  if (axis === undefined) return undefined;
  return Array.isArray(axis)
    ? axis.map((value) => (typeof value === 'string' ? value : value.name))
    : Object.keys(axis);
}
