import type { AcceptedPair, DatasetOrigin, PairInstance } from './acceptedPair';
import { chatOf } from './example';
import type { DatasetSink, DatasetWriter } from './exportFormat';
import { pairId } from './pairId';

/** Rows and characters that are held until they are a row group, whichever comes first. */
const rowsOfGroup = 5_000;
const charactersOfGroup = 8_000_000;

type Cell = string | null | readonly object[];
type Row = (pair: AcceptedPair, instance: PairInstance, origin: DatasetOrigin) => Cell;

/** Columns in their order; null where a pair has nothing of the kind. */
const columns: Readonly<Record<string, Row>> = {
  id: (pair, _, { seed }) => pairId(seed, pair),
  instruction: ({ instruction }) => instruction,
  input: (_, { input }) => input,
  output: (_, { response }) => response,
  system: (_, { system }) => system ?? null,
  reasoning: (_, { thinking }) => thinking ?? null,
  strategy: ({ strategy }) => strategy,
  cell: ({ cell }) => cell,
  family: ({ family }) => family,
  persona: ({ lineage }) => lineage.persona ?? null,
  model: (_, { teacher }) => teacher?.model ?? null,
};
/** Whole chats, where the run has conversations: as trainers look for them, the first exchange once more among them. */
const chats: Readonly<Record<string, Row>> = { messages: (pair, instance) => chatOf(pair, instance) };
const always = new Set(['id', 'instruction', 'input', 'output', 'strategy', 'messages']);

function columnsOf({ hasTurns = false }: DatasetOrigin): Readonly<Record<string, Row>> {
  return hasTurns ? { ...columns, ...chats } : columns;
}

/** The columns of Parquet exports: name, and whether it may be null, or is a list of turns with `role` and `content`. */
export function parquetColumns(origin: DatasetOrigin) {
  return Object.keys(columnsOf(origin)).map((name) => ({
    ...{ name, isOptional: !always.has(name), isChat: name in chats },
  }));
}

/** Writes Parquet with Snappy, in row groups of a bounded size: memory does not grow with the dataset. */
export async function parquetWriter(sink: DatasetSink, origin: DatasetOrigin): Promise<DatasetWriter> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const named = parquetColumns(origin);
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: named.length },
      ...named.flatMap(({ name, isOptional, isChat }) =>
        isChat ? chatElements(name) : [textElement(name, isOptional)],
      ),
    ],
  });
  const cells = Object.entries(columnsOf(origin)).map(([name, cellOf]) => ({
    name,
    cellOf,
    data: [] as Cell[],
  }));
  let rows = 0;
  let characters = 0;
  const pour = (): void => {
    sink.write(bytes.getBytes().slice());
    bytes.index = 0;
  };
  const endGroup = async (): Promise<void> => {
    const columnData = cells.map(({ name, data }) => ({ name, data: data.splice(0) }));
    await file.write({ columnData, rowGroupSize: rows });
    [rows, characters] = [0, 0];
    pour();
  };
  return {
    async write(pair) {
      for (const instance of pair.instances) {
        for (const { cellOf, data } of cells) data.push(cellOf(pair, instance, origin));
        rows += 1;
        characters += pair.instruction.length + instance.input.length + instance.response.length;
        for (const { message, response } of instance.turns ?? [])
          characters += message.length + response.length;
        if (rows >= rowsOfGroup || characters >= charactersOfGroup) await endGroup();
      }
    },
    async close() {
      if (rows > 0) await endGroup();
      await file.finish();
      pour();
    },
  };
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
