import type { TeacherAnswer, TeacherRequest } from './request';

/** How many times the usual allowance a thought gets that used its first one up. */
const larger = 4;

export interface ThinkingModel {
  /** Whether the model thinks before it answers. */
  readonly thinks: boolean;
  /** Tokens that its thinking may take. */
  readonly thinkingTokens: number;
}

/**
 * The most tokens that a model may write for a request, as endpoints count them: `max_tokens` bounds the answer, and thinking gets an
 * allowance of its own. Undefined where the request bounds nothing.
 */
export function tokensToAllow(
  { parameters, thinkingAllowance }: Pick<TeacherRequest, 'parameters' | 'thinkingAllowance'>,
  { thinks, thinkingTokens }: ThinkingModel,
): number | undefined {
  const { max_tokens } = parameters;
  if (max_tokens === undefined) return undefined;
  if (thinkingAllowance === 'larger') return max_tokens + larger * thinkingTokens;
  return thinks ? max_tokens + thinkingTokens : max_tokens;
}

/** A request as it is sent: bounded by what answer and thinking may take together. */
export function withAllowance(request: TeacherRequest, model: ThinkingModel): TeacherRequest {
  const max_tokens = tokensToAllow(request, model);
  if (max_tokens === undefined) return request;
  return { ...request, parameters: { ...request.parameters, max_tokens } };
}

/** The same, let write no more than so many tokens. */
export function withinBound(request: TeacherRequest, mostTokens: number | undefined): TeacherRequest {
  const { max_tokens } = request.parameters;
  if (mostTokens === undefined || max_tokens === undefined || max_tokens <= mostTokens) return request;
  return { ...request, parameters: { ...request.parameters, max_tokens: mostTokens } };
}

/** Whether thinking used up all tokens, so that nothing was answered. */
export function isThoughtAlone({
  finishReason,
  text,
  thinking,
  reasoningTokens = 0,
}: TeacherAnswer): boolean {
  return finishReason === 'length' && text.trim() === '' && (thinking !== undefined || reasoningTokens > 0);
}
