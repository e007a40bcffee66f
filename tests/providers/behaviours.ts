import type { z } from 'zod';
import type { endpointSchema } from '../../core/teacher/endpoint';
import type { Exchange } from '../support/providers/exchange';
import type { Provider } from '../support/providers/providerServer';
import {
  apiError,
  bytes,
  completion,
  completionBody,
  errorInside,
  gzipped,
  html,
  json,
  keptAlive,
  late,
  reset,
  silence,
  streamed,
  writes,
  type Reply,
} from '../support/providers/replies';

/** What a user must see. */
export type Expected =
  | {
      readonly as: 'pairs';
      readonly maxRequests?: number;
    }
  | {
      readonly as: 'pause' | 'pairs or pause';
      /** What the sentence must name: the mend, not the symptom alone. */
      readonly names: readonly RegExp[];
      /** A mend that would lead astray. */
      readonly namesNot?: RegExp;
    };

/** One way in which a server that people really run behaves, and what a user must see of it. */
export interface ProviderBehaviour extends Provider {
  /** Where somebody met it: an issue (`owner/repository#number`) or a page. */
  readonly source: string;
  /** What the server does. */
  readonly fault: string;
  /** What the endpoint's configuration says beside its address. */
  readonly endpoint?: Partial<z.input<typeof endpointSchema>>;
  readonly expected: Expected;
  /** Whether it stands for its kind in the suite, which has no time for all of them. */
  readonly inSuite?: boolean;
}

const pairs: Expected = { as: 'pairs' };
const pause = (...names: readonly RegExp[]): Expected => ({ as: 'pause', names });
const pairsOrPause = (...names: readonly RegExp[]): Expected => ({ as: 'pairs or pause', names });

/** Words of a thought that no answer holds; none of it may reach a pair. */
export const thought =
  'Okay, somebody wants this from me. Let me ponder which wording would suit them best before I commit to one.';

export const opening = 'Sure! Here is what you asked for:';
export const farewell = 'Let me know if you would like me to change anything!';

/** Refuses the first of these parameters that a request has; each is named on its own, one request after the other. */
function refusing(
  parameters: readonly string[],
  refuse: (parameter: string, value: unknown) => Reply,
): (exchange: Exchange) => Reply {
  return (exchange) => {
    const parameter = parameters.find((name) => name in exchange.body);
    return parameter === undefined ? completion(exchange) : refuse(parameter, exchange.body[parameter]);
  };
}

const unsupportedParameter = (param: string): Reply =>
  apiError(400, {
    message:
      param === 'max_tokens'
        ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        : `Unsupported parameter: '${param}' is not supported with this model.`,
    param,
    code: 'unsupported_parameter',
  });

/** Does something else at the first attempt at every `each`-th question. */
function nowAndThen(each: number, fault: (exchange: Exchange) => Reply): (exchange: Exchange) => Reply {
  return (exchange) =>
    exchange.attempt === 1 && exchange.question % each === 0 ? fault(exchange) : completion(exchange);
}

/** Does something else at every attempt at every `each`-th question. */
function atSome(each: number, fault: (exchange: Exchange) => Reply): (exchange: Exchange) => Reply {
  return (exchange) => (exchange.question % each === 0 ? fault(exchange) : completion(exchange));
}

/** Refuses everything for some time from its first request on, then behaves. */
function atFirst(seconds: number, refuse: () => Reply): (exchange: Exchange) => Reply {
  let until: number | undefined;
  return (exchange) => {
    until ??= Date.now() + seconds * 1000;
    return Date.now() < until ? refuse() : completion(exchange);
  };
}

