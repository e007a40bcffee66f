import type { ColumnChunk } from 'hyparquet';
import type { StoredText } from '../../foundations/text/storedText';
import type { AcceptedPair, DatasetOrigin, PairInstance } from './acceptedPair';
import { chatOf } from './example';
import type { DatasetSink, DatasetWriter } from './exportFormat';
import { pairId } from './pairId';
import { packHere, type PagePacker } from './packPage';
import {
  TextColumn,
  writeColumn,
  type ColumnOfGroup,
  type FileBytes,
  type PartsWriter,
} from './parquetColumn';

/** Rows, and bytes of their texts, that are held until they are a row group, whichever comes first. */
const rowsOfGroup = 5_000;
const bytesOfGroup = 8_000_000;

interface TextOfRow {
  /** Null where a pair has nothing of the kind. */
  readonly of: (
    pair: AcceptedPair<StoredText>,
    instance: PairInstance<StoredText>,
    origin: DatasetOrigin,
  ) => StoredText | null;
  readonly isOptional?: true;
  /** Whether few texts come again and again. */
  readonly isLabel?: true;
}

/** Columns in their order. */
const texts: Readonly<Record<string, TextOfRow>> = {
  id: { of: (pair, _, { seed }) => pairId(seed, pair) },
  instruction: { of: ({ instruction }) => instruction },
  input: { of: (_, { input }) => input },
  output: { of: (_, { response }) => response },
  system: { of: (_, { system }) => system ?? null, isOptional: true, isLabel: true },
  reasoning: { of: (_, { thinking }) => thinking ?? null, isOptional: true },
  strategy: { of: ({ strategy }) => strategy, isLabel: true },
  cell: { of: ({ cell }) => cell, isOptional: true, isLabel: true },
  family: { of: ({ family }) => family, isOptional: true, isLabel: true },
  persona: { of: ({ lineage }) => lineage.persona ?? null, isOptional: true, isLabel: true },
  model: { of: (_, { teacher }) => teacher?.model ?? null, isOptional: true, isLabel: true },
};
/** Whole chats, where the run has conversations: as trainers look for them, the first exchange once more among them. */
const chat = 'messages';

/** The columns of Parquet exports: name, and whether it may be null, or is a list of turns with `role` and `content`. */
export function parquetColumns({ hasTurns = false }: DatasetOrigin) {
  return [
    ...Object.entries(texts).map(([name, { isOptional = false }]) => ({ name, isOptional, isChat: false })),
    ...(hasTurns ? [{ name: chat, isOptional: false, isChat: true }] : []),
  ];
}

interface RowGroup {
  readonly rows: number;
  readonly columns: readonly ColumnOfGroup[];
}

/** Writes Parquet with Snappy, in row groups of a bounded size: memory does not grow with the dataset. A group is packed while the next one fills. */
export async function parquetWriter(
  sink: DatasetSink,
  origin: DatasetOrigin,
  packer: PagePacker = packHere,
): Promise<DatasetWriter<StoredText>> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const { writePageHeader } = await import('hyparquet-writer/src/datapage.js');
  const { writeRleBitPackedHybrid } = await import('hyparquet-writer/src/encoding.js');
  const parts = { ByteWriter, writePageHeader, writeRleBitPackedHybrid, packer };
  const small = new ByteWriter();
  const file = new ParquetWriter({
    writer: small,
    schema: [
      { name: 'root', num_children: parquetColumns(origin).length },
      ...parquetColumns(origin).flatMap(({ name, isOptional, isChat }) =>
        isChat ? chatElements(name) : [textElement(name, isOptional)],
      ),
    ],
  });
  const pour = (): void => {
    sink.write(small.getBytes().slice());
    small.index = 0;
  };
  const place: FileBytes = {
    get offset() {
      return small.offset;
    },
    write(piece, onWritten) {
      sink.write(piece, onWritten);
      small.offset += piece.length;
    },
  };
  pour();
  const columns = [
    ...Object.entries(texts).map(([name, { of, isOptional = false, isLabel = false }]) => {
      const column = new TextColumn(parts, { path: [name], isOptional, isLabel });
      const add = (pair: AcceptedPair<StoredText>, instance: PairInstance<StoredText>) =>
        column.add(of(pair, instance, origin));
      return { add, parts: [column] };
    }),
    ...(origin.hasTurns ? [chatColumn(parts)] : []),
  ];
  let rows = 0;
  let bytes = 0;
  const writeGroup = async ({ rows, columns }: RowGroup): Promise<void> => {
    const began = place.offset;
    const chunks: ColumnChunk[] = [];
    for (const column of columns) chunks.push(await writeColumn(column, place));
    const unpacked = chunks.reduce((sum, { meta_data: of }) => sum + (of?.total_uncompressed_size ?? 0n), 0n);
    file.row_groups.push({
      columns: chunks,
      total_byte_size: unpacked,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(place.offset - began),
    });
    file.num_rows += BigInt(rows);
  };
  /** Full, and being packed. */
  let full: RowGroup | undefined;
  /** Takes the group that was filled, and writes the one before, `after` what is being written. */
  const endGroup = async (after: Promise<void> | undefined): Promise<void> => {
    const before = full;
    full = { rows, columns: columns.flatMap((column) => column.parts.map((part) => part.take())) };
    [rows, bytes] = [0, 0];
    await after;
    if (before) await writeGroup(before);
  };
  return {
    write(pair) {
      let writing: Promise<void> | undefined;
      for (const instance of pair.instances) {
        for (const { add } of columns) bytes += add(pair, instance);
        rows += 1;
        if (rows >= rowsOfGroup || bytes >= bytesOfGroup) writing = endGroup(writing);
      }
      return writing;
    },
    async close() {
      if (rows > 0) await endGroup(undefined);
      if (full) await writeGroup(full);
      await file.finish();
      pour();
    },
  };
}

/** Whole chats, as a list of turns: of each its role, and what was said. */
function chatColumn(parts: PartsWriter) {
  const path = [chat, 'list', 'element'];
  const roles = new TextColumn(parts, { path: [...path, 'role'], isList: true, isLabel: true });
  const contents = new TextColumn(parts, { path: [...path, 'content'], isList: true });
  const add = ({ instruction }: AcceptedPair<StoredText>, instance: PairInstance<StoredText>): number => {
    const { input, response, thinking } = instance;
    const turns = chatOf(
      { instruction: instruction.toString() },
      {
        ...instance,
        input: input.toString(),
        response: response.toString(),
        thinking: thinking?.toString() ?? null,
      },
    );
    return (
      roles.addList(turns.map(({ role }) => role)) + contents.addList(turns.map(({ content }) => content))
    );
  };
  return { add, parts: [roles, contents] };
}

function textElement(name: string, isOptional: boolean) {
  const repetition = isOptional ? 'OPTIONAL' : 'REQUIRED';
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: repetition } as const;
}

/** A list as the format's specification has it ("Logical types", lists), of turns. */
function chatElements(name: string) {
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 } as const,
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 } as const,
    { name: 'element', repetition_type: 'REQUIRED', num_children: 2 } as const,
    textElement('role', false),
    textElement('content', false),
  ];
}
