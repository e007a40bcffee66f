import type { Endpoint } from '../../core/teacher/endpoint';
import type { Lessons } from '../../core/teacher/lessons';
import type { TeacherRequest } from '../../core/teacher/request';
import { sentParameters } from '../../core/teacher/sentParameters';

/** A question as it goes out. */
export interface Wire {
  /** What of it is a parameter of ours, in the names of the wire. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** All that is sent but the prompt, for the ledger: a schema is kept with what was asked already. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The same question, asked so that the answer comes as it is written. */
export function asStream(wire: Wire): Wire {
  const stream = { stream: true, stream_options: { include_usage: true } };
  return { ...wire, sent: { ...wire.sent, ...stream }, body: { ...wire.body, ...stream } };
}

/** What the endpoint's configuration adds goes before what is ours. */
export function wireOf(request: TeacherRequest, endpoint: Endpoint, lessons: Lessons): Wire {
  const { model, prompt } = request;
  const { extraBody } = endpoint;
  const ours = Object.entries(sentParameters(request, endpoint, lessons)).filter(
    ([name]) => !Object.hasOwn(extraBody, name),
  );
  const parameters = Object.fromEntries(ours);
  const fields = { model, ...parameters, ...extraBody };
  const text =
    prompt.kind === 'chat'
      ? { messages: prompt.messages.map((message) => ({ ...message })) }
      : { prompt: prompt.prompt };
  return { parameters, sent: withoutSchema(fields), body: { ...fields, ...text } };
}

function withoutSchema(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const format = fields['response_format'] as { type: string } | undefined;
  return { ...fields, ...(format && { response_format: { type: format.type } }) };
}

/** The stop sequences that were asked for and not sent, if any was not. */
export function unsentStops({ parameters: { stop } }: TeacherRequest, { body }: Wire): readonly string[] {
  const sent = body['stop'];
  return stop && !stop.every((one) => Array.isArray(sent) && sent.includes(one)) ? stop : [];
}
