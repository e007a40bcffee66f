import type { WrittenFolder } from './exportFormat';

/** LLaMA-Factory's `dataset_info.json` of a folder: an entry for each split, named after the dataset, and `_test` for the split `test`. */
export function llamaFactoryInfo({ dataset, files }: WrittenFolder, entry: object): Record<string, string> {
  const entries = files.map(({ split, path }) => [
    split === 'train' ? dataset : `${dataset}_${split}`,
    { file_name: path, ...entry },
  ]);
  return { 'dataset_info.json': `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n` };
}
