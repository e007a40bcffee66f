import { contentOf, thinkingFieldOf } from './contentOf';
import { fieldsIn, isFields, textIn, type Fields } from './fields';
import { finishReasonOf } from './finishReasonOf';
import { malformed, type NoAnswer } from './noAnswer';
import { readBody } from './readBody';
import { separateThinking } from './separateThinking';
import { tokensOf } from './tokensOf';
import type { TeacherAnswer } from '../request';

/**
 * The answer in the body of a response with status 200, in whichever form it comes, its thinking told apart; else what it is instead. An
 * empty text is an answer, and was paid for.
 *
 * @param thinks Whether the model is known to think.
 */
export function readAnswer(body: string, thinks: boolean): TeacherAnswer | NoAnswer {
  const read = readBody(body);
  if (!('body' in read)) return read;
  const { choices } = read.body;
  const [choice] = Array.isArray(choices) ? (choices as readonly unknown[]) : [];
  if (!isFields(choice)) return malformed("not in the form of OpenAI's interface (choices: there is none)");
  const said = saidIn(choice);
  if (!said) return malformed("not in the form of OpenAI's interface (choices.0.message: there is none)");
  const answer = { ...toAnswer(choice, said, thinks), ...tokensOf(read.body), requestId: idOf(read.body) };
  return isHiddenThought(answer) && 'message' in choice
    ? { ...answer, reasoningTokens: answer.completionTokens }
    : answer;
}

/** Tokens that were written up to the limit and that nobody is shown: thinking of an endpoint that neither shows nor counts it. */
function isHiddenThought({
  text,
  finishReason,
  thinking,
  reasoningTokens,
  completionTokens,
}: TeacherAnswer): boolean {
  const isUntold = thinking === undefined && reasoningTokens === undefined;
  return isUntold && text === '' && finishReason === 'length' && completionTokens >= 16;
}

/** The endpoint's id of an answer, which some write as a number. */
export function idOf({ id }: Fields): string {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

/** Where a choice says something: its message, also where that is a bare text; a continued text; a chunk where no stream was asked for. */
function saidIn(choice: Fields): Fields | undefined {
  const message = fieldsIn(choice, 'message', 'delta');
  if (message) return message;
  const content = [choice['message'], choice['text'], choice['content']].find(
    (value) => typeof value === 'string' || Array.isArray(value),
  );
  return content === undefined ? undefined : { ...choice, content };
}

function toAnswer(
  choice: Fields,
  said: Fields,
  thinks: boolean,
): Pick<TeacherAnswer, 'text' | 'finishReason' | 'refusal' | 'thinking'> {
  const given = contentOf(said['content'] ?? choice['text']);
  const content = given.text.trim() === '' ? { ...given, text: onlyArguments(said) ?? given.text } : given;
  const apart = [thinkingFieldOf(said) || thinkingFieldOf(choice), content.thinking].filter((one) =>
    one.trim(),
  );
  const { text, thinking: aloud } = separateThinking(content.text, { thinks, isApart: apart.length > 0 });
  const thinking = [...new Set([...apart, aloud ?? ''].map((one) => one.trim()))].filter((one) => one !== '');
  const finishReason = finishReasonOf(
    textIn(choice, 'finish_reason', 'finishReason', 'stop_reason', 'native_finish_reason'),
  );
  const refusal = textIn(said, 'refusal') ?? (content.refusal || whyNoText(text, finishReason, said));
  return {
    text,
    finishReason,
    ...(refusal && { refusal }),
    ...(thinking.length > 0 && { thinking: thinking.join('\n\n') }),
  };
}

/** Tools that gateways make of a schema, for models that know structured output in no other way; LiteLLM's is the first. */
const schemaTools: ReadonlySet<string | undefined> = new Set([
  'json_tool_call',
  'structured_output',
  'json_schema',
  'json',
]);

/** Structured output that came as the arguments of such a tool. */
function onlyArguments({ tool_calls: calls }: Fields): string | undefined {
  const [call, ...others] = Array.isArray(calls) ? (calls as readonly unknown[]) : [];
  const called = isFields(call) && others.length === 0 ? fieldsIn(call, 'function') : undefined;
  return called && schemaTools.has(textIn(called, 'name')) ? textIn(called, 'arguments') : undefined;
}

/** What stands in the place of a text that could have been one. */
function whyNoText(
  text: string,
  finishReason: TeacherAnswer['finishReason'],
  said: Fields,
): string | undefined {
  if (text.trim() !== '') return undefined;
  const called: unknown = Array.isArray(said['tool_calls']) ? said['tool_calls'][0] : said['function_call'];
  if (isFields(called)) {
    const name = textIn(fieldsIn(called, 'function') ?? called, 'name') ?? '';
    return `It called the tool "${name}" in place of an answer.`;
  }
  return finishReason === 'content_filter' ? "The endpoint's content filter withheld the answer." : undefined;
}
