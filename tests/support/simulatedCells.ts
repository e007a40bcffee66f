import type { RecipeInput } from '../../core/run/recipeSchema';
import type { CellKey } from '../../core/vocabulary/cell';
import { Draws } from './seededDraws';
import { taskTexts, topicTexts } from './simulatedCellTexts';

/** Axes of the simulated grid: 5 task types, 4 domains, 3 levels of complexity, 60 cells. */
export const simulatedAxes = ['taskType', 'domain', 'complexity'] as const;

/** The recipe section that asks for them in equal parts. */
export const simulatedCoverage = {
  axes: {
    taskType: Object.keys(taskTexts),
    domain: Object.keys(topicTexts),
    complexity: ['simple', 'moderate', 'hard'],
  },
} satisfies RecipeInput['coverage'];

export const simulatedCells: readonly CellKey[] = simulatedCoverage.axes.taskType.flatMap((taskType) =>
  simulatedCoverage.axes.domain.flatMap((domain) =>
    simulatedCoverage.axes.complexity.map((complexity) => [taskType, domain, complexity].join('/')),
  ),
);

export interface CellHabits {
  readonly seed: number;
  /** Exponent of the Zipf distribution over the cells from which it answers where it follows nothing. */
  readonly zipf: number;
  /** Share of tasks for which it ignores what it was asked for. */
  readonly heedless: number;
}

/**
 * A teacher's habits with regard to cells: it writes what it is asked for, and else what comes to its mind, which is nearly always
 * the same few cells. Everything is drawn from the seed and a name for the occasion, so that order does not matter.
 */
export class CellTeacher {
  /** From the cell that mostly comes to its mind to the one that hardly ever does. */
  readonly favourites: readonly CellKey[];
  private readonly cumulative: readonly number[];

  constructor(private readonly habits: CellHabits) {
    const draws = new Draws(`${habits.seed}/ranks`);
    this.favourites = simulatedCells
      .map((cell) => ({ cell, rank: draws.uniform() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ cell }) => cell);
    let whole = 0;
    this.cumulative = this.favourites.map((_, index) => (whole += (index + 1) ** -habits.zipf));
  }

  /** Tasks that it writes on one occasion, when asked for `cell` or for nothing in particular. */
  write(cell: CellKey | undefined, count: number, occasion: string): string[] {
    const draws = new Draws(`${this.habits.seed}/${occasion}`);
    return Array.from({ length: count }, () => {
      const heeds = cell !== undefined && draws.uniform() >= this.habits.heedless;
      return textOf(heeds ? cell : this.comesToMind(draws), draws);
    });
  }

  private comesToMind(draws: Draws): CellKey {
    const point = draws.uniform() * (this.cumulative.at(-1) ?? 0);
    return this.favourites[this.cumulative.findIndex((sum) => sum > point)] ?? this.favourites[0]!;
  }
}

/** The cell that a proposal prompt asks for, read as a model would: from its lines "- task type: coding. Write, mend ...". */
export function cellAskedIn(prompt: string): CellKey | undefined {
  const asked: Partial<Record<(typeof simulatedAxes)[number], string>> = {};
  for (const [, label = '', rest = ''] of prompt.matchAll(/^- ([\w ]+): (.+)$/gmu)) {
    const axis = simulatedAxes.find((name) => name.toLowerCase() === label.replaceAll(' ', '').toLowerCase());
    const value = axis && simulatedCoverage.axes[axis].find((name) => rest.startsWith(name));
    if (axis && value) asked[axis] = value;
  }
  const values = simulatedAxes.flatMap((axis) => asked[axis] ?? []);
  return values.length === simulatedAxes.length ? values.join('/') : undefined;
}

/** The cell that an instruction was written for, by the words that only this simulator gives to it. */
export function trueCellOf(instruction: string): CellKey | undefined {
  const task = Object.entries(taskTexts).find(([, { frames }]) =>
    frames.some((frame) => instruction.startsWith(frame.slice(0, frame.indexOf('{topic}')))),
  );
  const topic = Object.entries(topicTexts).find(([, { subjects }]) =>
    subjects.some((subject) => instruction.includes(subject)),
  );
  if (!task || !topic) return undefined;
  const [taskType, { moderate, hard }] = task;
  const has = (tails: readonly string[]): boolean => tails.some((tail) => instruction.includes(tail));
  const complexity = has(hard) ? 'hard' : has(moderate) ? 'moderate' : 'simple';
  return [taskType, topic[0], complexity].join('/');
}

/** Share of a cell's tasks that come through: from 0.5 to 0.95, fixed for each cell, since filters are harder on some than on others. */
export function passRate(seed: number, cell: CellKey): number {
  return 0.5 + 0.45 * new Draws(seed, 'pass rate', cell).uniform();
}

function textOf(cell: CellKey, draws: Draws): string {
  const [taskType = '', domain = '', complexity = ''] = cell.split('/');
  const { frames, moderate, hard } = taskTexts[taskType]!;
  const { subjects, settings } = topicTexts[domain]!;
  const topic = `${draws.pick(subjects)} ${draws.pick(settings)}`;
  const sentence = draws.pick(frames).replace('{topic}', topic);
  const tail = complexity === 'simple' ? '' : draws.pick(complexity === 'hard' ? hard : moderate);
  return `${sentence}${tail}.`;
}
