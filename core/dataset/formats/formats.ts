import { alpaca } from './alpaca';
import { axolotl } from './axolotl';
import { csv } from './csv';
import type { ExportFormat } from './exportFormat';
import { hf } from './hf';
import { jsonl } from './jsonl';
import { messages } from './messages';
import { openai } from './openai';
import { parquet } from './parquet';
import { preference } from './preference';
import { promptCompletion } from './promptCompletion';
import { reasoning } from './reasoning';
import { sharegpt } from './sharegpt';
import { unsloth } from './unsloth';

/** Every export format, the default first. A new one is a file of this folder, and a line here. */
export const exportFormats: readonly ExportFormat[] = [
  ...[jsonl, alpaca, sharegpt, openai, messages, promptCompletion, preference, reasoning],
  ...[axolotl, unsloth, parquet, csv, hf],
];
