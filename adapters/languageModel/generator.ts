import type { SamplingParameters, TeacherPrompt } from '../../core/teacher/request';

/** What writes the answers behind the HTTP interface. */
export interface Generator {
  /** The model's name, by which requests ask for it. */
  readonly name: string;
  /** Most tokens of prompt and answer together. */
  readonly contextSize: number;
  /** @throws PromptTooLong if the prompt leaves no room for an answer; RefusedByTemplate; the signal's reason if it fires. */
  generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation>;
}

export interface GenerationRequest {
  readonly prompt: TeacherPrompt;
  readonly parameters: SamplingParameters;
  /** Seed of the sampling, 0 to 2^32 - 1: equal request and seed, equal answer. */
  readonly seed: number;
}

export interface Generation {
  readonly text: string;
  /** `length`: the answer was cut by `max_tokens` or by the end of the context. */
  readonly finishReason: 'stop' | 'length';
  readonly promptTokens: number;
  /** How many of the prompt's tokens an earlier request had evaluated. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export class PromptTooLong extends Error {
  override readonly name = 'PromptTooLong';
  constructor(
    readonly promptTokens: number,
    readonly contextSize: number,
  ) {
    super(
      `the prompt has ${promptTokens} tokens, and this model takes ${contextSize - 1} and an answer's first: ` +
        `shorten it by ${promptTokens - contextSize + 1} tokens, or start the model with a larger --context`,
    );
  }
}

/** A conversation that the model's own chat template does not take. */
export class RefusedByTemplate extends Error {
  override readonly name = 'RefusedByTemplate';
  constructor(cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super(`the model's chat template does not take this conversation (${said})`, { cause });
  }
}
