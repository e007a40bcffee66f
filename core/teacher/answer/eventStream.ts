import { parsedJson } from '../../foundations/text/parsedJson';
import { contentOf, thinkingFieldOf } from './contentOf';
import { errorInBody } from './errorInBody';
import { fieldsIn, isFields, textIn, type Fields } from './fields';
import { malformed, type NoAnswer } from './noAnswer';

const fieldOfStream = /^(data|event|id|retry)[ \t]*:/m;

/** Whether a body is a stream of events, which some servers send also where none was asked for. */
export function isEventStream(body: string): boolean {
  return fieldOfStream.exec(body)?.index === 0;
}

/** Whether such a stream has said that nothing more comes: some servers leave it open. */
export function isStreamDone(body: string): boolean {
  return isEventStream(body) && /^data[ \t]*:[ \t]*\[DONE\][ \t]*\r?\n/m.test(body);
}

/** Puts the chunks of a stream together to the body that would have come without it. */
export function assembleStream(body: string): { readonly body: Fields } | NoAnswer {
  const said = { text: '', thinking: '', refusal: '' };
  let head: Fields = {};
  let usage: Fields | undefined;
  let finishReason: string | undefined;
  let chunks = 0;
  let isWhole = false;
  for (const data of dataOf(body)) {
    if (data === '[DONE]') {
      isWhole = true;
      break;
    }
    const chunk = parsedJson(data);
    if (!isFields(chunk)) return malformed('a stream with an event that is not JSON');
    const error = errorInBody(chunk);
    if (error) return error;
    head = { ...chunk, ...head };
    usage = fieldsIn(chunk, 'usage') ?? usage;
    const choice = choiceOf(chunk);
    if (!choice) continue;
    chunks++;
    const delta = deltaOf(choice);
    const content = contentIn(delta);
    said.text += content.text;
    said.thinking += thinkingFieldOf(delta) || content.thinking;
    said.refusal += content.refusal || (textIn(delta, 'refusal') ?? '');
    finishReason = textIn(choice, 'finish_reason') ?? finishReason;
  }
  if (chunks === 0) return malformed('a stream of events without an answer in it');
  if (!isWhole && finishReason === undefined)
    return malformed('a stream of events that broke off before its end');
  const message = {
    content: said.text,
    ...(said.thinking && { reasoning_content: said.thinking }),
    ...(said.refusal && { refusal: said.refusal }),
  };
  return {
    body: { ...head, usage, choices: [{ finish_reason: finishReason, text: said.text, message }] },
  };
}

/** The data of each event: its lines that begin so, put together. */
function dataOf(body: string): string[] {
  return body
    .split(/\r?\n[ \t]*\r?\n/)
    .map((event) =>
      event
        .split(/\r?\n/)
        .flatMap((line) => /^data[ \t]*:[ \t]?(.*)$/.exec(line)?.[1] ?? [])
        .join('\n')
        .trim(),
    )
    .flatMap((data) => {
      // Some servers leave out the empty line between events: then each line is one.
      const lines = data.split('\n');
      return lines.length > 1 && lines.every((line) => line === '[DONE]' || isFields(parsedJson(line)))
        ? lines
        : [data];
    })
    .filter((data) => data !== '');
}

/** Of several answers to one request the first is ours. */
/** The text that an event of a stream adds to its answer. */
export function textAdded(data: string): string {
  const event = parsedJson(data);
  const choice = isFields(event) ? choiceOf(event) : undefined;
  return choice ? contentIn(deltaOf(choice)).text : '';
}

const deltaOf = (choice: Fields): Fields => fieldsIn(choice, 'delta', 'message') ?? choice;
const contentIn = (delta: Fields): ReturnType<typeof contentOf> =>
  contentOf(delta['content'] ?? delta['text']);

function choiceOf({ choices }: Fields): Fields | undefined {
  const list = Array.isArray(choices) ? (choices as readonly unknown[]).filter(isFields) : [];
  return list.find(({ index }) => index === undefined || index === 0 || index === null);
}
