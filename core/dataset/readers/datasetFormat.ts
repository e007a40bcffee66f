/** Formats that an instruction set may have, as recipes name them. */
export const datasetFormats = [
  'selfInstruct', 'alpaca', 'shareGpt', 'openAiChat', 'csv', 'parquet', 'jsonl',
] as const; // prettier-ignore
export type DatasetFormat = (typeof datasetFormats)[number];
