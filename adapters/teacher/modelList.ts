import { z } from 'zod';
import { MalformedAnswer, type OpenAiEndpoint } from './openAiEndpoint';

const named = z.object({ id: z.string().optional(), name: z.string().optional() });
const list = z.union([
  z.object({ data: z.array(named) }).transform(({ data }) => data),
  z.object({ models: z.array(named) }).transform(({ models }) => models),
  z.array(named), // Together's
]);

/** Names of an endpoint's models, by `GET /models`. Costs nothing. @throws TeacherError, also where it lists none. */
export async function listModels(
  openAi: OpenAiEndpoint,
  model: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return openAi.request(model, signal, async (client, until) => {
    const body: unknown = await client.get('/models', { signal: until });
    const read = list.safeParse(typeof body === 'string' ? fromText(body) : body);
    if (!read.success) throw new MalformedAnswer(describe(body));
    return read.data.flatMap(({ id, name }) => id ?? name ?? []);
  });
}

function fromText(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body; // told as what it is
  }
}

function describe(body: unknown): string {
  const text = typeof body === 'string' ? body.trim() : JSON.stringify(body ?? null);
  if (/^<(?:!doctype|html|\?xml)/i.test(text))
    return 'a web page: its baseUrl is that of a site, or a login stands before it';
  return text === '' ? 'an empty body' : text;
}
