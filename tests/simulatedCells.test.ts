import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import type { CellKey } from '../core/vocabulary/cell';
import { createCellClassifier, type CellClassifier } from '../core/screening/cells/classifier';
import { gridOf } from '../core/recipe/coverage/grid';
import { noLessons } from '../core/proposing/selfInstruct/lessons';
import { applyFilters } from '../core/screening/filters/filter';
import { renderPrompt } from '../core/recipe/prompts/renderPrompt';
import { recipeSchema } from '../core/run/recipeSchema';
import { valuesOf } from '../core/proposing/selfInstruct/asked';
import { goodPair, instructionFilters, textContext } from './core/screening/filters/screening';
import { ourPrompt } from './support/ourPrompts';
import { Draws } from './support/seededDraws';
import { growInProcess } from './support/simulatedCellLoop';
import {
  cellAskedIn,
  CellTeacher,
  simulatedCells,
  simulatedCoverage,
  trueCellOf,
} from './support/simulatedCells';
import { startSimulatedTeacher } from './support/simulatedTeacher';

const recipe = recipeSchema.parse({
  name: 'test',
  seeds: { tasks: [{ instruction: 'a', response: 'b' }] },
  coverage: simulatedCoverage,
  // Its sentences are joined of parts, which reads like nothing that anybody asks.
  filters: { blocklist: [], unaskableBy: 'patterns' },
});
const grid = gridOf(recipe);
if (!grid) throw new Error('The recipe has a grid.');

describe('the teacher that the coverage benchmark simulates', () => {
  const obedient = new CellTeacher({ seed: 1, zipf: 1, heedless: 0 });

  test('writes what it is asked for, and its truth can be read off every task', () => {
    expect(simulatedCells).toHaveLength(60);
    for (const cell of simulatedCells) {
      for (const task of obedient.write(cell, 20, cell)) expect(trueCellOf(task)).toBe(cell);
    }
  });

  test('answers the same cells over and over where nothing is asked', () => {
    const counts = new Map<string, number>();
    for (const task of obedient.write(undefined, 5_000, 'free')) {
      const cell = trueCellOf(task) ?? '';
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const harmonic = simulatedCells.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
    expect((counts.get(obedient.favourites[0] ?? '') ?? 0) / 5_000).toBeCloseTo(1 / harmonic, 1);
  });

  test('writes nothing that a filter would keep out', async () => {
    const tasks = simulatedCells.flatMap((cell) => obedient.write(cell, 20, cell));
    const context = { ...textContext(), recipe };
    const screenings = await applyFilters(
      instructionFilters,
      tasks.map((instruction) => ({ ...goodPair, instruction })),
      context,
    );
    expect(screenings.filter(({ rejectedBy, failed }) => rejectedBy ?? failed)).toEqual([]);
  });

  const [asked = ''] = simulatedCells.slice(17);
  const promptFor = (name: string): string => {
    const values = valuesOf(
      { cell: asked, attributes: {}, persona: undefined, lessons: noLessons },
      recipe,
      grid,
    );
    const prompt = renderPrompt(ourPrompt(name), { ...values, count: 8, examples: [] });
    return prompt.kind === 'chat' ? (prompt.messages[0]?.content ?? '') : prompt.prompt;
  };

  test("reads what Seedbed's own prompts ask for", () => {
    for (const name of ['proposeDirected', 'proposePairs']) expect(cellAskedIn(promptFor(name))).toBe(asked);
  });

  test('answers over HTTP with as many tasks of the asked cell as a prompt wants, or with a list to its end', async () => {
    const teacher = await startSimulatedTeacher({ cells: { zipf: 1, heedless: 0 } });
    try {
      const ask = async (content: string): Promise<string> => {
        const body = JSON.stringify({ model: 'simulated', messages: [{ role: 'user', content }] });
        const response = await fetch(`${teacher.baseUrl}/chat/completions`, { method: 'POST', body });
        const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
        return choices[0]?.message.content ?? '';
      };
      const { instructions } = JSON.parse(await ask(promptFor('proposeDirected'))) as {
        instructions: string[];
      };
      expect(instructions.map(trueCellOf)).toEqual(Array(8).fill(asked));
      const list = await ask('Come up with a series of tasks:\n1. Sing.\n2. Dance.\n3.');
      expect(list.split('\n').map((line) => trueCellOf(line.replace(/^ |^\d+\. /u, '')))).toHaveLength(14);
      expect(list).not.toContain('undefined');
    } finally {
      await teacher.close();
    }
  });
});

describe('steering', () => {
  const loop = { grid, pairs: 3_000, size: 250, itemsPerPrompt: 8 };
  // As often right as the benchmark finds the one on embeddings to be.
  const classifier: CellClassifier = {
    classify(text, asked) {
      const truth = trueCellOf(text) ?? '';
      const draws = new Draws('told', text);
      const wasIgnored = asked !== null && asked !== truth;
      const isRight = draws.chance(wasIgnored ? 0.75 : 0.995);
      const mistaken = wasIgnored ? asked : draws.pick(simulatedCells);
      return Promise.resolve({ cell: isRight ? truth : mistaken, confidence: 1 });
    },
  };
  /** How many cells are within 20 % of their weight, and how far off the furthest are, in multiples of their weight. */
  const grow = async (
    habits: { seed: number; heedless: number },
    steering: { classifier?: CellClassifier },
  ): Promise<{ within: number; min: number; max: number }> => {
    const teacher = new CellTeacher({ zipf: 1, ...habits });
    const { accepted, total } = await growInProcess({ ...loop, ...steering, teacher, seed: habits.seed });
    const shares = simulatedCells.map((cell) => ((accepted.get(cell) ?? 0) / total) * simulatedCells.length);
    const within = shares.filter((share) => Math.abs(share - 1) <= 0.2).length;
    return { within, min: Math.min(...shares), max: Math.max(...shares) };
  };

  test.each([
    { seed: 1, heedless: 0 },
    { seed: 2, heedless: 0 },
    { seed: 3, heedless: 0 },
    { seed: 1, heedless: 0.05 },
  ])('keeps each of 60 cells within 20 % of its weight, from a teacher with %o', async (habits) => {
    expect(await grow(habits, { classifier })).toMatchObject({ within: 60 });
  });

  test('is needed: left to itself, the teacher is off by several times', async () => {
    const { within, min, max } = await grow({ seed: 1, heedless: 0 }, {});
    expect(within).toBeLessThan(10);
    expect(min).toBeLessThan(0.25);
    expect(max).toBeGreaterThan(5);
  });

  test('is told the cells right by embeddings on this machine, whether or not a prompt was heeded', async () => {
    const teacher = new CellTeacher({ seed: 1, zipf: 1, heedless: 0 });
    const embedder = new LocalEmbedder();
    try {
      const onEmbeddings = await createCellClassifier(grid, (texts) => embedder.embed(texts));
      const shareToldRight = async (askedFor: (index: number) => CellKey | null): Promise<number> => {
        const told = await Promise.all(
          simulatedCells.map(async (cell, index) => {
            const [task = ''] = teacher.write(cell, 1, cell);
            return (await onEmbeddings.classify(task, askedFor(index))).cell === cell;
          }),
        );
        return told.filter((isRight) => isRight).length / told.length;
      };
      expect(await shareToldRight((index) => simulatedCells[index] ?? null)).toBeGreaterThan(0.95);
      expect(await shareToldRight((index) => simulatedCells.at(-1 - index) ?? null)).toBeGreaterThan(0.7);
    } finally {
      await embedder.close();
    }
  });
});
