import { allocateCells, type CellCount } from '../../core/proposing/steering/allocate';
import type { CellKey } from '../../core/vocabulary/cell';
import type { CellClassifier } from '../../core/screening/cells/classifier';
import type { Grid } from '../../core/recipe/coverage/grid';
import { seededRandom } from '../../core/foundations/seededRandom';
import { Draws } from './seededDraws';
import { passRate, trueCellOf, type CellTeacher } from './simulatedCells';

export interface SimulatedLoop {
  readonly grid: Grid;
  readonly teacher: CellTeacher;
  /** Left out: nothing is asked for, and the teacher writes what it likes. */
  readonly classifier?: CellClassifier;
  readonly pairs: number;
  readonly seed: number;
  /** Candidates of an iteration, at most. */
  readonly size: number;
  /** Tasks that an answer brings. */
  readonly itemsPerPrompt: number;
}

export interface GrownSet {
  /** Accepted pairs by true cell. */
  readonly accepted: ReadonlyMap<CellKey, number>;
  readonly total: number;
}

/**
 * Turns of the loop in this process, without a server or a store, until there are enough pairs: iteration n asks for what the
 * iterations up to n - 2 left missing, as with two open iterations.
 */
export async function growInProcess(loop: SimulatedLoop): Promise<GrownSet> {
  const { grid, teacher, classifier, pairs, seed, itemsPerPrompt } = loop;
  const accepted = new Map<CellKey, number>();
  const counts: CellCount[] = [];
  const texts = new Set<string>();
  let total = 0;
  let underWay: (CellKey | null)[] | undefined;
  for (let iteration = 0; total < pairs; iteration++) {
    const prompts = Math.ceil(Math.min(loop.size, Math.max(20, pairs - total)) / itemsPerPrompt);
    const state = { target: pairs, counts, underWay: tally(underWay ?? []) };
    const random = seededRandom(seed, 'cells', iteration);
    const asked = classifier
      ? allocateCells(grid, state, prompts, itemsPerPrompt, random)
      : Array<null>(prompts).fill(null);
    if (underWay) await commit(underWay, iteration - 1);
    underWay = asked;
  }
  return { accepted, total };

  async function commit(asked: readonly (CellKey | null)[], iteration: number): Promise<void> {
    for (const [prompt, cell] of asked.entries()) {
      const written = teacher.write(cell ?? undefined, itemsPerPrompt, `${iteration}/${prompt}`);
      for (const [item, text] of written.entries()) {
        const truth = trueCellOf(text);
        if (truth === undefined) throw new Error(`The simulator does not know its own task: ${text}`);
        const comesThrough = new Draws(seed, 'filters', iteration, prompt, item).chance(
          passRate(seed, truth),
        );
        const isAccepted = comesThrough && !texts.has(text);
        texts.add(text);
        const told = classifier ? (await classifier.classify(text, cell)).cell : truth;
        counts.push({ asked: cell, cell: told, proposed: 1, accepted: Number(isAccepted) });
        if (!isAccepted) continue;
        total++;
        accepted.set(truth, (accepted.get(truth) ?? 0) + 1);
      }
    }
  }
}

function tally(cells: readonly (CellKey | null)[]): Map<CellKey, number> {
  const counts = new Map<CellKey, number>();
  for (const cell of cells) if (cell !== null) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}
