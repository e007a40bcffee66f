/**
 * How well the agreement of several samples tells right answers from wrong ones, which `filters.consistency` goes by: on a simulated answerer
 * whose errors are not only independent ones, and on a model that is asked questions of other people.
 *
 *     npm run bench:consistency [-- --count 2000 --seed 7 --most 5]
 *     npm run bench:consistency -- --squad xquad.en.json [--minutes 15]          # the embedded model, github.com/google-deepmind/xquad
 *     npm run bench:consistency -- --gsm8k test.jsonl --base URL --model NAME    # any endpoint, github.com/openai/grade-school-math
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStack } from '../adapters/stack';
import { sampleHeader } from '../adapters/languageModel/app';
import { seededRandom } from '../core/foundations/seededRandom';
import { rocArea } from '../core/foundations/statistics/rocArea';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import { consistencyOf, missingSamples } from '../core/screening/consistency/consistency';
import { recipeSchema } from '../core/run/recipeSchema';
import { consistency } from '../core/screening/filters/consistency';
import { errorKinds, sampledQuestions, type SampledQuestion } from './consistentAnswers';

interface Sampled extends Omit<SampledQuestion, 'errs'> {
  readonly errs?: SampledQuestion['errs'];
  readonly input?: string;
}

interface Measured {
  readonly errs: string;
  readonly asked: number;
  /** Of the first response: what one would have without others. */
  readonly first: { readonly isRight: boolean; readonly score: number | undefined };
  /** The one that agrees most. */
  readonly kept: { readonly isRight: boolean; readonly score: number | undefined };
}

const example = recipeSchema.parse({
  name: 'measured',
  seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
  filters: { consistency: {} },
});
const min = consistency.settingsIn(example).consistency!.min;
/** As the recipe does where it does not say. */
const least = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string' },
      seed: { type: 'string', default: '7' },
      most: { type: 'string', default: '5' },
      squad: { type: 'string' },
      gsm8k: { type: 'string' },
      base: { type: 'string' },
      model: { type: 'string', default: 'smollm2-135m-instruct' },
      minutes: { type: 'string', default: '60' },
      show: { type: 'string', default: '0' },
    },
  });
  const [seed, most] = [Number(values.seed), Number(values.most)];
  const file = values.squad ?? values.gsm8k;
  const questions: readonly Sampled[] =
    file === undefined
      ? sampledQuestions(Number(values.count ?? 2_000), seed, most)
      : await askModel(
          seededRandom(seed, 'questions').sample(
            values.squad === undefined ? gradeSchool(file) : squad(file),
            Number(values.count ?? 100),
          ),
          most,
          Date.now() + 60_000 * Number(values.minutes),
          values.base,
          values.model,
        );
  for (const { instruction, samples } of questions.slice(0, Number(values.show)))
    console.log(`${instruction}\n${samples.map(({ text, isRight }) => `  ${isRight ? '+' : '-'} ${text.replace(/\s+/g, ' ')}`).join('\n')}\n`); // prettier-ignore
  for (const [title, isAdaptive] of [
    ['as many as doubt asks for', true],
    ['all', false],
  ] as const) {
    const measured = questions.map((question) => measure(question, isAdaptive ? least : most, most));
    print(`samples: ${title}, ${most} at most`, measured);
  }
}

function measure({ errs = 'scattered', instruction, input = '', samples }: Sampled, from: number, most: number): Measured {
  const about = { instruction, input };
  let asked = Math.min(from, samples.length);
  while (asked < most) {
    const missing = missingSamples(about, samples.slice(0, asked).map(({ text }) => text)); // prettier-ignore
    if (missing === 0) break;
    asked = Math.min(most, asked + missing);
  }
  const used = samples.slice(0, asked);
  const scored = used.map(({ text, isRight }, index) => {
    const others = used.filter((_, other) => other !== index).map((other) => other.text);
    return { isRight, score: consistencyOf(about, text, others)?.score };
  });
  const kept = scored.reduce((best, one) => ((one.score ?? 0) > (best.score ?? 0) ? one : best));
  return { errs, asked, first: scored[0]!, kept };
} // prettier-ignore

