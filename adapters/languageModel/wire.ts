import { z } from 'zod';
import type { ChatMessage, SamplingParameters, TeacherPrompt } from '../../core/teacher/request';

/** What a request on the wire comes to: the prompt, how to sample, and what tells its answer from another of the same question. */
export interface ParsedRequest {
  readonly model: string;
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
  readonly seed: number | undefined;
}

/** An error as the OpenAI API words it: `param` names the field at fault, where there is one. */
export interface WireError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

export type Parsed =
  { readonly ok: true; readonly request: ParsedRequest } | { readonly ok: false; readonly error: WireError };

const shared = {
  model: z.string().min(1),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(16)]).nullish(),
  seed: z.int().nullish(),
  n: z.literal(1, 'must be 1: ask again for another sample').nullish(),
  stream: z.literal(false, 'must be false: answers are sent whole').nullish(),
  user: z.string().nullish(),
};
const tokenLimit = z.int().min(1);

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });
const message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(textPart)]),
});

// Strict, so that a field which would change the answer and is not understood is refused rather than passed over.
const completionSchema = z.strictObject({
  ...shared,
  prompt: z.string(),
  max_tokens: tokenLimit.nullish(),
});
const chatSchema = z.strictObject({
  ...shared,
  messages: z.array(message).min(1),
  max_tokens: tokenLimit.nullish(),
  max_completion_tokens: tokenLimit.nullish(),
  response_format: z.strictObject({ type: z.literal('text', 'must be "text"') }).nullish(),
});

/** Reads the body of `POST /v1/completions`. */
export function parseCompletion(body: unknown): Parsed {
  const read = completionSchema.safeParse(body);
  if (!read.success) return { ok: false, error: wireError(read.error) };
  return parsed(read.data, { kind: 'completion', prompt: read.data.prompt }, read.data.max_tokens);
}

/** Reads the body of `POST /v1/chat/completions`. */
export function parseChat(body: unknown): Parsed {
  const read = chatSchema.safeParse(body);
  if (!read.success) return { ok: false, error: wireError(read.error) };
  const { messages, max_tokens, max_completion_tokens } = read.data;
  return parsed(
    read.data,
    { kind: 'chat', messages: messages.map(chatMessage) },
    max_completion_tokens ?? max_tokens,
  );
}

function parsed(
  body: z.output<typeof completionSchema> | z.output<typeof chatSchema>,
  prompt: TeacherPrompt,
  maxTokens: number | null | undefined,
): Parsed {
  return {
    ok: true,
    request: {
      model: body.model,
      prompt,
      parameters: {
        temperature: body.temperature ?? 1,
        top_p: body.top_p ?? 1,
        presence_penalty: body.presence_penalty ?? 0,
        frequency_penalty: body.frequency_penalty ?? 0,
        ...(maxTokens == null ? {} : { max_tokens: maxTokens }),
        stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
      },
      seed: body.seed ?? undefined,
    },
  };
}

function chatMessage({ role, content }: z.output<typeof message>): ChatMessage {
  return {
    role: role === 'developer' ? 'system' : role,
    content: typeof content === 'string' ? content : content.map((part) => part.text).join(''),
  };
}

function wireError(error: z.ZodError): WireError {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const param = [...issue.path, issue.keys[0]].join('.');
    return invalid(`${param}: not supported by the local model; leave it out`, param);
  }
  const param = issue === undefined || issue.path.length === 0 ? null : issue.path.join('.');
  const message = issue?.message ?? 'the body cannot be read';
  return invalid(param === null ? message : `${param}: ${message}`, param);
}

/** An error of the client's making. */
export function invalid(message: string, param: string | null, code: string | null = null): WireError {
  return { message, type: 'invalid_request_error', param, code };
}
