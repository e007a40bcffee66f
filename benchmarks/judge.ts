/**
 * What a judge is worth, and how many pairs it judges in one call as well as one by one: pairs of our own that are good, or have a known
 * defect (benchmarks/qualityData.ts), each judged alone and with 1, 3 and 7 others, in one order and in both.
 *
 *     npm run bench:judge -- --endpoint openai --model gpt-4o-mini                # an endpoint of the worker's configuration
 *     npm run bench:judge -- --base-url http://127.0.0.1:8080/v1 --model NAME     # any OpenAI-compatible server
 *       [--pairs 200] [--together 1,2,4,8] [--max-tokens 1024] [--api-key-env VARIABLE] [--structured] [--random 42]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { inquire } from '../activities/inquiring';
import { createTeacher, TeacherError, type Teacher } from '../adapters/teacher';
import { readConfiguration } from '../adapters/workspace/configuration';
import { loadPromptSet } from '../adapters/workspace/loadPrompts';
import { rocArea } from '../core/foundations/statistics/rocArea';
import { weightedKappa } from '../core/screening/judging/agreement';
import { judgeInquiry } from '../core/screening/judging/judgeInquiry';
import type { Judgement } from '../core/screening/judging/judgement';
import { judgingGroups } from '../core/screening/judging/judgingGroups';
import { lengthBias } from '../core/screening/judging/lengthBias';
import type { PromptSet } from '../core/recipe/prompts/promptSet';
import { seededRandom } from '../core/foundations/seededRandom';
import { recipeSchema, type RecipeInput } from '../core/run/recipeSchema';
import { setUpRun } from '../core/recipe/setUpRun';
import { callKey } from '../core/teacher/callKey';
import { endpointSchema, type Endpoint } from '../core/teacher/endpoint';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import { qualityPairs, type QualityPair } from './qualityData';

/** How pairs are asked about. */
interface Way {
  readonly pairsPerCall: number;
  readonly orders: 1 | 2;
}

interface Measured extends Way {
  /** In the pairs' order. */
  readonly judgements: readonly Judgement[];
  /** Tokens of all its calls, prompts and answers. */
  readonly tokens: number;
}

export interface JudgeOptions {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly prompts: PromptSet;
  readonly together: readonly number[];
  readonly maxTokens: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const endpointName = 'judge';
/** Attempts at one request. What fails as often counts as an answer that could not be used. */
const maxAttempts = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: 'string' },
      'base-url': { type: 'string' },
      'api-key-env': { type: 'string' },
      model: { type: 'string' },
      structured: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '200' },
      together: { type: 'string', default: '1,2,4,8' },
      'max-tokens': { type: 'string', default: '1024' },
      random: { type: 'string', default: '42' },
    },
  });
  const { endpoints, defaultEndpoint = '' } = await readConfiguration(process.cwd(), process.env);
  const name = values.endpoint ?? defaultEndpoint;
  const endpoint =
    values['base-url'] === undefined
      ? endpoints[name]
      : endpointSchema.parse({
          baseUrl: values['base-url'],
          apiKeyEnv: values['api-key-env'],
          structuredOutput: values.structured,
          timeoutSeconds: 300,
        });
  const model = values.model ?? endpoint?.model;
  if (!endpoint || model === undefined)
    throw new Error(
      'Say who judges: --endpoint NAME of the configuration, or --base-url URL, and --model NAME.',
    );
  const pairs = labelledPairs(Number(values.pairs), Number(values.random));
  const lines = await measureJudge(pairs, {
    endpoint,
    model,
    prompts: await loadPromptSet({}, process.cwd()),
    together: values.together.split(',').map(Number),
    maxTokens: Number(values['max-tokens']),
    environment: process.env,
  });
  console.log(lines.join('\n'));
}

/** Good and bad ones, half of each as far as there are, in an order that says nothing. */
export function labelledPairs(count: number, seed: number): readonly QualityPair[] {
  const random = seededRandom(seed, 'judged pairs');
  const all = random.shuffle(qualityPairs(seed));
  const half = Math.ceil(count / 2);
  const good = all.filter(({ defect }) => defect === undefined).slice(0, half);
  const bad = all.filter(({ defect }) => defect !== undefined).slice(0, count - good.length);
  return random.shuffle([...good, ...bad]);
}

/** Judges the pairs in every way, and tells what came of it as a Markdown table. */
export async function measureJudge(
  pairs: readonly QualityPair[],
  options: JudgeOptions,
): Promise<readonly string[]> {
  const ask = asking(createTeacher(endpointName, options.endpoint, options.environment), options.endpoint);
  const ways = options.together.flatMap((pairsPerCall): Way[] =>
    pairsPerCall === 1
      ? [{ pairsPerCall, orders: 1 }]
      : [
          { pairsPerCall, orders: 1 },
          { pairsPerCall, orders: 2 },
        ],
  );
  const measured: Measured[] = [];
  for (const way of ways) measured.push(await judgeAll(pairs, way, options, ask));
  const alone = measured.find(({ pairsPerCall }) => pairsPerCall === 1);
  const good = pairs.filter(({ defect }) => defect === undefined).length;
  return [
    `${good} good pairs and ${pairs.length - good} with a known defect, judged by ${options.model}.`,
    '',
    '| pairs a call | orders | usable | AUC | agreement with single calls | earlier in the call | twice the length | tokens a pair |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...measured.map((one) => `| ${rowOf(one, pairs, alone).join(' | ')} |`),
    '',
    'AUC: how often a good pair scores above a bad one, of those with a usable answer. Agreement: weighted kappa. Earlier in the call: mean',
    'score there less the one nearer to the end, of both orders. Twice the length: what it scores more, and the correlation, among good pairs.',
  ];
}

