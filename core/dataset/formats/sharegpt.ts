import { exchangesOf } from './example';
import type { ExportFormat } from './exportFormat';
import { jsonArray } from './jsonArray';
import { llamaFactoryInfo } from './llamaFactoryInfo';

/**
 * ShareGPT as LLaMA-Factory reads it: `conversations` that begin with `human` and alternate with `gpt`, the system's text in a column
 * of its own; in a folder with `dataset_info.json`, so that `dataset_dir` can name it.
 */
export const sharegpt: ExportFormat = {
  name: 'sharegpt',
  extension: 'json',
  describe: 'conversations of human and gpt, for LLaMA-Factory',
  beside: (folder) =>
    llamaFactoryInfo(folder, {
      formatting: 'sharegpt',
      columns: { messages: 'conversations', ...(folder.origin.hasSystem && { system: 'system' }) },
      tags: { role_tag: 'from', content_tag: 'value', user_tag: 'human', assistant_tag: 'gpt' },
    }),
  open: (sink, { hasSystem = false }) =>
    jsonArray(sink, (pair) =>
      pair.instances.map((instance) => ({
        conversations: exchangesOf(pair, instance).flatMap(({ question, response }) => [
          { from: 'human', value: question },
          { from: 'gpt', value: response },
        ]),
        ...(hasSystem && { system: instance.system ?? '' }),
      })),
    ),
};
