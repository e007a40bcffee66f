import type { ExportFormat } from './exportFormat';
import { parquetWriter } from './parquetWriter';

/** Parquet, a row for each instance, texts and what tells them apart in columns: what pandas, DuckDB, Spark and `datasets` read. */
export const parquet: ExportFormat = {
  name: 'parquet',
  extension: 'parquet',
  describe: 'columns, a row for each instance',
  open: parquetWriter,
  openStored: parquetWriter,
};
