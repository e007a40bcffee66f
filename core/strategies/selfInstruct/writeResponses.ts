import {
  classificationAnswer,
  fillPrompt,
  instancesAnswer,
  labelledInstancesAnswer,
  type StructuredAnswer,
} from '../../prompts/paper';
import { parseTogether, smallResponseSampling, togetherPrompt } from '../../prompts/together';
import { seededRandom } from '../../random/seededRandom';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { RoleSetup, RunSetup } from '../../run/setup';
import type { SeedTask } from '../../seeds/seedTask';
import type {
  FinishReason,
  SamplingParameters,
  TeacherAnswer,
  TeacherRequest,
  TeacherRole,
} from '../../teacher/request';

/** Greedy, as the released code asks for instances. */
const responseSampling: SamplingParameters = { temperature: 0, max_tokens: 1024 };

/** A response as it came, before any filter looked at it. `request` is what bought it. */
export interface WrittenResponse {
  readonly input: string;
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly request: TeacherRequest;
}

export type WritingOutcome =
  | {
      readonly kind: 'written';
      readonly classification: boolean;
      readonly responses: readonly WrittenResponse[];
    }
  /** The answer could not be used; `raw` is what came. */
  | { readonly kind: 'unusable'; readonly reason: string; readonly raw: string };

/** A conversation with the teacher: yields requests that may be sent at once, is handed their answers in order. */
export type Writing = Generator<readonly TeacherRequest[], WritingOutcome, readonly TeacherAnswer[]>;

/** Writes the responses to one instruction, in the form that the run was set up with. Pure: the same answers, the same outcome. */
export function writeResponses(setup: RunSetup, seeds: readonly SeedTask[], instruction: string): Writing {
  return setup.form === 'together'
    ? writeTogether(setup, seeds, instruction)
    : writeInSteps(setup, seeds, instruction);
}

/** One completion that writes input and response: for models too small to tell a classification task. */
function* writeTogether(setup: RunSetup, seeds: readonly SeedTask[], instruction: string): Writing {
  const task = { examples: togetherExamples(setup.recipe.seed, seeds), instruction };
  const { prompt, stop } = togetherPrompt(task);
  const role = setup.roles.respond;
  const request: TeacherRequest = {
    role: 'respond',
    pool: role.pool,
    model: role.model,
    prompt,
    parameters: { ...samplingParameters(setup.recipe.selfInstruct.respond, smallResponseSampling), stop },
    sample: '0',
  };
  const [answer] = yield [request];
  const parsed = parseTogether(answer?.text ?? '', answer?.finishReason ?? 'unknown', task);
  if ('unusable' in parsed) return { kind: 'unusable', reason: parsed.unusable, raw: answer?.text ?? '' };
  const { input, response } = parsed.ok;
  const responses = [{ input, text: response, finishReason: answer?.finishReason ?? 'unknown', request }];
  return { kind: 'written', classification: false, responses };
}

/** The paper's steps: is it a classification task; instances, the label first where it is; else a response to each input. */
function* writeInSteps(setup: RunSetup, seeds: readonly SeedTask[], instruction: string): Writing {
  const { prompts, recipe, roles } = setup;
  const values = { instruction: fence(instruction), most: String(recipe.selfInstruct.instances) };

  const classifyRequest = structured(setup, 'classify', classificationAnswer, {
    template: prompts.classify,
    values: { ...values, examples: classificationExamples(recipe.seed, seeds) },
    maxTokens: 256,
  });
  const [verdict] = yield [classifyRequest];
  const classified = classificationAnswer.parse(verdict?.text ?? '');
  if (!classified) return unusable('whether the task is a classification', verdict);

  if (classified.classification) {
    const request = structured(setup, 'respond', labelledInstancesAnswer, {
      template: prompts.labelledInstances,
      values: { ...values, examples: instanceExamples(recipe.seed, seeds, true) },
    });
    const [answer] = yield [request];
    const labelled = labelledInstancesAnswer.parse(answer?.text ?? '');
    if (!labelled) return unusable('instances', answer);
    const responses = labelled.instances.slice(0, recipe.selfInstruct.instances).map(({ label, input }) => ({
      input: input.trim(),
      text: label.trim(),
      finishReason: 'stop' as const,
      request,
    }));
    return { kind: 'written', classification: true, responses };
  }

  const [answer] = yield [
    structured(setup, 'respond', instancesAnswer, {
      template: prompts.instances,
      values: { ...values, examples: instanceExamples(recipe.seed, seeds, false) },
    }),
  ];
  const found = instancesAnswer.parse(answer?.text ?? '');
  if (!found) return unusable('instances', answer);
  const inputs = [...new Set(found.instances.map(({ input }) => input.trim()))].slice(
    0,
    recipe.selfInstruct.instances,
  );
  const requests = inputs.map((input): TeacherRequest => {
    const content = fillPrompt(input === '' ? prompts.respond : prompts.respondWithInput, {
      instruction,
      input: fence(input),
    });
    return {
      role: 'respond',
      pool: roles.respond.pool,
      model: roles.respond.model,
      prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
      parameters: samplingParameters(recipe.selfInstruct.respond, responseSampling),
      sample: '0',
    };
  });
  const answers = yield requests;
  if (answers.every(({ refusal }) => refusal !== undefined)) return unusable('a response', answers[0]);
  const responses = requests.flatMap((request, index) => {
    const { text, finishReason, refusal } = answers[index] ?? {
      text: '',
      finishReason: 'unknown' as const,
      refusal: undefined,
    };
    return refusal === undefined
      ? [{ input: inputs[index] ?? '', text: text.trim(), finishReason, request }]
      : [];
  });
  return { kind: 'written', classification: false, responses };
}

