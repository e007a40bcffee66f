import { alpaca } from './alpaca';
import type { ExportFormat } from './exportFormat';
import { jsonl } from './jsonl';

/** Every export format, the default first. A new one is a file of this folder, and a line here. */
export const exportFormats: readonly ExportFormat[] = [jsonl, alpaca];
