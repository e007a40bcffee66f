import type { AcceptedPair, DatasetOrigin, PairInstance } from './acceptedPair';
import type { DatasetSink, DatasetWriter } from './exportFormat';
import { pairId } from './pairId';

/** Rows and characters that are held until they are a row group, whichever comes first. */
const rowsOfGroup = 10_000;
const charactersOfGroup = 16_000_000;

type Cell = string | null;
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
const always = new Set(['id', 'instruction', 'input', 'output', 'strategy']);

/** The columns of Parquet exports: name, and whether it may be null. */
export const parquetColumns = Object.keys(columns).map((name) => ({ name, isOptional: !always.has(name) }));

/** Writes Parquet with Snappy, in row groups of a bounded size: memory does not grow with the dataset. */
export async function parquetWriter(sink: DatasetSink, origin: DatasetOrigin): Promise<DatasetWriter> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: parquetColumns.length },
      ...parquetColumns.map(
        ({ name, isOptional }) =>
          ({
            name,
            type: 'BYTE_ARRAY',
            converted_type: 'UTF8',
            repetition_type: isOptional ? 'OPTIONAL' : 'REQUIRED',
          }) as const,
      ),
    ],
  });
  const cells = Object.entries(columns).map(([name, cellOf]) => ({ name, cellOf, data: [] as Cell[] }));
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
