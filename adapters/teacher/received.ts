import { MalformedAnswer } from './openAiEndpoint';
import { isStreamDone } from '../../core/teacher/answer/eventStream';

/** What came of a response with status 200: its body as it is, whatever its content type says, since all of it was paid for. */
export interface Received {
  readonly body: string;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** More than any answer has: a body that goes on for ever must not fill this process. */
export const longestAnswer = 16 * 1024 * 1024;
/** The same for vectors, which are written out as numbers. */
export const longestVectors = 256 * 1024 * 1024;
/** How much is kept of a body that is no answer. */
const keptOfMalformed = 64 * 1024;

/** @throws MalformedAnswer when the body is longer than `longest` bytes. */
export async function receive(response: Response, longest: number): Promise<Received> {
  const headers = Object.fromEntries(response.headers);
  const received = { headers, requestId: headers['x-request-id'] ?? headers['request-id'] };
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  // Undici's stream is iterable, as Node's are; that of DOM's types is not.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    parts.push(decoder.decode(chunk, { stream: true }));
    if (bytes > longest)
      throw malformedAnswer(`a body of more than ${longest / 1024 / 1024} MiB`, {
        ...received,
        body: parts.join(''),
      });
    if (isOpenStream(parts)) break;
  }
  parts.push(decoder.decode());
  return { ...received, body: parts.join('') };
}

/** Some servers say that a stream is over, and leave it open. */
function isOpenStream(parts: readonly string[]): boolean {
  const end = parts.slice(-2).join('').slice(-64);
  return end.includes('[DONE]') && isStreamDone(parts.join(''));
}

export function malformedAnswer(message: string, { body, requestId }: Received): MalformedAnswer {
  return new MalformedAnswer(message, requestId, body.slice(0, keptOfMalformed));
}
