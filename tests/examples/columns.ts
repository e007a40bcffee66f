import type { DatasetWriter, ExportFormat } from '../../core/dataset/formats/exportFormat';

/** Instances that are held until they are a row group. */
const groupSize = 100;

const text = (name: string) =>
  ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }) as const;

/** An example of a binary format: Parquet, a row for each instance, with its library loaded when a dataset is written. */
export const columns: ExportFormat = {
  name: 'columns',
  extension: 'parquet',
  describe: 'texts in columns, a row for each instance',
  async open(sink): Promise<DatasetWriter> {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
    const texts = { instruction: [] as string[], input: [] as string[], output: [] as string[] };
    const bytes = new ByteWriter();
    const file = new ParquetWriter({
      writer: bytes,
      schema: [{ name: 'root', num_children: 3 }, ...Object.keys(texts).map(text)],
    });
    const pour = (): void => {
      sink.write(bytes.getBytes().slice());
      bytes.index = 0;
    };
    const endGroup = async (): Promise<void> => {
      const columnData = Object.entries(texts).map(([name, data]) => ({ name, data: data.splice(0) }));
      await file.write({ columnData, rowGroupSize: groupSize });
      pour();
    };
    return {
      async write({ instruction, instances }) {
        for (const { input, response } of instances) {
          texts.instruction.push(instruction);
          texts.input.push(input);
          texts.output.push(response);
          if (texts.output.length === groupSize) await endGroup();
        }
      },
      async close() {
        if (texts.output.length > 0) await endGroup();
        await file.finish();
        pour();
      },
    };
  },
};
