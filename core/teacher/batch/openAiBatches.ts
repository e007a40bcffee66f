import { fieldsIn, isFields, textIn, type Fields } from '../answer/fields';
import type { BatchLine, BatchResult, BatchSeen } from './batchInterface';
import { jsonLines } from './jsonLines';

/**
 * OpenAI's batches, and those of services that copy them: a file of lines goes up, a batch is made of it, and its output and its errors
 * are files again. What was answered when a batch expires or is cancelled is in its output file, and paid for.
 *
 * Sources: the types of `files` and `batches` in OpenAI's client; https://platform.openai.com/docs/guides/batch (as of 2025).
 */
export function openAiLine({ customId, body }: BatchLine, path: string): string {
  return JSON.stringify({ custom_id: customId, method: 'POST', url: path, body });
}

const ends: ReadonlySet<string> = new Set(['completed', 'expired', 'cancelled']);

/** Undefined for what is no batch. Some write their states in capitals. */
export function readOpenAiBatch(value: unknown): BatchSeen | undefined {
  if (!isFields(value)) return undefined;
  const id = textIn(value, 'id');
  const status = textIn(value, 'status')?.toLowerCase();
  if (!id || !status) return undefined;
  const files = ['output_file_id', 'error_file_id'].flatMap((name) => textIn(value, name) || []);
  if (status !== 'failed') return { id, state: ends.has(status) ? 'ended' : 'running', files };
  // Files of a batch that failed hold what was answered before it did.
  return files.length > 0
    ? { id, state: 'ended', files }
    : { id, state: 'refused', files, problem: problemOf(value) };
}

function problemOf(batch: Fields): NonNullable<BatchSeen['problem']> {
  const data: unknown = fieldsIn(batch, 'errors')?.['data'];
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  return isFields(first)
    ? { code: textIn(first, 'code') ?? '', message: textIn(first, 'message') ?? '' }
    : { code: '', message: 'it does not say why' };
}

/** Limits of what may wait at the provider: over once other batches have ended. */
const passing: ReadonlySet<string> = new Set(['token_limit_exceeded', 'request_limit_exceeded']);

/** Whether a batch that was refused is to be sent again, later. */
export function isRefusedForNow({ problem }: BatchSeen): boolean {
  return passing.has(problem?.code ?? '');
}

/** Codes of lines whose turn did not come. */
const unasked: ReadonlySet<string> = new Set(['batch_expired', 'batch_cancelled']);

/** What is said in a file of a batch, output or errors: both have the same form. */
export function readOpenAiResults(text: string): BatchResult[] {
  return jsonLines(text).flatMap((line): BatchResult[] => {
    const customId = textIn(line, 'custom_id');
    if (!customId) return [];
    const response = fieldsIn(line, 'response');
    const error = fieldsIn(line, 'error');
    if (error && unasked.has(textIn(error, 'code') ?? '')) return [{ kind: 'unasked', customId }];
    const status = response?.['status_code'];
    const body = response?.['body'];
    if (status === 200 && body !== undefined) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return [
        {
          kind: 'answered',
          customId,
          body: text,
          requestId: (response && textIn(response, 'request_id')) ?? '',
        },
      ];
    }
    const said = (isFields(body) && (fieldsIn(body, 'error') ?? body)) || error || {};
    return [{ kind: 'refused', customId, status: typeof status === 'number' ? status : 500, error: said }];
  });
}
