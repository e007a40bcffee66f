import { z } from 'zod';
import { readBody } from '../../core/teacher/answer/readBody';
import { parsedJson } from '../../core/foundations/text/parsedJson';
import type { OpenAiEndpoint } from './openAiEndpoint';
import { errorOf, malformedAnswer, receive, type Received } from './received';

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
    const models = list.safeParse(parsedJson(received.body));
    if (!models.success) throw instead(received);
    return models.data.flatMap(({ id, name }) => id ?? name ?? []);
  });
}

/** What came is told as the body of any answer is. */
function instead(received: Received): Error {
  const read = readBody(received.body);
  return 'kind' in read ? errorOf(read, received) : malformedAnswer('no list of models', received);
}
