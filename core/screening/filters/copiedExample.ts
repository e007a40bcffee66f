import { z } from 'zod';
import { wordPartsOf } from '../../foundations/text/words';
import type { FilterResult } from '../../vocabulary/filterResult';
import type { SeedTask } from '../../vocabulary/seedTask';
import { filterOf, passed, rejected, type FilterMaterials, type Subject } from './filter';

const fields = {
  copiedExample: z
    .boolean()
    .default(true)
    .describe(
      'Reject pairs of selfInstruct that say what a solved task says which the prompt for their response showed.',
    ),
};

/** Words in a row that two answers have in common by chance nowhere among 269 of our own and of Self-Instruct; five have some. */
const minWords = 7;

/** The examples of a run stay the same, and so do the runs of words that one of them has alone: what several share is how such answers go. */
const known = new WeakMap<readonly SeedTask[], ReadonlySet<string>>();

function runsOf(text: string): string[] {
  const words = wordPartsOf(text);
  return words.slice(minWords - 1).map((_, end) => words.slice(end, end + minWords).join(' '));
}

function ownRuns(examples: readonly SeedTask[]): ReadonlySet<string> {
  const found = known.get(examples);
  if (found) return found;
  const times = new Map<string, number>();
  for (const { input, response } of examples)
    for (const run of new Set([...runsOf(input), ...runsOf(response)]))
      times.set(run, (times.get(run) ?? 0) + 1);
  const own = new Set([...times].flatMap(([run, count]) => (count === 1 ? [run] : [])));
  known.set(examples, own);
  return own;
}

function resultOn(subject: Subject, { examplesShown }: FilterMaterials): FilterResult {
  const { instruction, input, response, strategy } = subject;
  const shown = strategy === 'selfInstruct' ? examplesShown(subject) : [];
  if (shown.length === 0) return passed;
  const own = ownRuns(shown);
  const task = wordPartsOf(`${instruction} ${input}`).join(' ');
  const copied = (text: string, given: string): string | undefined =>
    runsOf(text).find((run) => own.has(run) && !given.includes(run));
  const ofInput = copied(input, wordPartsOf(instruction).join(' '));
  if (ofInput !== undefined) return rejected(`the input is taken from an example: "${ofInput}"`);
  const ofResponse = copied(response, task);
  return ofResponse === undefined
    ? passed
    : rejected(`the response is taken from an example: "${ofResponse}"`);
}

/** What a small model writes where it goes on with the examples in place of the task. Where its prompts showed none it has no say. */
export const copiedExample = filterOf({
  name: 'copiedExample',
  version: 2,
  stage: 'pair',
  needs: 'text',
  fields,
  isOn: (settings) => settings.copiedExample,
  evaluate: (subjects, { materials }) =>
    Promise.resolve(subjects.map((subject) => resultOn(subject, materials))),
});
