import type { ExportFormat } from './exportFormat';
import { parquetWriter } from './parquetWriter';

/** A dataset folder as the hub of Hugging Face and `load_dataset` take it: `data/train-00000-of-00001.parquet`, and the card as README.md. */
export const hf: ExportFormat = {
  name: 'hf',
  extension: 'parquet',
  describe: 'a folder for the hub, with its card',
  isFolder: true,
  fileOf: (split) => `data/${split}-00000-of-00001.parquet`,
  beside: ({ card }) => ({ 'README.md': card }),
  open: parquetWriter,
  openStored: parquetWriter,
};
