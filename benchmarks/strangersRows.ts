import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCode } from '../adapters/codeSandbox/runCode';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { detectionOf, type Share } from '../core/screening/calibration/detection';
import { examplesIn } from '../core/screening/code/examples';
import { codeJobOf, judgeCode } from '../core/screening/code/judgeCode';
import { checkSteps } from '../core/screening/steps/workedSteps';

interface Told {
  readonly set: string;
  readonly flagged: boolean;
  readonly bad: boolean;
}

/** A row of each filter and set: worked answers with a wrong step, and code that does not hold to its instruction's examples. */
export async function strangersRows(words: (share: Share | undefined) => string): Promise<string[][]> {
  const worked = linesOf<{ set: string; problem: string; solution: string; wrongStep: string | null }>(
    'workedOfAStranger.jsonl',
  ).map(({ set, problem, solution, wrongStep }): Told => ({
    set,
    flagged: checkSteps(problem, solution, 'point').wrong !== undefined,
    bad: Boolean(wrongStep),
  }));
  const code: Told[] = [];
  for (const { set, instruction, response, right } of linesOf<{
    set: string;
    instruction: string;
    response: string;
    right: boolean;
  }>('codeOfAStranger.jsonl')) {
    const examples = examplesIn(instruction);
    const job = codeJobOf(instruction, response, examples);
    const flagged = job !== undefined && !judgeCode(examples, job, await runCode(job)).passed;
    code.push({ set, flagged, bad: !right });
  }
  return [...rowsOf('workedSteps', worked, words), ...rowsOf('runsCode', code, words)];
}

function rowsOf(
  filter: string,
  all: readonly Told[],
  words: (share: Share | undefined) => string,
): string[][] {
  return [...new Set(all.map(({ set }) => set))].map((set) => {
    const told = all.filter((one) => one.set === set);
    const bad = told.filter((one) => one.bad).length;
    const { precision, recall, falseAlarms } = detectionOf(told);
    return [
      filter,
      set,
      String(told.length - bad),
      String(bad),
      ...[precision, recall, falseAlarms].map(words),
    ];
  });
}

function linesOf<Line>(name: string): readonly Line[] {
  return readFileSync(join(packageRoot(), 'benchmarks', 'data', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
