import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Generation, type Generator, PromptTooLong, RefusedByTemplate } from './generator';
import { invalid, parseChat, parseCompletion, type Parsed, type ParsedRequest, type WireError } from './wire';

/** Tells repeated samples of one request apart, as the ledger does: the request's own seed goes before it. */
export const sampleHeader = 'x-seedbed-sample';

const maxBodyBytes = 1024 * 1024;

/**
 * The OpenAI-compatible interface of one model: `GET /v1/models`, `POST /v1/completions`, `POST /v1/chat/completions`, not
 * streamed. A client that goes away ends its generation; `closing` ends all, with 503.
 */
export function createApp(generator: Generator, closing: AbortSignal): Hono {
  const app = new Hono();
  const model = { id: generator.name, object: 'model', created: 0, owned_by: 'local' };

  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) =>
        fail(
          context,
          413,
          invalid(`the body is larger than ${maxBodyBytes} bytes; send a shorter prompt`, null),
        ),
    }),
  );
  app.get('/v1/models', (context) => context.json({ object: 'list', data: [model] }));
  app.get('/v1/models/:id', (context) =>
    context.req.param('id') === generator.name
      ? context.json(model)
      : fail(context, 404, unknownModel(context.req.param('id'), generator.name)),
  );
  app.post('/v1/completions', (context) =>
    answer(context, generator, closing, parseCompletion, 'text_completion', ({ text }) => ({ text })),
  );
  app.post('/v1/chat/completions', (context) =>
    answer(context, generator, closing, parseChat, 'chat.completion', ({ text }) => ({
      message: { role: 'assistant', content: text },
    })),
  );
  app.notFound((context) =>
    fail(
      context,
      404,
      invalid(
        `${context.req.method} ${context.req.path}: not offered here; there are GET /v1/models, POST /v1/completions and POST /v1/chat/completions`,
        null,
      ),
    ),
  );
  app.onError((error, context) =>
    fail(context, 500, { message: error.message, type: 'server_error', param: null, code: null }),
  );
  return app;
}

async function answer(
  context: Context,
  generator: Generator,
  closing: AbortSignal,
  parse: (body: unknown) => Parsed,
  object: string,
  choice: (generation: Generation) => object,
): Promise<Response> {
  const parsed = parse(await context.req.json().catch(() => undefined)); // no JSON: refused like any other body that is none of ours
  if (!parsed.ok) return fail(context, 400, parsed.error);
  const { request } = parsed;
  if (request.model !== generator.name)
    return fail(context, 404, unknownModel(request.model, generator.name));

  const digest = digestOf(request, context.req.header(sampleHeader) ?? '');
  const seed = request.seed === undefined ? digest.readUInt32BE(0) : request.seed >>> 0;
  const signal = AbortSignal.any([context.req.raw.signal, closing]);
  try {
    const generation = await generator.generate({ ...request, seed }, signal);
    return context.json({
      id: `${object === 'chat.completion' ? 'chatcmpl' : 'cmpl'}-${digest.toString('hex', 0, 12)}`,
      object,
      created: Math.floor(Date.now() / 1000),
      model: generator.name,
      choices: [{ index: 0, ...choice(generation), finish_reason: generation.finishReason, logprobs: null }],
      usage: {
        prompt_tokens: generation.promptTokens,
        completion_tokens: generation.completionTokens,
        total_tokens: generation.promptTokens + generation.completionTokens,
        prompt_tokens_details: { cached_tokens: generation.cachedTokens },
      },
    });
  } catch (error) {
    if (error instanceof PromptTooLong)
      return fail(
        context,
        400,
        invalid(
          error.message,
          object === 'chat.completion' ? 'messages' : 'prompt',
          'context_length_exceeded',
        ),
      );
    if (error instanceof RefusedByTemplate) return fail(context, 400, invalid(error.message, 'messages'));
    if (!signal.aborted) throw error;
    context.header('connection', 'close'); // or a client that keeps its connection keeps the process
    return fail(context, 503, {
      message: 'the model is shutting down; ask again when it is back',
      type: 'server_error',
      param: null,
      code: null,
    });
  }
}

/** Equal questions have equal digests, whatever the order of their fields on the wire. */
function digestOf({ model, prompt, parameters, seed }: ParsedRequest, sample: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([model, prompt, parameters, seed ?? null, sample]))
    .digest();
}

function unknownModel(asked: string, served: string): WireError {
  return invalid(`model: "${asked}" is not served here; ask for "${served}"`, 'model', 'model_not_found');
}

function fail(context: Context, status: 400 | 404 | 413 | 500 | 503, error: WireError): Response {
  return context.json({ error }, status);
}
