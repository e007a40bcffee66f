import type { FinishReason } from '../vocabulary/finishReason';

/** The parts a teacher plays. A recipe may name another model for each. */
export type TeacherRole = 'propose' | 'respond' | 'judge' | 'classify';

/** Sampling parameters, in the names and units of the OpenAI API. */
export interface SamplingParameters {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  /** Upper bound of the answer, in the model's tokens. */
  readonly max_tokens?: number;
  readonly stop?: readonly string[];
}

/** What the teacher reads: a text to continue (`/completions`), or a conversation (`/chat/completions`). */
export type TeacherPrompt =
  | { readonly kind: 'completion'; readonly prompt: string }
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A JSON schema that the answer must follow, for endpoints that support structured output. */
export interface AnswerSchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/**
 * One question to a teacher. Two equal requests are the same purchase: `callKey` is a hash of every field but `role`.
 * `endpoint` is the endpoint's name in the worker's configuration, never a URL, since ports move and addresses fail over.
 */
export interface TeacherRequest {
  readonly role: TeacherRole;
  readonly endpoint: string;
  readonly model: string;
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
  readonly schema?: AnswerSchema;
  /** Asked once more since the model's thinking used up its tokens: it gets more of them. Another purchase than the first. */
  readonly thinkingAllowance?: 'larger';
  /** Tells repeated samples of one prompt apart. It comes from the request's address, never from a counter. */
  readonly sample: string;
}

/** What measures of texts have in common: nothing is sampled, nothing is thought, and the answer has no schema. */
interface Measure {
  readonly endpoint: string;
  readonly model: string;
  readonly parameters: Readonly<Record<string, never>>;
  readonly schema?: undefined;
  readonly thinkingAllowance?: undefined;
  readonly sample: '0';
}

/** Texts whose vectors are asked for together. Its answer's text is theirs, as `vectorsToText` writes them. */
export interface EmbeddingRequest extends Measure {
  readonly role: 'embed';
  readonly prompt: { readonly kind: 'embedding'; readonly texts: readonly string[] };
}

/** How likely a text is after what stands before it. Its answer's text is JSON: the tokens, each with its log-probability. */
export interface LikelihoodRequest extends Measure {
  readonly role: 'score';
  readonly prompt: { readonly kind: 'likelihood'; readonly before: string; readonly text: string };
}

/** Texts of which is asked whether they are harmful. Its answer's text is the verdicts, as `verdictsToText` writes them. */
export interface ModerationRequest extends Measure {
  readonly role: 'moderate';
  readonly prompt: { readonly kind: 'moderation'; readonly texts: readonly string[] };
}

/** Whatever is asked of an endpoint: each is a purchase, with a slot, a row of the ledger and a cost. */
export type EndpointRequest = TeacherRequest | EmbeddingRequest | LikelihoodRequest | ModerationRequest;

/** Whether numbers or verdicts are asked for, and not a text: nothing can stand in for them, and no model thinks before them. */
export function isMeasure(
  request: EndpointRequest,
): request is EmbeddingRequest | LikelihoodRequest | ModerationRequest {
  return request.role === 'embed' || request.role === 'score' || request.role === 'moderate';
}

/** What came back for a request, as the ledger keeps it: before any parsing, but with the model's thinking told apart. */
export interface TeacherAnswer {
  readonly text: string;
  /** What the model thought aloud before it answered, where the endpoint shows it. Never part of `text`. */
  readonly thinking?: string;
  readonly finishReason: FinishReason;
  /** The endpoint's own count; 0 where it gives none. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Those of the answer's tokens that were thinking, where the endpoint counts them. */
  readonly reasoningTokens?: number;
  /** Those of the prompt's tokens that the endpoint had kept from earlier, where it counts them. */
  readonly cachedTokens?: number;
  /** Those of the prompt's tokens that the endpoint kept for later, where it counts them; and those of them that it keeps for an hour. */
  readonly cacheWriteTokens?: number;
  readonly cacheWriteHourTokens?: number;
  /** The endpoint's id of this answer, for its support desk; empty where it gives none. */
  readonly requestId: string;
  /** A model that refuses through the API's own field says so here. */
  readonly refusal?: string;
  /** The body that came last, where every purchase brought what is no answer: `text` is empty then, and `refusal` says so. */
  readonly unusable?: string;
  /** The ledger's key of the call that brought it, where that is not the one asked for at first (`withRoomToThink`). Not kept. */
  readonly call?: string;
}
