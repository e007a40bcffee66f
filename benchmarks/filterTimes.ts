/**
 * Microseconds that each filter of texts takes for a subject, over the texts that we have (the pairs of `bench:filters`, judged and unsafe instructions, worked
 * answers, code, what exchanges groups), and a digest of all that the filters said: equal digests, equal results, reasons and evidence included.
 *
 *     npm run bench:filterTimes
 *     npm run bench:filterTimes -- --data FILE      # pairs of yours instead, in any format the reader knows
 *     npm run bench:filterTimes -- --results FILE   # what was said of each subject, a line each, to be compared
 */
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataset } from '../adapters/datasets/readDataset';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { parseRecipe } from '../core/run/parseRecipe';
import { nothingPrepared, type FilterContext, type Subject } from '../core/screening/filters/filter';
import { filters } from '../core/screening/filters/registry';
import type { FilterResult } from '../core/vocabulary/filterResult';
import { heldOutPairs, judgedInstructions, qualityPairs } from './qualityData';

type Texts = Partial<Pick<Subject, 'instruction' | 'input' | 'response'>>;

/** Times that all subjects are shown; the quickest of a filter counts, since the first compile it. */
const rounds = 4;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, results: { type: 'string' } } });
  const subjects = (values.data === undefined ? ours() : await theirs(values.data)).map(subjectOf);
  const parsed = parseRecipe({
    name: 'filterTimes',
    target: 1,
    seeds: { tasks: [{ instruction: 'Name a tree.', response: 'An oak.', classification: false }] },
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  const recipe = parsed.recipe;
  const isAbsent = () => Promise.reject(new Error('there are no models here'));
  const context: FilterContext = {
    recipe,
    embed: isAbsent,
    languageModel: { logProbabilities: isAbsent },
    materials: nothingPrepared,
  };
  const out = values.results === undefined ? undefined : createWriteStream(values.results);
  const hash = createHash('sha256');
  const rows: { readonly name: string; readonly micros: number; readonly rejected: number }[] = [];
  for (const filter of filters.filter((each) => each.needs === 'text' && each.isOn(recipe))) {
    const shown = subjects.map((subject) =>
      filter.stage === 'pair' ? subject : { ...subject, input: '', response: '' },
    );
    let quickest = Infinity;
    let said: readonly FilterResult[] = [];
    for (let round = 0; round < rounds; round++) {
      const { user } = process.cpuUsage();
      said = await filter.evaluate(shown, context);
      quickest = Math.min(quickest, process.cpuUsage().user - user);
    }
    said.forEach((result, index) => {
      const line = `${filter.name} ${index} ${JSON.stringify(result)}\n`;
      hash.update(line);
      out?.write(line);
    });
    rows.push({
      name: filter.name,
      micros: quickest / subjects.length,
      rejected: said.filter(({ passed }) => !passed).length,
    });
  }
  rows.sort((one, other) => other.micros - one.micros);
  const lines = rows.map(
    ({ name, micros, rejected }) =>
      `${name.padEnd(28)} ${micros.toFixed(1).padStart(7)} µs  ${rejected} rejected`,
  );
  const sum = rows.reduce((micros, row) => micros + row.micros, 0);
  process.stdout.write(
    `${lines.join('\n')}\n${'together'.padEnd(28)} ${sum.toFixed(1).padStart(7)} µs, of ${subjects.length} subjects; results ${hash.digest('hex').slice(0, 16)}\n`,
  );
  out?.end();
}

function ours(): readonly Texts[] {
  const pairs = [...qualityPairs(1), ...heldOutPairs()].map(({ task }) => task);
  const lines = ['safetyCases', 'workedOfAStranger', 'codeOfAStranger', 'groupSwaps', 'fluentTexts'].flatMap(
    (name) => linesOf(`${name}.jsonl`),
  );
  return [
    ...pairs,
    ...judgedInstructions(),
    ...lines.map(({ instruction, text, problem, input, response, swapped, solution }) => ({
      instruction: instruction ?? text ?? problem ?? '',
      input: input ?? '',
      response: response ?? swapped ?? solution ?? '',
    })),
  ];
}

function linesOf(name: string): readonly Partial<Record<string, string>>[] {
  return readFileSync(join(packageRoot(), 'benchmarks', 'data', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Partial<Record<string, string>>);
}

async function theirs(file: string): Promise<readonly Texts[]> {
  const pairs: Texts[] = [];
  for await (const row of readDataset({ path: file, label: `Data ${file}` }))
    if ('task' in row) pairs.push(row.task);
  return pairs;
}

function subjectOf({ instruction = '', input = '', response = '' }: Texts): Subject {
  return {
    ...{ instruction, input, response, classification: false },
    ...{ finishReason: 'stop', language: 'en', strategy: null },
  };
}

void main();