function unusable(what: string, answer: TeacherAnswer | undefined): WritingOutcome {
  const raw = answer?.refusal ?? answer?.text ?? '';
  if (answer?.refusal !== undefined) return { kind: 'unusable', reason: 'The teacher refused.', raw };
  const cut = answer?.finishReason === 'length' ? ', cut at its length limit,' : '';
  return {
    kind: 'unusable',
    reason: `Asked for ${what}, the teacher's answer${cut} was not the JSON asked for.`,
    raw,
  };
}

function structured<Value>(
  setup: RunSetup,
  role: TeacherRole & keyof RunSetup['roles'],
  answer: StructuredAnswer<Value>,
  prompt: { template: string; values: Record<string, string>; maxTokens?: number },
): TeacherRequest {
  const { pool, model, structuredOutput }: RoleSetup = setup.roles[role];
  const content = fillPrompt(prompt.template, prompt.values);
  return {
    role,
    pool,
    model,
    prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
    parameters: {
      ...samplingParameters(setup.recipe.selfInstruct.respond, responseSampling),
      ...(prompt.maxTokens === undefined ? {} : { max_tokens: prompt.maxTokens }),
    },
    ...(structuredOutput ? { schema: answer.schema } : {}),
    sample: '0',
  };
}

/**
 * Four seeds without input and four with, the same for the whole run, so that a server that keeps evaluated prefixes reads them
 * once. Short ones, and no one-word answers where there is no input: a small model imitates length (docs/local-model.md).
 */
function togetherExamples(runSeed: number, seeds: readonly SeedTask[]): SeedTask[] {
  const random = seededRandom(runSeed, 'examples of responses');
  const draw = (candidates: readonly SeedTask[], isGood: (seed: SeedTask) => boolean): SeedTask[] => {
    const good = candidates.filter(isGood);
    return random.sample(good.length > 0 ? good : candidates, 4);
  };
  const isShort = ({ input, response }: SeedTask): boolean =>
    `${input} ${response}`.split(/\s+/).length <= 60;
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

/** Up to four seeds of either kind, the same for the whole run. */
function classificationExamples(runSeed: number, seeds: readonly SeedTask[]): string {
  const random = seededRandom(runSeed, 'examples of classification');
  const yes = random.sample(
    seeds.filter(({ classification }) => classification),
    4,
  );
  const no = random.sample(
    seeds.filter(({ classification }) => !classification),
    4,
  );
  return random
    .shuffle([...yes, ...no])
    .map(
      ({ instruction, classification }) =>
        `<task>\n${fence(instruction)}\n</task>\n${JSON.stringify({ classification })}\n\n`,
    )
    .join('');
}

/** Up to three seeds of the kind that is asked for, the same for the whole run. */
function instanceExamples(runSeed: number, seeds: readonly SeedTask[], labelled: boolean): string {
  const random = seededRandom(runSeed, labelled ? 'examples of labelled instances' : 'examples of instances');
  return random
    .sample(
      seeds.filter(({ classification }) => classification === labelled),
      3,
    )
    .map(({ instruction, input, response }) => {
      const instance = labelled ? { label: response, input } : { input };
      return `<task>\n${fence(instruction)}\n</task>\n${JSON.stringify({ instances: [instance] })}\n\n`;
    })
    .join('');
}

/** Generated text may not open or close the fence that it stands in: what would is shown with another bracket. */
function fence(text: string): string {
  return text.replace(/<(?=[\s/]*(?:task|input)\b)/gi, '‹');
}
