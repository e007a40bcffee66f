import { z } from 'zod';
import { readBody } from '../../core/teacher/answer/readBody';
import { ErrorInAnswer, type OpenAiEndpoint } from './openAiEndpoint';
import { malformedAnswer, receive, type Received } from './received';

const named = z.object({ id: z.string().optional(), name: z.string().optional() });
const list = z.union([
  z.object({ data: z.array(named) }).transform(({ data }) => data),
  z.object({ models: z.array(named) }).transform(({ models }) => models),
  z.array(named), // Together's
]);
/** A service that gathers others lists thousands, with what each costs. */
const longestList = 32 * 1024 * 1024;

/**
 * Names of an endpoint's models, by `GET /models`, which costs nothing.
 *
 * @param model the one in question, for messages.
 * @throws TeacherError, also where it lists none.
 */
export async function listModels(
  openAi: OpenAiEndpoint,
  model: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return openAi.request(model, signal, async (client, until) => {
    const received = await receive(await client.get('/models', { signal: until }).asResponse(), longestList);
    const models = list.safeParse(fromJson(received.body));
    if (!models.success) throw instead(received);
    return models.data.flatMap(({ id, name }) => id ?? name ?? []);
  });
}

/** What came is told as the body of any answer is. */
function instead(received: Received): Error {
  const read = readBody(received.body);
  if (!('kind' in read)) return malformedAnswer('no list of models', received);
  if (read.kind === 'malformed') return malformedAnswer(read.message, received);
  const { kind: _, ...problem } = read;
  return new ErrorInAnswer({ cause: 'status', headers: received.headers, ...problem });
}

function fromJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // told as what it is
  }
}
