import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, SchemaElement } from 'hyparquet';
import { UserError } from '../../core/foundations/userError';
import type { PlainObject } from '../../core/foundations/text/plainObject';

/** What of a Parquet file is to be read. */
export interface ParquetRows {
  readonly columns: readonly string[];
  /** Those that hold texts, or lists and structs that may. */
  readonly textColumns: readonly string[];
  /** The rows, of these columns only, with one row group in memory at a time. */
  rows(columns: readonly string[]): AsyncGenerator<PlainObject>;
}

/**
 * Opens a Parquet file. The packages are ES modules, loaded when the first such file is read.
 *
 * @throws UserError where it is damaged, encrypted, or compressed by something unknown.
 */
export async function openParquet(handle: FileHandle, label: string): Promise<ParquetRows> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const unreadable = (error: unknown): UserError =>
    new UserError(`${label} is a Parquet file that can't be read: ${reasonOf(error)}.`, { cause: error });
  const file = await bufferOf(handle);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw unreadable(error);
  });
  const root = metadata.schema[0];
  const elements = topLevel(metadata.schema.slice(1), root?.num_children ?? 0);
  return {
    columns: elements.map(({ name }) => name),
    textColumns: elements.filter(mayHoldText).map(({ name }) => name),
    async *rows(used) {
      let rowStart = 0;
      for (const { num_rows: count } of metadata.row_groups) {
        const rowEnd = rowStart + Number(count);
        const options = { file, metadata, compressors, columns: [...used], rowStart, rowEnd };
        yield* await parquetReadObjects(options).catch((error: unknown) => {
          throw unreadable(error);
        });
        rowStart = rowEnd;
      }
    },
  };
}

/** The columns of a schema that lies flattened: each element is followed by its children. */
function topLevel(elements: readonly SchemaElement[], count: number): SchemaElement[] {
  const found: SchemaElement[] = [];
  let position = 0;
  const skip = (): void => {
    let left = elements[position++]?.num_children ?? 0;
    while (left-- > 0) skip();
  };
  while (found.length < count && position < elements.length) {
    found.push(elements[position]!);
    skip();
  }
  return found;
}

function mayHoldText({
  type,
  converted_type: converted,
  logical_type: logical,
  num_children,
}: SchemaElement): boolean {
  if ((num_children ?? 0) > 0) return true;
  return (
    type === 'BYTE_ARRAY' &&
    (['UTF8', 'JSON', 'ENUM'].includes(converted ?? '') || logical?.type === 'STRING')
  );
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = start < 0 ? Math.max(0, size + start) : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - from));
      for (let done = 0; done < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
        if (bytesRead === 0) throw new Error('the file ended while it was read');
        done += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error
    ? error.message.replace(/^parquet\s*/i, '').replace(/\.$/, '')
    : String(error);
}
