import { isStreamDone } from '../../core/teacher/answer/eventStream';
import type { NoAnswer } from '../../core/teacher/answer/noAnswer';
import { ErrorInAnswer, MalformedAnswer } from './openAiEndpoint';

/** What came of a response with status 200: its body as it is, whatever its content type says, since all of it was paid for. */
export interface Received {
  readonly body: string;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether its end was not waited for. */
  readonly isStopped?: boolean;
}

/** More than any answer has: a body that goes on for ever must not fill this process. */
export const longestAnswer = 16 * 1024 * 1024;
/** The same for vectors, which are written out as numbers. */
export const longestVectors = 256 * 1024 * 1024;
/** How much is kept of a body that is no answer. */
const keptOfMalformed = 64 * 1024;

/**
 * @param isEnough Told of each piece of the body; where it says so, nothing more is read.
 * @throws MalformedAnswer when the body is longer than `longest` bytes.
 */
export async function receive(
  response: Response,
  longest: number,
  isEnough: (piece: string) => boolean = () => false,
): Promise<Received> {
  const headers = Object.fromEntries(response.headers);
  const received = { headers, requestId: headers['x-request-id'] ?? headers['request-id'] };
  const decoder = decoderOf(headers['content-type']);
  const parts: string[] = [];
  let bytes = 0;
  // Undici's stream is iterable, as Node's are; that of DOM's types is not.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    const piece = decoder.decode(chunk, { stream: true });
    parts.push(piece);
    if (isEnough(piece)) return { ...received, body: parts.join(''), isStopped: true };
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

/** By the charset that the content type names, where it is a known one. */
function decoderOf(contentType = ''): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder(); // a name that nobody knows: JSON is UTF-8
  }
}

/** Some servers say that a stream is over, and leave it open. */
function isOpenStream(parts: readonly string[]): boolean {
  const end = parts.slice(-2).join('').slice(-64);
  return end.includes('[DONE]') && isStreamDone(parts.join(''));
}

export function malformedAnswer(message: string, { body, requestId }: Received): MalformedAnswer {
  return new MalformedAnswer(message, requestId, body.slice(0, keptOfMalformed));
}

/** As an error: what the one who asked has to do about it is decided where all failures are. */
export function errorOf(none: NoAnswer, received: Received): MalformedAnswer | ErrorInAnswer {
  if (none.kind === 'malformed') return malformedAnswer(none.message, received);
  const { kind: _, ...problem } = none;
  return new ErrorInAnswer({ cause: 'status', headers: received.headers, ...problem });
}
