import { closestName } from '../../../foundations/text/closestName';
import type { Operator } from '../operator';
import { operators } from './registry';

const byName = new Map(operators.map((operator) => [operator.name, operator]));

export const operatorNames: readonly string[] = [...byName.keys()];

export function findOperator(name: string): Operator | undefined {
  return byName.get(name);
}

/** @throws Error for an unknown name, with the closest one. Recipes are checked before (`augmentProblems`). */
export function operatorNamed(name: string): Operator {
  const operator = byName.get(name);
  if (!operator) throw new Error(`There is no operator "${name}"${nearOrAll(name)}`);
  return operator;
}

/** How a sentence about an unknown operator ends. */
export function nearOrAll(name: string): string {
  const near = closestName(name, operatorNames);
  const known = `the operators are ${operatorNames.join(', ')}.`;
  return near === undefined ? `: ${known}` : `: did you mean "${near}"? Else, ${known}`;
}
