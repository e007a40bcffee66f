import { isPlainObject } from '../../foundations/text/plainObject';

/** Formats that an instruction set may have, as recipes name them. */
export const datasetFormats = [
  'selfInstruct', 'alpaca', 'shareGpt', 'openAiChat', 'csv', 'parquet', 'jsonl',
] as const; // prettier-ignore
export type DatasetFormat = (typeof datasetFormats)[number];

/** How a row is laid out, whatever kind of file it lies in. `jsonl`: instruction, input and response as fields of the row. */
export type RowShape = Exclude<DatasetFormat, 'csv' | 'parquet'>;

/** A row of each shape, for messages. */
export const exampleRows: Readonly<Record<RowShape, string>> = {
  selfInstruct: '{"instruction": "...", "instances": [{"input": "...", "output": "..."}]}',
  alpaca: '{"instruction": "...", "input": "...", "output": "..."}',
  shareGpt: '{"conversations": [{"from": "human", "value": "..."}, {"from": "gpt", "value": "..."}]}',
  openAiChat: '{"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]}',
  jsonl: '{"instruction": "...", "input": "...", "response": "..."}',
};

export const shapeNames: Readonly<Record<RowShape, string>> = {
  selfInstruct: 'a self-instruct task',
  alpaca: 'an Alpaca task',
  shareGpt: 'a ShareGPT conversation',
  openAiChat: 'an OpenAI chat',
  jsonl: 'a task of plain fields',
};

/** The shape of a row, told by its fields; undefined where they don't tell. */
export function shapeOf(row: unknown): RowShape | undefined {
  if (!isPlainObject(row)) return undefined;
  if ('instances' in row) return 'selfInstruct';
  const isFlat = 'instruction' in row;
  if (isFlat && 'output' in row) return 'alpaca';
  if (isFlat && 'response' in row) return 'jsonl';
  if ('conversations' in row) return 'shareGpt';
  if ('messages' in row) return 'openAiChat';
  if ('output' in row) return 'alpaca';
  return 'response' in row ? 'jsonl' : undefined;
}
