import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { renderPrompt } from '../../recipe/prompts/renderPrompt';
import { smallResponseSampling } from '../../recipe/prompts/together';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import type { Inquiry } from '../../teacher/inquiry';
import { rawOf, refusalReason } from '../../teacher/refusalReason';
import type { SamplingParameters, TeacherAnswer, TeacherPrompt, TeacherRequest } from '../../teacher/request';
import type { CellKey } from '../../vocabulary/cell';
import type { MessageKind, Turn } from '../../vocabulary/conversation';
import type { FinishReason } from '../../vocabulary/finishReason';
import { requestOf, responderOf, responseSampling, type Responding } from '../responder';
import { examplesLike } from '../responseExamples';
import { writtenBy } from '../written';
import { answerFault } from './answerFault';
import { messageFault } from './messageFault';
import { withoutSpeaker } from './speakers';

/** A pair that a conversation begins with. */
export interface ConversationStart {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What followed already, in order. */
  readonly turns: readonly Turn[];
  /** Prompts and versions that the response was written with. */
  readonly prompts: readonly string[];
  /** The cell that it was classified into: who responds goes by it. */
  readonly cell: CellKey | null;
  /** Who the user is; null where that is left open. */
  readonly persona: string | null;
  /** ISO 639 code. */
  readonly language: string;
}

/** A turn as it came, before any filter looked at it. */
export interface WrittenTurn extends Turn {
  readonly kind: MessageKind;
  readonly messageCall: string;
  readonly call: string;
  readonly finishReason: FinishReason;
  readonly thinking?: string;
  readonly prompts: readonly string[];
}

export type ConversationOutcome =
  | { readonly kind: 'whole'; readonly turns: readonly WrittenTurn[] }
  /** A message or a response could not be used, however often it was bought; `raw` is what came last. */
  | { readonly kind: 'unusable'; readonly reason: string; readonly raw: string };

/** How often a message or a response is bought, at most, until one is of use: as often as an answer that is none. */
const tries = 3;
/** What is asked again greedily comes the same. */
const temperatureOfRetries = 0.7;

/**
 * Lets a pair go on as a conversation: the role `propose` writes what the user says next, the role `respond` answers with the whole
 * conversation before it, turn after turn. It comes out whole, or not at all.
 *
 * @param kinds How the user goes on, message by message.
 */
export function* converseInquiry(
  { setup, materials }: { readonly setup: RunSetup; readonly materials: Pick<RunMaterials, 'seeds'> },
  start: ConversationStart,
  kinds: readonly MessageKind[],
): Inquiry<ConversationOutcome> {
  const responder = responderOf(setup, start.cell);
  const { seeds } = materials;
  const responding: Responding = { setup, seeds, instruction: start.instruction, responder };
  const turns: WrittenTurn[] = [];
  for (const kind of kinds) {
    const said = [...start.turns, ...turns];
    const place = `message ${said.length + 2} of the conversation`;
    const before = exchangesOf(start, said);
    const message = yield* firstGood(
      messageAsked(responding, start, before, kind),
      (text) => messageFault(text, before, start.language),
      'user',
    );
    if ('fault' in message) return unusable(`The user's ${place} ${message.fault}.`, message.raw);
    const response = yield* firstGood(
      responseAsked(responding, start, said, message.text),
      (text, finishReason) => answerFault(text, finishReason, before, message.text, start.language),
      'assistant',
    );
    if ('fault' in response) return unusable(`The response to ${place} ${response.fault}.`, response.raw);
    const { finishReason, call, thinking } = writtenBy(response.request, response.answer);
    turns.push({
      kind,
      message: message.text,
      response: response.text,
      messageCall: writtenBy(message.request, message.answer).call,
      call,
      finishReason,
      ...(thinking !== undefined && { thinking }),
      prompts: [message.file, response.file].map(promptReference),
    });
  }
  return { kind: 'whole', turns };
}

function unusable(reason: string, raw: string): ConversationOutcome {
  return { kind: 'unusable', reason, raw };
}

/** What is asked for a text, and what that is begun with. */
interface Asked {
  readonly file: PromptFile;
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
  readonly begun: string;
  readonly responding: Responding;
}

interface Good {
  readonly text: string;
  readonly file: PromptFile;
  readonly request: TeacherRequest;
  readonly answer: TeacherAnswer | undefined;
}

/** Buys a text until there is nothing wrong with it, each time as another sample. */
function* firstGood(
  { file, prompt, parameters, begun, responding }: Asked,
  faultOf: (text: string, finishReason: FinishReason) => string | undefined,
  whose: 'user' | 'assistant',
): Inquiry<Good | { readonly fault: string; readonly raw: string }> {
  let last = { fault: 'was not asked for', raw: '' };
  for (let sample = 0; sample < tries; sample++) {
    const request = requestOf({ ...responding, sample }, file, prompt, warmer(parameters, sample));
    const [answer] = yield [request];
    if (refusalReason(answer) !== undefined) {
      last = { fault: 'was refused', raw: rawOf(answer) };
      continue;
    }
    const text = withoutSpeaker(`${begun} ${(answer?.text ?? '').trimStart()}`, whose);
    const finishReason = answer?.finishReason ?? 'unknown';
    const fault =
      whose === 'user' && finishReason === 'length'
        ? 'was cut at its length limit'
        : faultOf(text, finishReason);
    if (fault === undefined) return { text, file, request, answer };
    last = { fault, raw: rawOf(answer) };
  }
  return last;
}

