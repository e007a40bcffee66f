import { chatOf } from './example';
import type { WrittenFile } from './exportFormat';
import { jsonLines } from './jsonLines';

/**
 * Messages a line for axolotl's `type: chat_template`, and the lines of its configuration in `axolotl.yml`: the first split is trained
 * on, a split `test` or `validation` is evaluated. Paths are those of the folder; axolotl takes them from where it is started.
 */
export const axolotl = jsonLines(
  {
    name: 'axolotl',
    describe: 'messages a line, with the lines of its configuration, for axolotl',
    beside: ({ files }) => {
      const held = files.find(({ split }) => split === 'test' || split === 'validation');
      const trained = files.filter((file) => file === files[0] && file !== held);
      const lines = (title: string, of: readonly WrittenFile[]) =>
        of.length > 0 ? [`${title}:`, ...of.flatMap(entryOf)] : [];
      const all = [...lines('datasets', trained), ...lines('test_datasets', held ? [held] : [])];
      return { 'axolotl.yml': `${all.join('\n')}\n` };
    },
  },
  (pair, instance) => ({ messages: chatOf(pair, instance) }),
);

function entryOf({ path }: WrittenFile): string[] {
  return [
    `  - path: ${path}`,
    '    ds_type: json',
    '    split: train', // the only one that a file has
    '    type: chat_template',
    '    field_messages: messages',
    '    message_property_mappings:',
    '      role: role',
    '      content: content',
    '    roles_to_train: [assistant]',
  ];
}