function print(title: string, measured: readonly Measured[]): void {
  const percent = (count: number, of: number): string => {
    if (of === 0) return '-';
    const [low, high] = wilsonInterval(count, of);
    return `${((100 * count) / of).toFixed(0)} % (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)})`;
  };
  console.log(`\n${title}; threshold ${min}\n`);
  console.log(
    '| questions | | samples | AUC, right from wrong | wrong among the rejected | of the wrong rejected | right: first response | right: kept ones | kept |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  const rows = new Set(measured.map(({ errs }) => errs));
  for (const row of ['all', ...(rows.size > 1 ? errorKinds : [])]) {
    const own = measured.filter(({ errs }) => row === 'all' || errs === row);
    const told = own.filter(({ first }) => first.score !== undefined);
    const area = rocArea(told.map(({ first }) => ({ score: first.score!, positive: first.isRight })));
    const rejected = told.filter(({ first }) => first.score! < min);
    const wrong = told.filter(({ first }) => !first.isRight);
    const kept = own.filter(({ kept: { score } }) => score === undefined || score >= min);
    const auc = area
      ? `${area.area.toFixed(3)} (${area.interval.map((end) => end.toFixed(3)).join(' to ')})`
      : '-';
    const samples = own.reduce((sum, { asked }) => sum + asked, 0) / own.length;
    console.log(
      `| ${row} | ${own.length} | ${samples.toFixed(2)} | ${auc} | ${percent(rejected.filter(({ first }) => !first.isRight).length, rejected.length)} | ${percent(
        wrong.filter(({ first }) => first.score! < min).length,
        wrong.length,
      )} | ${percent(own.filter(({ first }) => first.isRight).length, own.length)} | ${percent(kept.filter((one) => one.kept.isRight).length, kept.length)} | ${kept.length} |`,
    );
  }
}

interface Known {
  readonly instruction: string;
  readonly input: string;
  readonly prompt: string;
  readonly isRight: (response: string) => boolean;
}

/** Questions on short paragraphs, answered by some words of them. */
function squad(path: string): Known[] {
  const { data } = JSON.parse(readFileSync(path, 'utf8')) as {
    data: { paragraphs: { context: string; qas: { question: string; answers: { text: string }[] }[] }[] }[];
  };
  return data
    .flatMap(({ paragraphs }) => paragraphs)
    .filter(({ context }) => context.length < 700)
    .flatMap(({ context, qas }) =>
      qas.map(({ question, answers }) => ({
        instruction: question,
        input: context,
        prompt: `${context}\n\nAnswer in a few words from the text: ${question}`,
        isRight: (response: string) =>
          answers.some(({ text }) => ` ${plain(response)} `.includes(` ${plain(text)} `)),
      })),
    );
}

/** As SQuAD's own evaluation compares: without case, articles and marks. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function gradeSchool(path: string): Known[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { question, answer } = JSON.parse(line) as { question: string; answer: string };
      const right = /#### (.+)$/.exec(answer)![1]!.replace(/,/g, '');
      return {
        instruction: question,
        input: '',
        prompt: `${question}\n\nThink step by step, and end with "The answer is" and a number.`,
        // As its authors and others do: the last number.
        isRight: (response: string) =>
          Number((response.match(/-?\d[\d,]*(?:\.\d+)?/g) ?? []).at(-1)?.replace(/,/g, '')) === Number(right),
      };
    });
}

async function askModel(
  questions: readonly Known[],
  most: number,
  until: number,
  base: string | undefined,
  model: string,
): Promise<Sampled[]> {
  if (base !== undefined) return askAll(questions, most, until, base, model);
  const workspace = await mkdtemp(join(tmpdir(), 'seedbed-consistency-'));
  const stack = await openStack({ workspace, worker: false, teacher: true, command: 'bench', onEvent: () => undefined }); // prettier-ignore
  try {
    return await askAll(questions, most, until, stack.addresses.teacherUrl!, undefined);
  } finally {
    await stack.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function askAll(
  questions: readonly Known[],
  most: number,
  until: number,
  base: string,
  named: string | undefined,
): Promise<Sampled[]> {
  const key = process.env['OPENAI_API_KEY'];
  const headers = { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) }; // prettier-ignore
  const listed = (await (await fetch(`${base}/models`, { headers })).json()) as { data: { id: string }[] };
  const model = named ?? listed.data[0]!.id;
  const asked: Sampled[] = [];
  for (const { instruction, input, prompt, isRight } of questions) {
    if (Date.now() > until) break;
    const samples: { text: string; isRight: boolean }[] = [];
    for (let sample = 0; sample < most; sample++) {
      const response = await fetch(`${base}/chat/completions`, {
        method: 'POST',
        headers: { ...headers, [sampleHeader]: String(sample) },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: prompt }], temperature: 0.7, max_tokens: input === '' ? 256 : 48 }), // prettier-ignore
      });
      if (!response.ok) throw new Error(`${base} answered ${response.status}: ${await response.text()}`);
      const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
      const text = choices[0]!.message.content.trim();
      samples.push({ text, isRight: isRight(text) });
    }
    asked.push({ instruction, input, samples });
    if (asked.length % 10 === 0) process.stderr.write(`${asked.length} of ${questions.length} asked\n`);
  }
  return asked;
}

void main();
