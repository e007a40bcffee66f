import type OpenAI from 'openai';
import { z } from 'zod';
import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';
import type { Endpoint } from '../../core/teacher/endpoint';
import { MalformedAnswer, OpenAiEndpoint } from '../teacher/openAiEndpoint';
import type { LanguageModel } from './languageModel';

/** Requests in flight at once: each is one forward pass, and a server batches what it has. */
const atOnce = 8;

const completion = z.object({
  choices: z
    .array(
      z.object({
        logprobs: z.object({
          tokens: z.array(z.string()),
          token_logprobs: z.array(z.number().nullable()),
          text_offset: z.array(z.int().min(0)),
        }),
      }),
    )
    .min(1),
});

/**
 * A model behind an OpenAI-compatible `/completions` that echoes its prompt with log-probabilities (vLLM does, and llama.cpp's
 * Python server; chat interfaces tell only of what they write themselves). A context stands before the text with an empty line
 * between them. The end of a text is not told. Each request is sent once: retries belong to the caller. Fails with
 * TeacherError and nothing else.
 */
export class EndpointLanguageModel implements LanguageModel {
  readonly model: string;
  private readonly endpoint: OpenAiEndpoint;
  private readonly closing = new AbortController();

  /**
   * @param pool The endpoint's name in the worker's configuration.
   * @param name The model, as the endpoint calls it.
   * @param environment Where its key is.
   */
  constructor(
    pool: string,
    endpoint: Endpoint,
    private readonly name: string,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.model = `${pool}/${name}`;
    this.endpoint = new OpenAiEndpoint(pool, endpoint, environment);
  }

  readonly logProbabilities = async (
    requests: readonly LogProbabilityRequest[],
  ): Promise<readonly (readonly TokenProbability[])[]> => {
    const answers: (readonly TokenProbability[])[] = [];
    for (let from = 0; from < requests.length; from += atOnce)
      answers.push(
        ...(await Promise.all(requests.slice(from, from + atOnce).map((request) => this.score(request)))),
      );
    return answers;
  };

  close(): Promise<void> {
    this.closing.abort();
    return Promise.resolve();
  }

  private score(request: LogProbabilityRequest): Promise<readonly TokenProbability[]> {
    if (request.text === '') return Promise.resolve([]);
    return this.endpoint.request(this.name, this.closing.signal, (client, signal) =>
      this.ask(client, request, signal),
    );
  }

  private async ask(
    client: OpenAI,
    { context, text }: LogProbabilityRequest,
    signal: AbortSignal,
  ): Promise<TokenProbability[]> {
    const before = context === undefined ? '' : `${context}\n\n`;
    const answer = await client.completions.create(
      {
        model: this.name,
        prompt: before + text,
        echo: true,
        logprobs: 1,
        max_tokens: 1, // some servers refuse 0
        temperature: 0,
      },
      { signal },
    );
    const parsed = completion.safeParse(answer);
    if (!parsed.success) {
      throw new MalformedAnswer(
        `no log-probabilities of the prompt came (${parsed.error.issues[0]?.path.join('.') || 'the body'})`,
      );
    }
    const { tokens, token_logprobs, text_offset } = parsed.data.choices[0]!.logprobs;
    const whole = before.length + text.length;
    const scored = tokens.flatMap((token, index): TokenProbability[] => {
      const offset = text_offset[index] ?? 0;
      const logProbability = token_logprobs[index];
      // The first token of all has none; what the model wrote itself begins where the text ends.
      if (logProbability == null || offset + token.length <= before.length || offset >= whole) return [];
      return [{ token, logProbability: Math.min(0, logProbability) }];
    });
    if (scored.length > 0 || tokens.length <= 2) return scored;
    throw new MalformedAnswer('the prompt is not echoed with its log-probabilities');
  }
}