async function judgeAll(
  pairs: readonly QualityPair[],
  way: Way,
  { endpoint, model, prompts, maxTokens }: JudgeOptions,
  ask: (request: TeacherRequest) => Promise<TeacherAnswer>,
): Promise<Measured> {
  const written: RecipeInput = {
    name: 'judge',
    seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] },
    teacher: { endpoint: endpointName, model },
    judge: { ...way, sampling: { maxTokens } },
  };
  const { structuredOutput, completions, small } = endpoint;
  const followsSchema = structuredOutput !== 'none';
  const traits = [
    { endpoint: endpointName, defaultModel: model, structuredOutput: followsSchema, completions, small },
  ];
  const setUp = setUpRun(recipeSchema.parse(written), prompts, traits, endpointName);
  if (!setUp.ok) throw new Error(setUp.problem);
  const groups = judgingGroups(
    setUp.setup.recipe,
    pairs.map(({ task: { instruction, input, response } }) => ({
      instruction,
      responses: [{ input, text: response }],
    })),
  );
  let tokens = 0;
  const judgements = await Promise.all(
    groups.map((group) =>
      inquire(judgeInquiry(setUp.setup, group.pairs), async (request) => {
        const answer = await ask(request);
        tokens += answer.promptTokens + answer.completionTokens;
        return answer;
      }),
    ),
  );
  return { ...way, judgements: judgements.flat(), tokens };
}

function rowOf(
  { pairsPerCall, orders, judgements, tokens }: Measured,
  pairs: readonly QualityPair[],
  alone: Measured | undefined,
): string[] {
  const read = judgements.flatMap((judgement, index) => {
    const { task, defect } = pairs[index]!;
    return 'score' in judgement ? [{ judgement, index, task, good: defect === undefined }] : [];
  });
  const area = rocArea(read.map(({ judgement, good }) => ({ score: judgement.score, positive: good })));
  const both = read.flatMap(({ judgement, index }): [number, number][] => {
    const single = alone?.judgements[index];
    return single && 'score' in single ? [[single.score, judgement.score]] : [];
  });
  const kappa = pairsPerCall === 1 ? null : weightedKappa(both);
  const effects = read.flatMap(({ judgement }) => judgement.positionEffect ?? []);
  const length = lengthBias(
    read.flatMap(({ judgement, good }) =>
      good ? [{ score: judgement.score, length: judgement.length }] : [],
    ),
  );
  return [
    String(pairsPerCall),
    String(orders),
    `${read.length} of ${judgements.length}`,
    area ? `${area.area.toFixed(3)} (${area.interval.map((bound) => bound.toFixed(3)).join(' to ')})` : '–',
    kappa === null ? '–' : kappa.toFixed(2),
    effects.length === 0 ? '–' : signed(effects.reduce((sum, effect) => sum + effect, 0) / effects.length),
    length ? `${signed(length.perDoubling)} (${length.correlation.toFixed(2)})` : '–',
    String(Math.round(tokens / Math.max(1, judgements.length))),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** Asks each question once, so many at a time as the endpoint takes. What it never answers comes as a refusal, as in a run. */
function asking(
  teacher: Teacher,
  { concurrency, timeoutSeconds }: Endpoint,
): (request: TeacherRequest) => Promise<TeacherAnswer> {
  const answers = new Map<string, Promise<TeacherAnswer>>();
  const waiting: (() => void)[] = [];
  let free = concurrency;
  const send = async (request: TeacherRequest, key: string): Promise<TeacherAnswer> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await teacher.send(request, {
            callKey: key,
            signal: AbortSignal.timeout(1_000 * timeoutSeconds + 5_000),
          });
        } catch (error) {
          if (!(error instanceof TeacherError)) throw error;
          const { kind, retryAfterMs = 500 * 2 ** attempt, message } = error.failure;
          if (kind === 'closed' || kind === 'quotaExhausted') throw error;
          if (kind === 'unanswerable' || attempt === maxAttempts) return refused(message);
          await delay(retryAfterMs);
        }
      }
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  return (request) => {
    const key = callKey(request);
    const known = answers.get(key) ?? send(request, key);
    answers.set(key, known);
    return known;
  };
}

function refused(refusal: string): TeacherAnswer {
  return { text: '', finishReason: 'unknown', promptTokens: 0, completionTokens: 0, requestId: '', refusal };
}

if (require.main === module) void main();
