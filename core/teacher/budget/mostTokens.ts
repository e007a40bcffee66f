import type { EndpointRequest } from '../request';

/** What a template may put around a message, and before all of them: a system prompt of its own, a date. */
const [aroundMessage, aroundPrompt] = [16, 256];
/** Of an answer that nothing bounds: what models write at most, but for a few. */
const unbounded = 32_768;

/** The most tokens that a request may take. */
export interface MostTokens {
  readonly prompt: number;
  /** Thinking among them. */
  readonly answer: number;
}

/**
 * The most tokens that a request may be counted as, whatever the tokenizer: none makes more tokens of a text than that has bytes.
 *
 * @param answerBound What it will be sent with, thinking included; undefined where nothing bounds its answer.
 * @param added What the endpoint's configuration adds to the body.
 */
export function mostTokens(
  request: EndpointRequest,
  answerBound: number | undefined,
  added: Readonly<Record<string, unknown>> = {},
): MostTokens {
  const bounds = [added['max_tokens'], added['max_completion_tokens']].filter(
    (bound): bound is number => typeof bound === 'number',
  );
  const texts = textsOf(request);
  const beside = [request.schema, Object.keys(added).length > 0 ? added : undefined];
  const bytes = [...texts, ...beside.map((each) => (each ? JSON.stringify(each) : ''))].map(bytesOf);
  return {
    prompt: bytes.reduce((sum, each) => sum + each, texts.length * aroundMessage + aroundPrompt),
    answer: Math.max(answerBoundOf(request, answerBound), ...bounds),
  };
}

function answerBoundOf({ role }: EndpointRequest, answerBound: number | undefined): number {
  if (role === 'embed' || role === 'moderate') return 0;
  if (role === 'score') return 1;
  return answerBound ?? unbounded;
}

function textsOf({ prompt }: EndpointRequest): readonly string[] {
  switch (prompt.kind) {
    case 'completion':
      return [prompt.prompt];
    case 'chat':
      return prompt.messages.map(({ content }) => content);
    case 'embedding':
    case 'moderation':
      return prompt.texts;
    case 'likelihood':
      return [prompt.before, prompt.text];
  }
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}
