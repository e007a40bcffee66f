import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';
import { listOf } from './conversationRow';
import { conversationNames, instructionNames, responseNames } from './fieldNames';
import { turnsOfTranscript } from './transcript';
import type { DatasetFormat } from './datasetFormat';

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
  const isFlat = 'instruction' in row;
  // Our own export names all inputs of a pair beside the first.
  if ('instances' in row) return isFlat && 'response' in row ? 'jsonl' : 'selfInstruct';
  if (isFlat && 'output' in row) return 'alpaca';
  if (isFlat && 'response' in row) return 'jsonl';
  if ('chosen' in row) return 'jsonl';
  const conversation = conversationFieldOf(row);
  if (conversation !== undefined) return conversation === 'conversations' ? 'shareGpt' : 'openAiChat';
  if ('output' in row) return 'alpaca';
  const hasAnswer = responseNames.some((name) => name in row);
  if (hasAnswer && (instructionNames.some((name) => name in row) || 'input' in row)) return 'jsonl';
  if ('response' in row || isTranscript(row['text'])) return 'jsonl';
  return undefined;
}

/** The field that holds a row's list of turns: one that has one, else one that ought to. */
export function conversationFieldOf(row: PlainObject): string | undefined {
  return (
    conversationNames.find((name) => listOf(row[name]) !== undefined) ??
    // UltraChat's: texts alone, by turns.
    (isTexts(row['data']) ? 'data' : undefined) ??
    ['conversations', 'messages'].find((name) => name in row && row[name] !== null)
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 1 && value.every((part) => typeof part === 'string');
}

function isTranscript(text: unknown): boolean {
  return typeof text === 'string' && turnsOfTranscript(text) !== undefined;
}
