import { z } from 'zod';
import { codeJobOf, judgeCode } from '../code/judgeCode';
import { examplesIn } from '../code/examples';
import { filterOf, passed } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

const fields = {
  runCode: z
    .boolean()
    .default(false)
    .describe(
      'Run the Python or JavaScript of a response on the examples that its instruction gives, and reject it where one gives something else: the first such example is named. In a sandbox of WebAssembly, without files, network or processes, within bounds of time and memory. Only by workers started with --allow-code. Where an instruction has no examples, nothing is said.',
    ),
};

/** Code that does not do what its instruction's own examples say. */
export const runsCode = filterOf({
  name: 'runsCode',
  version: 1,
  stage: 'pair',
  needs: 'languageModel', // as dear as one: seconds of a process's time
  fields,
  isOn: ({ runCode }) => runCode,
  async evaluate(subjects, { runCode, signal }) {
    if (!runCode) throw new Error('there is nothing here that may run code');
    const results: FilterResult[] = [];
    for (const { instruction, input, response } of subjects) {
      const examples = examplesIn(`${instruction}\n${input}`);
      const job = codeJobOf(instruction, response, examples);
      results.push(job ? judgeCode(examples, job, await runCode(job, signal)) : passed);
    }
    return results;
  },
});