function warmer(parameters: SamplingParameters, sample: number): SamplingParameters {
  const { temperature } = parameters;
  return sample > 0 && temperature !== undefined && temperature < temperatureOfRetries
    ? { ...parameters, temperature: temperatureOfRetries }
    : parameters;
}

function messageAsked(
  responding: Responding,
  { persona, language }: ConversationStart,
  turns: readonly Turn[],
  kind: MessageKind,
): Asked {
  const { setup, instruction } = responding;
  const { recipe, prompts, roles } = setup;
  const { guidance = [], sampling = {} } = recipe.conversation ?? {};
  const isSmall = roles.propose.small;
  const file = drawPrompt(
    prompts,
    isSmall ? 'userMessageContinued' : 'userMessage',
    recipe.seed,
    instruction,
    turns.length,
  );
  const begun = isSmall ? beginnings[kind][turns.length % beginnings[kind].length]! : '';
  return {
    responding,
    file,
    begun,
    prompt: renderPrompt(
      file,
      isSmall
        ? { turns, begun }
        : { turns, kind, persona: persona ?? '', guidance, language: nameOf(language) },
    ),
    parameters: {
      ...samplingParameters(sampling, isSmall ? smallMessageSampling : messageSampling),
      ...(isSmall && { stop: ['\n'] }),
    },
  };
}

const messageSampling: SamplingParameters = { temperature: 0.9, max_tokens: 256 };
const smallMessageSampling: SamplingParameters = { temperature: 0.8, top_p: 0.9, max_tokens: 48 };

/** How a small model is led to a kind of message: told of kinds, it writes whatever comes. */
const beginnings: Readonly<Record<MessageKind, readonly string[]>> = {
  followUp: ['Can you explain', 'What about', 'Can you give me an example of', 'How do I', 'Why is'],
  correction: ['No, I meant', 'That is not what I asked for. Please', 'Please make it shorter and'],
  newSubject: ['Thanks. Now tell me', 'Okay. Another question: how', 'Thank you. Something else: what is'],
  misunderstanding: ['So does that mean that', 'Wait, so is', 'So I should'],
};

function responseAsked(
  responding: Responding,
  { instruction, input, response, prompts: written }: ConversationStart,
  turns: readonly Turn[],
  message: string,
): Asked {
  const { setup, seeds, responder } = responding;
  const { recipe, prompts } = setup;
  const name = responder.small ? 'respondOnByExample' : 'respondOn';
  const file = drawPrompt(prompts, name, recipe.seed, instruction);
  const examples = responder.small ? examplesLike(recipe.seed, seeds, false) : [];
  const prompt = renderPrompt(file, {
    ...{ instruction, input, response, turns, message },
    ...(responder.small && { examples: examples.map((seed) => ({ ...seed })) }),
  });
  const parameters = responder.small
    ? samplingParameters(recipe.selfInstruct.respond, smallResponseSampling)
    : responseSampling(responding);
  const system = systemOf(setup, written, { instruction, input });
  return { responding, file, begun: '', prompt: underSystem(prompt, system), parameters };
}

/** Prompts that ask for nothing but an answer: what they say as the system goes for the whole conversation. */
const plainAnswers = ['respond', 'respondWithInput'];

function systemOf(
  { prompts }: RunSetup,
  written: readonly string[],
  values: { readonly instruction: string; readonly input: string },
): string | undefined {
  const file = plainAnswers
    .flatMap((name) => (Object.hasOwn(prompts, name) ? (prompts[name] ?? []) : []))
    .find((choice) => written.includes(promptReference(choice.file)))?.file;
  if (!file?.messages?.some((message) => 'system' in message)) return undefined;
  const prompt = renderPrompt(file, values);
  return prompt.kind === 'chat' ? prompt.messages.find(({ role }) => role === 'system')?.content : undefined;
}

/** What the prompt itself says as the system goes before. */
function underSystem(prompt: TeacherPrompt, system: string | undefined): TeacherPrompt {
  if (system === undefined || prompt.kind !== 'chat') return prompt;
  if (prompt.messages.some(({ role }) => role === 'system')) return prompt;
  return { ...prompt, messages: [{ role: 'system', content: system }, ...prompt.messages] };
}

/** What was said so far as turns: the first message is the instruction with its input. */
function exchangesOf(
  { instruction, input, response }: ConversationStart,
  turns: readonly Turn[],
): readonly Turn[] {
  const message = input.trim() === '' ? instruction : `${instruction}\n\n${input}`;
  return [
    { message, response },
    ...turns.map((turn) => ({ message: turn.message, response: turn.response })),
  ];
}

/** Empty for English, in which the prompts are written, and where the language is not known. */
function nameOf(language: string): string {
  if (language === 'en' || language === 'und') return '';
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
}