const tooMany = { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' };

/** The items of an answer that lists some: of JSON or of a numbered list; undefined for any other answer. */
function itemsOf({ good }: Exchange): string[] | undefined {
  const json = parsed(good.text);
  if (json !== undefined) {
    const list = Object.values(json as object).find((value) => Array.isArray(value)) as unknown[] | undefined;
    const texts = list?.map((item) =>
      typeof item === 'string' ? item : Object.values(item ?? {}).find((value) => typeof value === 'string'),
    );
    return texts && texts.length > 1 && texts.every((text) => typeof text === 'string') ? texts : undefined;
  }
  if (good.task !== 'propose') return undefined;
  return good.text
    .split(/\n?\s*\d+\.\s+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON as Python prints it. */
function singleQuoted(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : python(value);
}

function python(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, inner]) => `'${name}': ${python(inner)}`)
      .join(', ')}}`;
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? 'None' : JSON.stringify(value);
}

const structured = { structuredOutput: true } as const;
const sentenceOfAddress = [/baseUrl|address/i];

/** The parameters that one or another reasoning model refuses. */
const sampling = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty', 'stop'];

/** Held out: made from what people report of servers, not from how Seedbed reads answers. */
export const providerBehaviours: readonly ProviderBehaviour[] = [
  {
    name: 'plain',
    inSuite: true,
    source: 'https://platform.openai.com/docs/api-reference/chat/create',
    fault: 'none: every other row is this one with a fault',
    reply: (exchange) => completion(exchange),
    expected: pairs,
  },
  {
    name: 'plain-structured',
    source: 'https://platform.openai.com/docs/guides/structured-outputs',
    fault: 'none, with structured output',
    endpoint: structured,
    reply: (exchange) => completion(exchange),
    expected: pairs,
  },

  // Parameters
  {
    name: 'max-tokens-renamed',
    source: 'griptape-ai/ComfyUI-Griptape#312',
    fault: 'refuses max_tokens: 400, param max_tokens, code unsupported_parameter',
    reply: refusing(['max_tokens'], unsupportedParameter),
    expected: pairs,
  },
  {
    name: 'temperature-fixed',
    source: 'johny-b/llmcomp#69',
    fault: 'takes no temperature but 1: 400, param temperature, code unsupported_value',
    reply: (exchange) => {
      const { temperature } = exchange.body;
      if (temperature === undefined || temperature === 1) return completion(exchange);
      return apiError(400, {
        message: `Unsupported value: 'temperature' does not support ${JSON.stringify(temperature)} with this model. Only the default (1) value is supported.`,
        param: 'temperature',
        code: 'unsupported_value',
      });
    },
    expected: pairs,
  },
  {
    name: 'reasoning-refuses-one-by-one',
    inSuite: true,
    source: 'simonw/llm#731',
    fault: 'refuses max_tokens, temperature, top_p, both penalties and stop, one in each answer',
    reply: refusing(['max_tokens', ...sampling], unsupportedParameter),
    expected: pairs,
  },
  {
    name: 'stop-refused',
    source: 'langgenius/dify#18971',
    fault: 'refuses stop: 400, param stop',
    reply: refusing(['stop'], unsupportedParameter),
    expected: pairs,
  },
  {
    name: 'param-says-model',
    source: 'openai/openai-python#2072',
    fault: "refuses temperature with param: 'model', and the parameter in the message alone",
    reply: refusing(['temperature'], (name) =>
      apiError(400, {
        message: `Unsupported parameter: '${name}' is not supported with this model.`,
        param: 'model',
        code: 'unsupported_parameter',
      }),
    ),
    expected: pairsOrPause(/temperature/, /null|leave|without|omit/i),
  },
  {
    name: 'penalty-in-camel-case',
    source: 'lobehub/lobehub#7370, neavo/LinguaGacha#159',
    fault: 'refuses presence_penalty as presencePenalty, the error a string beside a code in words',
    reply: refusing(['presence_penalty', 'frequency_penalty'], (name) =>
      json(400, {
        code: 'Client specified an invalid argument',
        error: `Argument not supported on this model: ${name.replace(/_p/, 'P')}`,
      }),
    ),
    expected: pairsOrPause(/presence_?penalty/i, /null|leave|without|omit/i),
  },
  {
    name: 'extra-forbidden',
    inSuite: true,
    source: 'mistralai/platform-docs-public#7',
    fault: '422 with the detail of FastAPI: extra_forbidden at body.presence_penalty',
    reply: refusing(['presence_penalty', 'frequency_penalty'], (name, input) =>
      json(422, {
        detail: [
          { type: 'extra_forbidden', loc: ['body', name], msg: 'Extra inputs are not permitted', input },
        ],
      }),
    ),
    expected: pairs,
  },
  {
    name: 'extra-forbidden-within-a-message',
    source: 'mistralai/platform-docs-public#7',
    fault: '422 whose message is the detail of FastAPI as a string of JSON',
    reply: refusing(['presence_penalty', 'frequency_penalty'], (name, input) =>
      json(422, {
        object: 'error',
        message: JSON.stringify({
          detail: [
            { type: 'extra_forbidden', loc: ['body', name], msg: 'Extra inputs are not permitted', input },
          ],
        }),
        type: 'internal_error_proxy',
        param: null,
        code: '1000',
      }),
    ),
    expected: pairsOrPause(/presence_penalty/, /null|leave|without|omit/i),
  },
  {
    name: 'refused-in-plain-text',
    source: 'BerriAI/litellm#7580, thingsboard/thingsboard#15256',
    fault: '400 with a bare text as its body, which names the parameter',
    reply: refusing(['presence_penalty'], (name) =>
      bytes(400, `${name} is not supported by this deployment`, { 'content-type': 'text/plain' }),
    ),
    expected: pairsOrPause(/presence_penalty/, /null|leave|without|omit/i),
  },
  {
    name: 'refused-without-a-name',
    source: 'cline/cline#396, lobehub/lobehub#18885',
    fault: '400 to everything, with a bare text that names no parameter',
    reply: () => bytes(400, 'Bad Request', { 'content-type': 'text/plain' }),
    expected: pause(/400/, /Bad Request/, /endpoint|recipe|baseUrl|model|parameter/i),
  },
  {
    name: 'json-schema-unavailable',
    source: 'llm-exe/llm-exe#662, ItzCrazyKns/Vane#969',
    fault: 'refuses response_format of type json_schema, with param null',
    endpoint: structured,
    reply: (exchange) =>
      exchange.body.response_format?.type === 'json_schema'
        ? apiError(400, {
            message: 'This response_format type is unavailable now',
            code: 'invalid_request_error',
          })
        : completion(exchange),
    expected: pairsOrPause(/structuredOutput/),
  },
  {
    name: 'json-schema-undeserializable',
    source: 'BerriAI/litellm#7580',
    fault: '422 with a sentence as its body: response_format.type json_schema is unavailable',
    endpoint: structured,
    reply: (exchange) =>
      exchange.body.response_format?.type === 'json_schema'
        ? bytes(
            422,
            'Failed to deserialize the JSON body into the target type: response_format: response_format.type `json_schema` is unavailable now at line 1 column 1193',
            { 'content-type': 'text/plain' },
          )
        : completion(exchange),
    expected: pairsOrPause(/structuredOutput/),
  },
  {
    name: 'system-role-refused',
    source: 'EricLBuehler/mistral.rs#506, suitenumerique/conversations#197',
    fault: 'refuses messages of the role system: the chat template knows none',
    reply: (exchange) =>
      exchange.body.messages?.some(({ role }) => role === 'system' || role === 'developer')
        ? json(400, {
            object: 'error',
            message: 'System role not supported',
            type: 'BadRequestError',
            param: null,
            code: 400,
          })
        : completion(exchange),
    expected: pairsOrPause(/system/i),
  },

  // Thinking
  {
    name: 'think-block',
    inSuite: true,
    source: 'continuedev/continue#3832, deepseek-ai/DeepSeek-R1#342',
    fault: '<think>…</think> before the answer',
    reply: (exchange) => writes(exchange, `<think>\n${thought}\n</think>\n\n${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-block-before-json',
    source: 'Nayjest/Gito#244',
    fault: '<think>…</think> before the JSON of a structured output',
    endpoint: structured,
    reply: (exchange) => writes(exchange, `<think>${thought}</think>${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-block-empty',
    source: 'QwenLM/Qwen3#1575, xorbitsai/inference#3647',
    fault: 'an empty <think></think> before every answer',
    reply: (exchange) => writes(exchange, `<think>\n\n</think>\n\n${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-closed-only',
    inSuite: true,
    source: 'deepseek-ai/DeepSeek-R1#352, vllm-project/vllm#13125',
    fault: 'the thought ends by </think> and nothing opens it',
    reply: (exchange) => writes(exchange, `${thought}\n</think>\n\n${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-unclosed-now-and-then',
    source: 'NousResearch/hermes-agent#69433',
    fault: 'every third thought is cut by the bound on tokens: <think> without its end, finish length',
    reply: nowAndThen(3, (exchange) => writes(exchange, `<think>\n${thought} ${thought}`, 'length')),
    expected: pairs,
  },
  {
    name: 'think-never-closed',
    source: '1CatAI/1Cat-vLLM#47',
    fault: 'no thought ever ends: <think> without its end, finish length, whatever is allowed',
    reply: (exchange) => writes(exchange, `<think>\n${thought} ${thought}`, 'length'),
    expected: pause(/think|reasoning/i, /token|maxTokens|allow/i),
  },
  {
    name: 'thinking-tag',
    source: 'QwenLM/qwen-code#8818',
    fault: '<thinking>…</thinking> before the answer',
    reply: (exchange) => writes(exchange, `<thinking>\n${thought}\n</thinking>\n${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-tag-of-a-namespace',
    source: 'NousResearch/hermes-agent#45222',
    fault: '<mm:think>…</mm:think> before the answer',
    reply: (exchange) => writes(exchange, `<mm:think>${thought}</mm:think>${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'think-in-brackets',
    source: 'vercel/ai#8072',
    fault: '[THINK]…[/THINK] before the answer',
    reply: (exchange) => writes(exchange, `[THINK]${thought}[/THINK]${exchange.good.text}`),
    expected: pairs,
  },
  {
    name: 'harmony-channels',
    source: 'kekzl/imp#768, NVIDIA/TensorRT-LLM#9256',
    fault: 'the channels of gpt-oss with their marks, analysis before final',
    reply: (exchange) =>
      writes(
        exchange,
        `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>${exchange.good.text}<|return|>`,
      ),
    expected: pairs,
  },
  {
    name: 'harmony-channels-without-marks',
    source: 'Augustas11/macprovider#743',
    fault: 'the channels of gpt-oss with their marks taken away: analysis…assistantfinal…',
    reply: (exchange) => writes(exchange, `analysis${thought}assistantfinal${exchange.good.text}`),
    expected: pairsOrPause(/think|reasoning|channel/i),
  },
  {
    name: 'harmony-analysis-alone',
    source: 'ggml-org/llama.cpp#15789',
    fault: 'every third answer is a channel analysis without a final one',
    reply: nowAndThen(3, (exchange) => writes(exchange, `<|channel|>analysis<|message|>${thought}`)),
    expected: pairs,
  },
  {
    name: 'reasoning-content',
    source: 'n4ze3m/page-assist#343',
    fault: 'the thought in message.reasoning_content',
    reply: (exchange) => completion(exchange, { message: { reasoning_content: thought } }),
    expected: pairs,
  },
  {
    name: 'reasoning',
    source: 'open-webui/open-webui#11988',
    fault: 'the thought in message.reasoning',
    reply: (exchange) => completion(exchange, { message: { reasoning: thought, refusal: null } }),
    expected: pairs,
  },
  {
    name: 'reasoning-details',
    source: 'davidmigloz/langchain_dart#793',
    fault: 'the thought in message.reasoning_details, in parts of several types',
    reply: (exchange) =>
      completion(exchange, {
        message: {
          reasoning: null,
          reasoning_details: [
            { type: 'reasoning.text', text: thought, format: 'unknown', index: 0 },
            { type: 'reasoning.encrypted', data: 'bm90aGluZw==', index: 1 },
          ],
        },
      }),
    expected: pairs,
  },
  {
    name: 'thinking-parts',
    inSuite: true,
    source: 'langchain4j/langchain4j#4474, agentjido/req_llm#742',
    fault: 'content is a list of parts, the thought one of them and itself a list',
    reply: (exchange) =>
      writes(exchange, [
        { type: 'thinking', thinking: [{ type: 'text', text: thought }], closed: true },
        { type: 'text', text: exchange.good.text },
      ]),
    expected: pairs,
  },
  {
    name: 'thinking-parts-as-text',
    source: 'agentjido/req_llm#742',
    fault: 'content is a list of parts, the thought of one a string',
    reply: (exchange) =>
      writes(exchange, [
        { type: 'thinking', thinking: thought, signature: 'c2ln' },
        { type: 'text', text: exchange.good.text },
      ]),
    expected: pairs,
  },
  {
    name: 'thought-in-place-of-content',
    source: 'QwenLM/Qwen3#1297',
    fault: 'every third answer is put into reasoning_content, content null, finish stop',
    reply: nowAndThen(3, (exchange) =>
      completion(exchange, { message: { content: null, reasoning_content: thought } }),
    ),
    expected: pairs,
  },
  {
    name: 'thinking-uses-up-first-allowance',
    source: 'BerriAI/litellm-docs#559',
    fault:
      'content empty, finish length, all tokens thought, unless a request allows more than its first attempt did',
    reply: (exchange) => {
      const allowed = ({ max_tokens, max_completion_tokens }: Exchange['body']) =>
        max_completion_tokens ?? max_tokens ?? Infinity;
      const isTight =
        exchange.question % 3 === 0 &&
        allowed(exchange.body) !== Infinity &&
        allowed(exchange.body) <= allowed(exchange.first);
      if (!isTight) return completion(exchange);
      const tokens = allowed(exchange.body);
      return json(200, {
        ...completionBody(exchange, {
          message: { content: '', reasoning_content: thought },
          finish_reason: 'length',
        }),
        usage: {
          prompt_tokens: 120,
          completion_tokens: tokens,
          total_tokens: 120 + tokens,
          completion_tokens_details: { reasoning_tokens: tokens },
        },
      });
    },
    expected: pairs,
  },
  {
    name: 'thinking-always-uses-up-everything',
    inSuite: true,
    source: '64bit/async-openai#424, The-PR-Agent/pr-agent#2631',
    fault: 'content empty, finish length, whatever is allowed',
    reply: (exchange) =>
      json(200, {
        ...completionBody(exchange, { message: { content: '' }, finish_reason: 'length' }),
        usage: {
          prompt_tokens: 120,
          completion_tokens: 1024,
          total_tokens: 1144,
          completion_tokens_details: { reasoning_tokens: 1024 },
        },
      }),
    expected: pause(/think|reasoning/i, /token|maxTokens|allow/i),
  },

  // Forms of an answer
  {
    name: 'content-parts',
    inSuite: true,
    source: 'UKGovernmentBEIS/inspect_ai#2389, InsForge/InsForge#1787',
    fault: 'content is a list of text parts',
    reply: (exchange) => {
      const { text } = exchange.good;
      const half = Math.ceil(text.length / 2);
      return writes(exchange, [
        { type: 'text', text: text.slice(0, half) },
        { type: 'text', text: text.slice(half) },
      ]);
    },
    expected: pairs,
  },
  {
    name: 'content-null-now-and-then',
    source: 'BerriAI/litellm#8448',
    fault: 'content null, finish stop, at every third question once',
    reply: nowAndThen(3, (exchange) => writes(exchange, null)),
    expected: pairs,
  },
  {
    name: 'content-null-always',
    inSuite: true,
    source: 'vllm-project/vllm#41902',
    fault: 'content null, finish stop, always',
    reply: (exchange) => writes(exchange, null, 'stop'),
    expected: pause(/empty|no text|no content|without (a )?text|null/i, /check|model|template/i),
  },
  {
    name: 'content-empty-always',
    source: 'songquanpeng/one-api#833, vllm-project/vllm#11089',
    fault: 'content empty, finish stop, always',
    reply: (exchange) => writes(exchange, '', 'stop'),
    expected: pause(/empty|no text|no content|without (a )?text/i, /check|model|template/i),
  },
  {
    name: 'content-empty-at-some',
    source: 'BerriAI/litellm#24462',
    fault: 'content empty, finish stop, at every fourth question, however often it is asked',
    reply: atSome(4, (exchange) => writes(exchange, '', 'stop')),
    expected: pairs,
  },
  {
    name: 'choices-empty-now-and-then',
    source: 'BerriAI/litellm#36881, BerriAI/litellm#40252',
    fault: 'choices is an empty list at every third question once',
    reply: nowAndThen(3, (exchange) => json(200, { ...completionBody(exchange), choices: [] })),
    expected: pairs,
  },
  {
    name: 'choices-null-always',
    source: 'langchain-ai/langchain#35236',
    fault: 'choices null, always',
    reply: (exchange) => json(200, { ...completionBody(exchange), choices: null }),
    expected: pause(/choices|no answer|nothing|not .*form/i, /check|baseUrl|model/i),
  },
  {
    name: 'two-choices',
    source: 'BerriAI/litellm#3678',
    fault: 'two choices, both with index 1',
    reply: (exchange) => {
      const body = completionBody(exchange, { index: 1 });
      const [choice] = body['choices'] as unknown[];
      return json(200, { ...body, choices: [choice, choice] });
    },
    expected: pairs,
  },
  {
    name: 'text-in-place-of-message',
    source: 'SillyTavern/SillyTavern#2121',
    fault: 'a chat is answered by choices with text, as /completions is',
    reply: (exchange) =>
      json(200, {
        ...completionBody(exchange),
        choices: [{ index: 0, text: exchange.good.text, finish_reason: 'stop' }],
      }),
    expected: pairsOrPause(/message|text|form/i, /baseUrl|completions|check/i),
  },
  {
    name: 'tool-calls-in-place-of-content',
    source: 'safety-research/safety-tooling#113, jundot/omlx#2565',
    fault: 'structured output comes as the arguments of a tool call, content null',
    endpoint: structured,
    reply: (exchange) =>
      completion(exchange, {
        message: {
          content: null,
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'json_tool_call', arguments: exchange.good.text },
            },
          ],
        },
        finish_reason: 'tool_calls',
      }),
    expected: pairsOrPause(/tool/i),
  },
  {
    name: 'event-stream',
    inSuite: true,
    source: 'earendil-works/pi#4844, BerriAI/litellm#13593',
    fault: 'server-sent events, though no stream was asked for',
    reply: (exchange) => streamed(exchange),
    expected: pairs,
  },
  {
    name: 'keep-alive-whitespace',
    source: 'inferencerlabs/inferencer-feedback#158, https://api-docs.deepseek.com/faq',
    fault: 'blank lines while the model works, then the JSON',
    reply: (exchange) => keptAlive(exchange),
    expected: pairs,
  },
  {
    name: 'keep-alive-and-nothing',
    source: 'deepseek-ai/DeepSeek-R1#91, deepseek-ai/DeepSeek-V3#407',
    fault: 'blank lines and then the end of the body, at every fourth question once',
    reply: nowAndThen(4, () => bytes(200, '\n\n\n\n', { 'content-type': 'application/json' }, false)),
    expected: pairs,
  },
  {
    name: 'byte-order-mark',
    source: 'woocommerce/wc-api-python#40, https://www.rfc-editor.org/rfc/rfc8259#section-8.1',
    fault: 'a byte order mark before the JSON',
    reply: (exchange) =>
      bytes(200, `\ufeff${JSON.stringify(completionBody(exchange))}`, {
        'content-type': 'application/json',
      }),
    expected: pairs,
  },
  {
    name: 'wrong-content-type',
    source: 'EricLBuehler/mistral.rs#79',
    fault: 'good JSON as text/plain',
    reply: (exchange) =>
      bytes(200, JSON.stringify(completionBody(exchange)), { 'content-type': 'text/plain' }),
    expected: pairs,
  },
  {
    name: 'json-as-html',
    source: 'janhq/cortex.cpp#465',
    fault: 'good JSON as text/html',
    reply: (exchange) =>
      bytes(200, JSON.stringify(completionBody(exchange)), { 'content-type': 'text/html; charset=utf-8' }),
    expected: pairs,
  },
  {
    name: 'json-with-the-end-of-a-stream',
    source: 'decolua/9router#3492',
    fault: 'good JSON as text/event-stream, with data: [DONE] after it',
    reply: (exchange) =>
      bytes(200, `${JSON.stringify(completionBody(exchange))}data: [DONE]\n\n`, {
        'content-type': 'text/event-stream',
      }),
    expected: pairs,
  },
  {
    name: 'end-token-in-the-text',
    source: 'EricLBuehler/mistral.rs#79',
    fault: 'the text ends with the token that ends it, </s>',
    reply: (exchange) => writes(exchange, `${exchange.good.text}</s>`),
    expected: pairs,
  },
  {
    name: 'no-content-type',
    source: 'six2dez/burp-ai-agent#61',
    fault: 'good JSON without a content type',
    reply: (exchange) => bytes(200, JSON.stringify(completionBody(exchange))),
    expected: pairs,
  },
  {
    name: 'latin-1',
    source: 'langchain4j/langchain4j#3108, sacredbanana/AmigaGPT#4',
    fault: 'JSON in ISO-8859-1, as its content type says',
    means: (text) => text.replaceAll(' a ', ' à '),
    reply: (exchange) =>
      bytes(200, Buffer.from(JSON.stringify(completionBody(exchange)), 'latin1'), {
        'content-type': 'application/json; charset=ISO-8859-1',
      }),
    expected: pairs,
  },
  {
    name: 'gzip',
    source: 'voideditor/void#426 (content-encoding of Gemini)',
    fault: 'the body is compressed',
    reply: (exchange) => gzipped(exchange),
    expected: pairs,
  },
  {
    name: 'numeric-id',
    inSuite: true,
    source: 'anomalyco/opencode#25786, router-for-me/CLIProxyAPI#4050',
    fault: 'id is a number, created a string',
    reply: (exchange) =>
      json(200, { ...completionBody(exchange), id: 17, created: '1760000000', object: undefined }),
    expected: pairs,
  },
  {
    name: 'usage-missing',
    source: 'Aider-AI/aider#244',
    fault: 'no usage',
    reply: (exchange) => json(200, { ...completionBody(exchange), usage: undefined }),
    expected: pairs,
  },
  {
    name: 'usage-null',
    inSuite: true,
    source: 'run-llama/llama_index#9077, microsoft/autogen#6352',
    fault: 'usage null',
    reply: (exchange) => json(200, { ...completionBody(exchange), usage: null }),
    expected: pairs,
  },
  {
    name: 'usage-of-nulls',
    source: 'run-llama/llama_index#22832, stanfordnlp/dspy#8030',
    fault: 'usage whose fields are null',
    reply: (exchange) =>
      json(200, {
        ...completionBody(exchange),
        usage: { prompt_tokens: null, completion_tokens: null, completion_tokens_details: null },
      }),
    expected: pairs,
  },
  {
    name: 'usage-in-strings',
    source: 'NEKOparapa/AiNiee#25',
    fault: 'usage whose fields are strings',
    reply: (exchange) =>
      json(200, {
        ...completionBody(exchange),
        usage: { prompt_tokens: '120', completion_tokens: '60', total_tokens: '180' },
      }),
    expected: pairs,
  },
  ...(['end_turn', 'eos', 'STOP', 'eos_token', 'stop_sequence'] as const).map((word) => ({
    name: `finish-${word.toLowerCase().replace('_', '-')}`.concat(word === 'STOP' ? '-in-capitals' : ''),
    source: 'vercel/modelfusion#343, vespa-engine/vespa#33327, BerriAI/litellm#10768',
    fault: `finish_reason ${word}`,
    reply: (exchange: Exchange) => completion(exchange, { finish_reason: word }),
    expected: pairs,
  })),
  {
    name: 'finish-null',
    source: 'MicrosoftDocs/azure-docs#109589',
    fault: 'finish_reason null',
    reply: (exchange) => completion(exchange, { finish_reason: null }),
    expected: pairs,
  },
  {
    name: 'finish-empty',
    source: 'sgl-project/sglang#3912, ollama/ollama#4357',
    fault: 'finish_reason is an empty string',
    reply: (exchange) => completion(exchange, { finish_reason: '' }),
    expected: pairs,
  },
  {
    name: 'finish-max-tokens',
    source: 'project-arbr/arbr-control-plane#253, BerriAI/litellm#10768',
    fault: 'finish_reason MAX_TOKENS, and text cut in the middle, at every fourth question',
    reply: atSome(4, (exchange) =>
      writes(exchange, exchange.good.text.slice(0, Math.ceil(exchange.good.text.length / 2)), 'MAX_TOKENS'),
    ),
    expected: pairs,
  },

  // Errors inside a 200, and pages
  {
    name: 'rate-limit-inside-200',
    inSuite: true,
    source: 'BerriAI/litellm#8448',
    fault: '200 with error.code 429 for the first second and a half',
    reply: atFirst(1.5, () =>
      errorInside({
        message: 'Provider returned error',
        code: 429,
        metadata: { raw: 'error code: 1015', provider_name: 'Kluster' },
      }),
    ),
    expected: pairs,
  },
  {
    name: 'server-error-inside-200',
    source: 'Orinks/AccessiWeather#230, UKGovernmentBEIS/inspect_ai#3687',
    fault: '200 with error.code 502 at every third question once',
    reply: nowAndThen(3, () => errorInside({ message: 'Provider returned error', code: 502 })),
    expected: pairs,
  },
  {
    name: 'unauthorized-inside-200',
    source: 'abeiro/HerikaServer#98',
    fault: '200 with error.code 401',
    reply: () => errorInside({ message: 'No auth credentials found', code: 401 }),
    expected: pause(/key/i),
  },
  {
    name: 'quota-inside-200',
    source: 'Shirochi-stack/Glossarion#34',
    fault: '200 with an error of the type insufficient_quota',
    reply: () =>
      errorInside({
        message: 'You exceeded your current quota',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    expected: pause(/quota|credit|billing|balance/i),
  },
  {
    name: 'choice-with-error',
    source: 'BerriAI/litellm#8448',
    fault: 'content null in a choice, and error.code 429 beside the choices, at every third question once',
    reply: nowAndThen(3, (exchange) =>
      json(
        200,
        {
          ...completionBody(exchange, { message: { content: null } }),
          error: { message: 'Provider returned error', code: 429 },
        },
        {},
        false,
      ),
    ),
    expected: pairs,
  },
  {
    name: 'wrong-path-200',
    source: 'lmstudio-ai/lmstudio-bug-tracker#618, pssah4/vault-operator#73',
    base: '',
    fault: 'a base address without /v1: 200 with the error as a string',
    reply: () => json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }, {}, false),
    expected: pause(...sentenceOfAddress, /\/v1|Unexpected endpoint/),
  },
  {
    name: 'wrong-path-404-page',
    inSuite: true,
    source: 'tsundereraws/aisub-translator#2',
    base: '',
    fault: 'a base address without /v1: 404 with a page of nginx',
    reply: () => html(404, '404 Not Found', { server: 'nginx' }),
    expected: pause(...sentenceOfAddress),
  },
  {
    name: 'wrong-path-404-plain',
    source: 'ollama/ollama#2474',
    base: '',
    fault: 'a base address without /v1: 404 page not found, as plain text',
    reply: () => bytes(404, '404 page not found', { 'content-type': 'text/plain' }),
    expected: pause(...sentenceOfAddress),
  },
  {
    name: 'login-page',
    inSuite: true,
    source: 'QuantumNous/new-api#817, EleutherAI/lm-evaluation-harness#2863',
    fault: '200 with a page to sign in at',
    reply: () => html(200, 'Sign in to continue'),
    expected: pause(/HTML|page/i, ...sentenceOfAddress),
  },
  {
    name: 'captive-portal',
    source: 'LearningLocker/learninglocker#691, https://www.rfc-editor.org/rfc/rfc8908',
    fault: '302 to a page to sign in at',
    reply: () => html(302, 'Found', { location: '/captive-portal/sign-in' }),
    expected: {
      as: 'pause',
      names: [/redirect|302|HTML|page|portal|proxy|sign/i, ...sentenceOfAddress],
      namesNot: /does not know model/,
    },
  },
  {
    name: 'plain-text-answer',
    source: 'DexForce/EmbodiChain#297, UKGovernmentBEIS/inspect_ai#3687',
    fault: '200 with the answer as plain text and nothing around it',
    reply: (exchange) => bytes(200, exchange.good.text, { 'content-type': 'text/plain' }),
    expected: pause(/JSON|OpenAI|form/i, /baseUrl|address|check/i),
  },

  // Refusals to mend
  {
    name: 'unauthorized',
    inSuite: true,
    source: 'https://platform.openai.com/docs/guides/error-codes',
    fault: '401 invalid_api_key',
    reply: () => apiError(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' }),
    expected: pause(/key/i, /apiKeyEnv|environment/i),
  },
  {
    name: 'unauthorized-in-a-list',
    source: 'continuedev/continue#9330, google-gemini/gemini-cli#14811',
    fault: '400 whose body is a list with one error: API key not valid',
    reply: () =>
      json(400, [
        {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
          },
        },
      ]),
    expected: pause(/API key not valid/i, /apiKeyEnv|environment|key/i),
  },
  {
    name: 'forbidden-region',
    source: 'home-assistant/core#120072, songquanpeng/one-api#1692',
    fault: '403 unsupported_country_region_territory',
    reply: () =>
      apiError(403, {
        message: 'Country, region, or territory not supported',
        type: 'request_forbidden',
        code: 'unsupported_country_region_territory',
      }),
    expected: { as: 'pause', names: [/region/i], namesNot: /apiKeyEnv/ },
  },
  {
    name: 'forbidden-model',
    source: 'Aider-AI/aider#604, continuedev/continue#10120',
    fault: '403 model_not_found: the project has no access',
    reply: ({ body }) =>
      apiError(403, {
        message: `Project has no access to model ${String(body.model)}`,
        code: 'model_not_found',
      }),
    expected: { as: 'pause', names: [/model/i, /access/i], namesNot: /apiKeyEnv/ },
  },
  {
    name: 'payment-required',
    source: 'continuedev/continue#4293',
    fault: '402 Insufficient Balance',
    reply: () =>
      apiError(402, {
        message: 'Insufficient Balance',
        type: 'unknown_error',
        code: 'invalid_request_error',
      }),
    expected: pause(/balance|credit|pay|billing/i),
  },
  {
    name: 'insufficient-quota',
    inSuite: true,
    source: 'langchain-ai/langchainjs#1929',
    fault: '429 insufficient_quota, which no waiting helps',
    reply: () =>
      apiError(429, {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    expected: pause(/quota|billing|credit/i),
  },
  {
    name: 'model-not-pulled',
    source: 'netease-youdao/QAnything#555',
    fault: '404 of Ollama: model not found, try pulling it first',
    reply: ({ body }) =>
      apiError(404, {
        message: `model "${String(body.model)}" not found, try pulling it first`,
        type: 'api_error',
      }),
    expected: pause(/model/i, /pull/i),
  },
  {
    name: 'model-invalid-400',
    source: 'BerriAI/litellm#8821, BerriAI/litellm#3142',
    fault: '400 of LiteLLM: the message an object, the code a string, type and param the word None',
    reply: ({ body }) =>
      json(400, {
        error: {
          message: {
            error: `/chat/completions: Invalid model name passed in model=${String(body.model)}. Call \`/v1/models\` to view available models for your key.`,
          },
          type: 'None',
          param: 'None',
          code: '400',
        },
      }),
    expected: pause(/Invalid model name/i),
  },
  {
    name: 'context-too-long',
    source: 'ogx-ai/ogx#4534, vllm-project/vllm#20409',
    fault: '400 of vLLM to everything: the prompt and max_tokens exceed the context',
    reply: ({ body }) =>
      json(400, {
        object: 'error',
        message: `This model's maximum context length is 512 tokens. However, you requested ${String(body.max_tokens ?? 1024)} tokens in the completion. Please reduce the length of the messages or completion.`,
        type: 'BadRequestError',
        param: null,
        code: 400,
      }),
    expected: pause(/context/i, /maxTokens|shorter|fewer|model|length/i),
  },
  {
    name: 'context-too-long-at-some',
    source: 'langchain-ai/langchain#24058',
    fault: '400 context_length_exceeded at every fifth question',
    reply: atSome(5, () =>
      apiError(400, {
        message:
          "This model's maximum context length is 8192 tokens. However, your messages resulted in 8429 tokens.",
        param: 'messages',
        code: 'context_length_exceeded',
      }),
    ),
    expected: pairs,
  },
  {
    name: 'content-filter-400',
    source: 'compl-ai/compl-ai#20, stanford-crfm/helm#3327',
    fault: '400 content_filter of Azure at every fifth question',
    reply: atSome(5, () =>
      json(400, {
        error: {
          message:
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: {
            code: 'ResponsibleAIPolicyViolation',
            content_filter_result: { violence: { filtered: true, severity: 'medium' } },
          },
        },
      }),
    ),
    expected: pairs,
  },
  {
    name: 'content-filter-finish',
    source: 'https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter',
    fault: 'finish content_filter and half of the text at every fifth question',
    reply: atSome(5, (exchange) =>
      writes(
        exchange,
        exchange.good.text.slice(0, Math.ceil(exchange.good.text.length / 2)),
        'content_filter',
      ),
    ),
    expected: pairs,
  },
  {
    name: 'refusal-field',
    source: 'openai/openai-agents-python#3055, openai/openai-agents-js#1686',
    fault: 'message.refusal in place of content at every fifth question',
    endpoint: structured,
    reply: atSome(5, (exchange) =>
      completion(exchange, { message: { content: '', refusal: "I'm sorry, I can't assist with that." } }),
    ),
    expected: pairs,
  },

  // Limits and trouble that passes
  ...(
    [
      ['seconds', () => ({ 'retry-after': '2' })],
      ['date', () => ({ 'retry-after': new Date(Date.now() + 2000).toUTCString() })],
      ['ms', () => ({ 'retry-after-ms': '1500' })],
    ] as const
  ).map(([form, headers]) => ({
    name: `rate-limit-${form}`,
    source: 'duolahypercho/codex-router#573, NikkeTryHard/zerogravity#19',
    fault: `429 for the first second and a half, with how long to wait as ${form}`,
    reply: atFirst(1.5, () => apiError(429, tooMany, headers())),
    expected: pairs,
  })),
  {
    name: 'rate-limit-in-the-message',
    source: 'Aider-AI/aider#3265, danielmiessler/Fabric#364',
    fault: '429 for the first second and a half, with how long to wait in the message alone',
    reply: atFirst(1.5, () =>
      apiError(429, { ...tooMany, message: 'Rate limit reached for requests. Please try again in 1.5s.' }),
    ),
    expected: pairs,
  },
  {
    name: 'rate-limit-in-the-details',
    source: 'googleapis/python-genai#2114, langchain-ai/langchain-google#946',
    fault: '429 for the first second and a half, in a list, with a retryDelay in the details',
    reply: atFirst(1.5, () =>
      json(429, [
        {
          error: {
            code: 429,
            message: 'Resource has been exhausted (e.g. check quota).',
            status: 'RESOURCE_EXHAUSTED',
            details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' }],
          },
        },
      ]),
    ),
    expected: pairs,
  },
  {
    name: 'overloaded-529',
    source: 'anthropics/claude-code#70365',
    fault: '529 overloaded_error at every third question once',
    reply: nowAndThen(3, () =>
      json(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    ),
    expected: pairs,
  },
  {
    name: 'loading-503',
    source: 'mostlygeek/llama-swap#146, ggml-org/llama.cpp#4860',
    fault: '503 Loading model for the first two seconds',
    reply: atFirst(2, () =>
      apiError(503, { message: 'Loading model', type: 'unavailable_error', code: 503 }),
    ),
    expected: pairs,
  },
  {
    name: 'server-error-now-and-then',
    source: 'vllm-project/vllm#1492',
    fault: '500 with plain text at every third question once',
    reply: nowAndThen(3, () => bytes(500, 'Internal Server Error', { 'content-type': 'text/plain' })),
    expected: pairs,
  },
  {
    name: 'gateway-page-now-and-then',
    source: 'deepseek-ai/DeepSeek-R1#91',
    fault: '504 with a page at every third question once',
    reply: nowAndThen(3, () => html(504, '504 Gateway Time-out')),
    expected: pairs,
  },
  {
    name: 'reset-now-and-then',
    source: 'Chanzhaoyu/chatgpt-web#500, SillyTavern/SillyTavern#5835',
    fault: 'the connection is reset at every third question once',
    reply: nowAndThen(3, () => reset),
    expected: pairs,
  },
  {
    name: 'hang-once',
    source: 'vllm-project/vllm#12914, vllm-project/vllm#13134',
    fault: 'one request is never answered',
    endpoint: { timeoutSeconds: 3 },
    reply: (exchange) => (exchange.question === 3 && exchange.attempt === 1 ? silence : completion(exchange)),
    expected: pairs,
  },
  {
    name: 'slow-headers',
    source: 'vllm-project/vllm#16391',
    fault: 'the first answers wait for three seconds before their headers come',
    endpoint: { timeoutSeconds: 20 },
    reply: (exchange) => (exchange.question <= 2 ? late(exchange, 3000) : completion(exchange)),
    expected: pairs,
  },
  {
    name: 'truncated-json',
    inSuite: true,
    source: 'perplexityai/api-discussion#250, deepseek-ai/DeepSeek-V3#407',
    fault: 'the JSON of the body ends in its middle at every third question once',
    reply: nowAndThen(3, (exchange) => {
      const body = JSON.stringify(completionBody(exchange));
      return bytes(200, body.slice(0, Math.floor(body.length / 2)), { 'content-type': 'application/json' });
    }),
    expected: pairs,
  },
  {
    name: 'body-cut-off',
    source: 'open-webui/computer#300, langgenius/dify#175',
    fault: 'the connection ends within the body at every third question once',
    reply: nowAndThen(3, (exchange) => ({
      status: 200,
      send: (response) => {
        const body = JSON.stringify(completionBody(exchange));
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        });
        response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
      },
    })),
    expected: pairs,
  },

  // What models write
  {
    name: 'fenced-json',
    source: 'vectorize-io/hindsight#645, microsoft/essex-toolkit#437',
    fault: 'JSON in a Markdown fence',
    endpoint: structured,
    reply: (exchange) =>
      writes(
        exchange,
        parsed(exchange.good.text) === undefined
          ? exchange.good.text
          : `\`\`\`json\n${exchange.good.text}\n\`\`\``,
      ),
    expected: pairs,
  },
  {
    name: 'fenced-json-with-chatter',
    source: 'redis/agent-memory-server#236',
    fault: 'JSON in a Markdown fence, with an introduction and a farewell',
    endpoint: structured,
    reply: (exchange) =>
      writes(
        exchange,
        parsed(exchange.good.text) === undefined
          ? exchange.good.text
          : `${opening}\n\n\`\`\`\n${exchange.good.text}\n\`\`\`\n\n${farewell}`,
      ),
    expected: pairs,
  },
  {
    name: 'single-quoted-json',
    inSuite: true,
    source: 'mangiucugna/json_repair#10, ml-explore/mlx-lm#945',
    fault: 'JSON as Python prints it, with single quotes, True and None',
    endpoint: structured,
    reply: (exchange) => writes(exchange, singleQuoted(exchange.good.text)),
    expected: pairs,
  },
  {
    name: 'trailing-comma-json',
    source: 'mangiucugna/json_repair#10',
    fault: 'JSON with a comma before its last bracket',
    endpoint: structured,
    reply: (exchange) => writes(exchange, exchange.good.text.replace(/\}\s*$/, ',}')),
    expected: pairs,
  },
  {
    name: 'list-within-a-string',
    source: 'datachain-ai/datachain#1930',
    fault: 'JSON whose list is a string that holds the JSON of the list',
    endpoint: structured,
    reply: (exchange) => {
      const value = parsed(exchange.good.text);
      if (value === undefined || Array.isArray(value)) return completion(exchange);
      const fields = Object.entries(value as object).map(([name, inner]: [string, unknown]) => [
        name,
        Array.isArray(inner) ? JSON.stringify(inner) : inner,
      ]);
      return writes(exchange, JSON.stringify(Object.fromEntries(fields)));
    },
    expected: pairs,
  },
  {
    name: 'bullets-in-place-of-json',
    source: 'digitaldemocracy2030/kouchou-ai#296, langchain4j/langchain4j#5905',
    fault: 'bullets where JSON with a list was asked for',
    endpoint: structured,
    reply: (exchange) => {
      const items = itemsOf(exchange);
      return items ? writes(exchange, items.map((item) => `- ${item}`).join('\n')) : completion(exchange);
    },
    expected: pairs,
  },
  {
    name: 'bullets-in-place-of-numbers',
    inSuite: true,
    source: 'yoheinakajima/babyagi#22',
    fault: 'bullets where a numbered list was asked for',
    reply: (exchange) => {
      const items = itemsOf(exchange);
      return items ? writes(exchange, items.map((item) => `- ${item}`).join('\n')) : completion(exchange);
    },
    expected: pairs,
  },
  {
    name: 'bold-numbers-with-chatter',
    source: 'yoheinakajima/babyagi#22, Nayjest/Gito#244',
    fault: 'a list that starts anew at 1, its numbers bold, with an introduction and a farewell',
    reply: (exchange) => {
      const items = itemsOf(exchange);
      const list = items?.map((item, index) => `**${index + 1}.** ${item}`).join('\n\n');
      return list ? writes(exchange, `${opening}\n\n${list}\n\n${farewell}`) : completion(exchange);
    },
    expected: pairs,
  },
  {
    name: 'chatter-around-responses',
    source: 'open-software-network/os-clovy#784, vllm-project/vllm#5609',
    fault: 'every second response has an introduction and a farewell',
    reply: atSome(2, (exchange) =>
      exchange.good.task === 'respond' && parsed(exchange.good.text) === undefined
        ? writes(exchange, `${opening}\n\n${exchange.good.text}\n\n${farewell}`)
        : completion(exchange),
    ),
    expected: pairs,
  },
  {
    name: 'label-before-responses',
    inSuite: true,
    source: 'open-software-network/os-clovy#784',
    fault: 'every response begins with "Output:"',
    reply: (exchange) =>
      exchange.good.task === 'respond' && parsed(exchange.good.text) === undefined
        ? writes(exchange, `Output: ${exchange.good.text}`)
        : completion(exchange),
    expected: pairs,
  },
];
