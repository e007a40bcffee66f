import type { ActivityDependencies, RunModels } from '../../activities/dependencies';
import { measureIteration, type Neighbours } from '../../activities/measureIteration';
import type { CommittedPairs } from '../../adapters/store/committedPairs';
import type { StoredRun } from '../../adapters/store/runStore';
import { Draws } from '../support/seededDraws';
import { CellTeacher } from '../support/simulatedCells';
import { writeInstruction } from '../support/simulatedEnglish';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { runSetup } from '../core/proposing/testSetup';

const size = 80;

/** A run whose iterations proposed this, of which every tenth was rejected after its response. */
function measuring(proposed: readonly (readonly string[])[], similarity = 0.9) {
  const run = {
    runKey: 'run@1',
    setup: runSetup({ collapse: { similarity } }),
    materials: { seeds: [], sources: [], lists: {}, personas: [] },
  } as unknown as StoredRun;
  const embedded: string[] = [];
  const reads: string[] = [];
  const committed = {
    freelyProposed: (_, iteration) =>
      Promise.resolve(
        proposed[iteration]!.map((instruction, ordinal) => ({
          ...{ ordinal, instruction, novel: true, response: 'As asked.' },
        })),
      ),
    passedUpTo: (_, through, after = -1) => {
      reads.push(`${after + 1}-${through}`);
      return Promise.resolve(
        proposed.slice(after + 1, through + 1).flatMap((instructions, index) =>
          instructions.flatMap((instruction, ordinal) => {
            const pair = { iteration: after + 1 + index, ordinal, instruction, input: '' };
            const nobody = { strategy: 'selfInstruct' as const, family: null, identity: null };
            return ordinal % 10 === 9 ? [] : [{ ...pair, ...nobody }];
          }),
        ),
      );
    },
  } satisfies Partial<CommittedPairs>;
  const vectors = new Map<string, Float32Array>();
  const embed: RunModels['embed'] = async (texts) => {
    for (const text of texts) {
      if (vectors.has(text)) continue;
      embedded.push(text);
      vectors.set(text, (await trigramEmbed([text]))[0]!);
    }
    return texts.map((text) => vectors.get(text)!);
  };
  const dependencies = {
    committed,
    modelsOf: () => ({ embed }),
  } as unknown as ActivityDependencies;
  const neighbours: Neighbours = new Map();
  const measure = (iteration: number, known = neighbours) =>
    measureIteration(
      dependencies,
      run,
      { runKey: 'run@1', iteration, readThrough: iteration - 2, size, measures: 0, reviewed: 0 },
      [],
      known,
    );
  return { measure, embedded, reads };
}

const teacher = new CellTeacher({ seed: 1, zipf: 1, heedless: 0 });
const fresh = Array.from({ length: 6 }, (_, iteration) => teacher.write(undefined, size, `${iteration}/0`));
/** No two of them are near. */
const varied = fresh.map((instructions, iteration) =>
  instructions.map((_, ordinal) => writeInstruction(new Draws('varied', iteration, ordinal))),
);
/** From the fourth iteration on they say again what the run said before. */
const copies = fresh.map((instructions, iteration) =>
  iteration < 3 ? instructions : fresh[iteration - 3]!.map((instruction) => `Please: ${instruction}`),
);
/** Every neighbour is near: nothing is left to a first look. */
const anyIsNear = 0;

test('what is sampled of an iteration is sampled of its accepted pairs later, so that it is embedded once', async () => {
  const { measure, embedded } = measuring(fresh, anyIsNear);
  for (let iteration = 0; iteration < fresh.length; iteration++) await measure(iteration);
  // 64 of each but the first, which has no neighbours; and a tenth for those that were rejected after all.
  expect(embedded.length).toBeLessThan(6 * 64 * 1.2);
});

test('where a first look finds nothing near, no more is embedded', async () => {
  const { measure, embedded } = measuring(varied);
  for (let iteration = 0; iteration < varied.length; iteration++) await measure(iteration);
  expect(embedded.length).toBeLessThan(6 * 24 * 1.2);
});

test('where a first look finds near copies, they are measured by all that is sampled', async () => {
  const looking = measuring(copies);
  const all = measuring(copies, anyIsNear);
  for (let iteration = 3; iteration < copies.length; iteration++)
    expect(await looking.measure(iteration)).toEqual(await all.measure(iteration));
});

test('earlier iterations are read once, and a worker that knows none of them measures the same', async () => {
  const { measure, reads } = measuring(fresh);
  for (let iteration = 0; iteration < 5; iteration++) await measure(iteration);
  expect(reads).toEqual(Array.from({ length: 4 }, (_, iteration) => `${iteration}-${iteration}`));
  expect(await measure(5)).toEqual(await measure(5, new Map()));
});

test('a run of near copies is told from one that goes on bringing new tasks', async () => {
  const last = async (proposed: readonly (readonly string[])[]) =>
    (await measuring(proposed).measure(5))?.nearestSimilarity ?? 0;
  expect(await last(copies)).toBeGreaterThan((await last(fresh)) + 0.05);
});
