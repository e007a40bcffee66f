import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { createCellClassifier } from '../core/screening/cells/classifier';
import { gridOf } from '../core/recipe/coverage/grid';
import { parseRecipe } from '../core/run/parseRecipe';
import type { Embed } from '../core/proposing/strategy';

/** An instruction, and every value that a person found right for it. */
interface Labelled {
  readonly instruction: string;
  readonly values: readonly string[];
}

/** How often the local classifier agrees with a person, a line for each axis: on its own, and when a value was asked for. */
export async function classifierAccuracy(embed: Embed): Promise<string[]> {
  const seeds = new Map(
    linesOf<{ name: string; instruction: string }>('recipes/seeds/quickstart.jsonl').map((seed) => [
      seed.name,
      seed.instruction,
    ]),
  );
  const labels = linesOf<{ name: string; taskType: string[]; domain: string[] }>(
    'tests/fixtures/coverage/quickstartLabels.jsonl',
  );
  const ofSeeds = (axis: 'taskType' | 'domain'): Labelled[] =>
    labels
      .map((label) => ({ instruction: seeds.get(label.name) ?? '', values: label[axis] }))
      .filter(({ values }) => values.length > 0);
  const complexity = linesOf<{ instruction: string; complexity: string }>(
    'tests/fixtures/coverage/complexity.jsonl',
  ).map(({ instruction, complexity: value }) => ({ instruction, values: [value] }));
  const lines = [];
  for (const [axis, items] of [
    ['taskType', ofSeeds('taskType')],
    ['domain', ofSeeds('domain')],
    ['complexity', complexity],
  ] as const) {
    lines.push(await accuracyOn(axis, items, embed));
  }
  return lines;
}

async function accuracyOn(axis: string, items: readonly Labelled[], embed: Embed): Promise<string> {
  const parsed = parseRecipe({ name: 'accuracy', coverage: { axes: { [axis]: 'all' } } });
  const grid = parsed.ok ? gridOf(parsed.recipe) : undefined;
  if (!grid) throw new Error(`The axis ${axis} is no valid recipe.`);
  const classifier = await createCellClassifier(grid, embed);
  const known = grid.axes[0]?.values.map(({ name }) => name) ?? [];
  let [alone, heeded, ignored, ignoring] = [0, 0, 0, 0];
  for (const { instruction, values } of items) {
    const told = async (asked: string | null): Promise<boolean> =>
      values.includes((await classifier.classify(instruction, asked)).cell);
    alone += Number(await told(null));
    heeded += Number(await told(values[0] ?? null));
    for (const other of known.filter((value) => !values.includes(value))) {
      ignoring++;
      ignored += Number(await told(other));
    }
  }
  const of = (right: number, all: number): string => `${((100 * right) / all).toFixed(0)} %`;
  return `${axis.padEnd(10)} ${known.length} values, ${items.length} instructions: ${of(alone, items.length)} right; ${of(heeded, items.length)} where that was asked for; ${of(ignored, ignoring)} where something else was`;
}

function linesOf<Line>(file: string): Line[] {
  return readFileSync(join(packageRoot(), file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line);
}
