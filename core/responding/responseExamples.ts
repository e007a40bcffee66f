import { seededRandom } from '../foundations/seededRandom';
import { countWords } from '../foundations/text/words';
import { makesInput } from '../recipe/prompts/together';
import type { SeedTask } from '../vocabulary/seedTask';

/** A seed as the prompts of the steps show it: the answer is written as the teacher is to write it. */
export interface SolvedStep {
  readonly instruction: string;
  readonly answer: string;
}

/** A response, by what decides which examples its prompts showed. */
interface ShownIn {
  /** Prompts and versions that it was written with; nothing where nobody knows. */
  readonly prompts?: readonly string[];
  readonly instruction: string;
  readonly input: string;
}

/**
 * Four seeds without input and four with, the same for the whole run, so that a server that keeps evaluated prefixes reads them
 * once. Short ones, and no one-word answers where there is no input: a small model imitates length (docs/local-model.md). Before others
 * those without line breaks, and without names that their instruction does not hold: it imitates the one haiku, and signs whatever it writes with
 * the name that it was shown. Nor do they quote what their instruction does not: after one phrase of Spanish it goes on in Spanish.
 */
export function togetherExamples(runSeed: number, seeds: readonly SeedTask[]): readonly SeedTask[] {
  return drawnOnce(runSeed, seeds, 'together', () => drawTogether(runSeed, seeds));
}

/** Those of them that work on an input, or those that don't. */
export function examplesLike(
  runSeed: number,
  seeds: readonly SeedTask[],
  worksOnInput: boolean,
): readonly SeedTask[] {
  return drawnOnce(runSeed, seeds, worksOnInput ? 'together, with input' : 'together, without', () =>
    togetherExamples(runSeed, seeds).filter(({ input }) => (input !== '') === worksOnInput),
  );
}

/** Those of them that the prompts of a response showed: most prompts show none. */
export function examplesShown(
  runSeed: number,
  seeds: readonly SeedTask[],
  { prompts = [], instruction, input }: ShownIn,
): readonly SeedTask[] {
  const like = (worksOnInput: boolean) => examplesLike(runSeed, seeds, worksOnInput);
  const names = new Set(prompts.map((prompt) => prompt.split('@', 1)[0]));
  if (names.has('together'))
    return like(makesInput({ examples: togetherExamples(runSeed, seeds), instruction }));
  if (names.has('respondByExample')) return like(input !== '');
  return names.has('respondOnByExample') ? like(false) : [];
}

function drawTogether(runSeed: number, seeds: readonly SeedTask[]): readonly SeedTask[] {
  const random = seededRandom(runSeed, 'examples of responses');
  const draw = (candidates: readonly SeedTask[], isGood: (seed: SeedTask) => boolean): SeedTask[] => {
    const good = candidates.filter(isGood);
    const plain = good.filter(
      (seed) => !seed.response.includes('\n') && !bringsNames(seed) && !bringsQuotes(seed),
    );
    return random.sample(plain.length >= 4 ? plain : good.length > 0 ? good : candidates, 4);
  };
  const isShort = ({ input, response }: SeedTask): boolean => countWords(`${input} ${response}`) <= 60;
  return [
    ...draw(
      seeds.filter(({ input }) => input === ''),
      (seed) => isShort(seed) && seed.response.length >= 60,
    ),
    ...draw(
      seeds.filter(({ input }) => input !== ''),
      isShort,
    ),
  ];
}

/** Whether input or response have a capital within a sentence that the instruction has not. */
function bringsNames({ instruction, input, response }: SeedTask): boolean {
  const capitals = `${input}\n${response}`.matchAll(/(?<=[\p{Ll}\p{N},;] )\p{Lu}\p{L}+/gu);
  return [...capitals].some(([word]) => !instruction.includes(word));
}

function bringsQuotes({ instruction, response }: SeedTask): boolean {
  return [...response.matchAll(/["“„«]([^"“”„«»]+)["”“»]/gu)].some(
    ([, quoted = '']) => !instruction.includes(quoted),
  );
}

/** Up to four seeds of either kind, the same for the whole run. */
export function classificationExamples(runSeed: number, seeds: readonly SeedTask[]): readonly SolvedStep[] {
  return drawnOnce(runSeed, seeds, 'classification', () => drawClassifications(runSeed, seeds));
}

function drawClassifications(runSeed: number, seeds: readonly SeedTask[]): readonly SolvedStep[] {
  const random = seededRandom(runSeed, 'examples of classification');
  const yes = random.sample(
    seeds.filter(({ classification }) => classification),
    4,
  );
  const no = random.sample(
    seeds.filter(({ classification }) => !classification),
    4,
  );
  return random.shuffle([...yes, ...no]).map(({ instruction, classification: answer }) => ({
    instruction,
    answer: JSON.stringify({ classification: answer }),
  }));
}

/** Up to three seeds of the kind that is asked for, the same for the whole run. */
export function instanceExamples(
  runSeed: number,
  seeds: readonly SeedTask[],
  labelled: boolean,
): readonly SolvedStep[] {
  return drawnOnce(runSeed, seeds, labelled ? 'labelled' : 'instances', () =>
    drawInstances(runSeed, seeds, labelled),
  );
}

function drawInstances(
  runSeed: number,
  seeds: readonly SeedTask[],
  labelled: boolean,
): readonly SolvedStep[] {
  const random = seededRandom(runSeed, labelled ? 'examples of labelled instances' : 'examples of instances');
  return random
    .sample(
      seeds.filter(({ classification }) => classification === labelled),
      3,
    )
    .map(({ instruction, input, response }) => {
      const instance = labelled ? { label: response, input } : { input };
      return { instruction, answer: JSON.stringify({ instances: [instance] }) };
    });
}

/** By the seeds of a run, which never change, and what is drawn of them. */
const drawn = new WeakMap<readonly SeedTask[], Map<string, unknown>>();

/** They are the same for the whole run, and asked for with every candidate. */
function drawnOnce<Examples>(
  runSeed: number,
  seeds: readonly SeedTask[],
  kind: string,
  draw: () => Examples,
): Examples {
  const known = drawn.get(seeds) ?? new Map<string, unknown>();
  drawn.set(seeds, known);
  const key = `${runSeed} ${kind}`;
  if (!known.has(key)) known.set(key, draw());
  return known.get(key) as Examples;
}
