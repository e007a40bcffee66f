/**
 * What the filter `workedSteps` finds of wrong steps, and whether it names the right one, on worked answers of our own in many forms; and on
 * a file of GSM8K, whose results stand between marks, with one of them changed.
 *
 *     npm run bench:steps
 *     npm run bench:steps -- --count 1000 --seed 42 --show 5
 *     npm run bench:steps -- --gsm8k test.jsonl      # of github.com/openai/grade-school-math
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../core/foundations/seededRandom';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import { checkSteps, type WrongStep } from '../core/screening/steps/workedSteps';
import { workedAnswers, type WorkedAnswer } from './workedAnswers';

interface Judged {
  readonly answer: WorkedAnswer;
  readonly found: WrongStep | undefined;
  readonly isNamed: boolean;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '42' },
      show: { type: 'string', default: '0' },
      gsm8k: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  const answers =
    values.gsm8k === undefined ? workedAnswers(Number(values.count), seed) : gradeSchool(values.gsm8k, seed);
  const judged = answers.map(judge);
  print(judged);
  for (const { answer, found, isNamed } of judged.filter(isMistaken).slice(0, Number(values.show)))
    console.log(
      `\n${answer.form}: ${answer.wrong === undefined ? 'right' : `wrong in "${answer.steps[answer.wrong]}"`}; ${
        found ? `${isNamed ? '' : 'named: '}"${found.relation}": ${found.instead}` : 'nothing found'
      }\n${answer.response}`,
    );
}

function judge(answer: WorkedAnswer): Judged {
  const found = checkSteps(answer.instruction, answer.response).wrong;
  const step = answer.wrong === undefined ? undefined : answer.steps[answer.wrong]?.trim();
  const isNamed =
    found !== undefined && step !== undefined && (step.includes(found.text) || found.text.includes(step));
  return { answer, found, isNamed };
}

function isMistaken({ answer, found, isNamed }: Judged): boolean {
  return answer.wrong === undefined ? found !== undefined : !isNamed;
}

function print(judged: readonly Judged[]): void {
  const wrong = judged.filter(({ answer }) => answer.wrong !== undefined);
  const right = judged.filter(({ answer }) => answer.wrong === undefined);
  const line = (what: string, of: readonly Judged[], is: (one: Judged) => boolean): void => {
    const count = of.filter(is).length;
    const [low, high] = wilsonInterval(count, of.length);
    const percent = (share: number): string => (share * 100).toFixed(1);
    console.log(
      `| ${what} | ${of.length} | ${count} | ${percent(count / of.length)} % (${percent(low)} to ${percent(high)}) |`,
    );
  };
  console.log('| worked answers | of | are | share, 95 % interval |\n| --- | --- | --- | --- |');
  line('wrong ones found', wrong, ({ found }) => found !== undefined);
  line('wrong ones with the right step named', wrong, ({ isNamed }) => isNamed);
  line('right ones flagged', right, ({ found }) => found !== undefined);
  const forms = new Set(judged.filter(isMistaken).map(({ answer }) => answer.form));
  if (forms.size > 0 && forms.size < judged.length)
    console.log(`\nForms with mistakes: ${[...forms].join(', ')}`);
}

/** Each solution as it is, and with one result changed, in the text and without the marks that would tell it. */
function gradeSchool(path: string, seed: number): WorkedAnswer[] {
  const rows = readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { question: string; answer: string }); // prettier-ignore
  return rows.flatMap(({ question, answer }, index): WorkedAnswer[] => {
    const plain = (text: string): string => text.replace(/<<[^<>]*>>/g, '');
    const steps = answer.split('\n').map(plain);
    const one = { form: 'GSM8K', instruction: question };
    const right = { ...one, steps, response: steps.join('\n'), wrong: undefined };
    const marks = [...answer.matchAll(/<<[^<>]*=([\d.]+)>>[\d.,]*\d/g)].filter(
      ([, result]) => Number(result) !== 0,
    );
    const random = seededRandom(seed, 'GSM8K', index);
    const [mark] = random.sample(marks, 1);
    if (!mark) return [right];
    const value = Number(mark[1]);
    const slips = [value + 1, value + 10, value * 10, Number((value * 1.2).toFixed(2)), value - 1, value + 2];
    const [slip] = random.sample(slips.filter((other) => other > 0), 1); // prettier-ignore
    const spoilt = `${answer.slice(0, mark.index)}${Number(slip!.toFixed(4))}${answer.slice(mark.index + mark[0].length)}`;
    const wrongSteps = spoilt.split('\n').map(plain);
    const wrong = wrongSteps.findIndex((step, position) => step !== steps[position]);
    return wrong < 0
      ? [right]
      : [right, { ...one, steps: wrongSteps, response: wrongSteps.join('\n'), wrong }];
  });
}

main();
