import { KnowledgeFolders, type KnowledgeFolder } from '../../../adapters/store/knowledgeFolders';
import { PassageStore } from '../../../adapters/store/passageStore';
import { closestName } from '../../../core/foundations/text/closestName';
import { UserError } from '../../../core/foundations/userError';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { documentLines, folderLines, unusedLines } from './knowledgeView';

/** `seedbed knowledge list`. Returns the exit code. */
export async function listKnowledge(name: string | undefined, around: Surroundings): Promise<number> {
  const { terminal } = around;
  return withReadingSession('knowledge', around, async ({ database }) => {
    const folders = await new KnowledgeFolders(database).list();
    if (name === undefined) {
      if (terminal.options.json) terminal.printJson({ knowledge: folders.map(record) });
      else
        terminal.print(
          folders.length === 0 ? 'Nothing was added yet: seedbed knowledge add FOLDER' : folderLines(folders),
        );
      return exitCodes.done;
    }
    const folder = folderNamed(folders, name);
    const documents = await new PassageStore(database).documentsOf(folder.id);
    if (terminal.options.json) {
      const files = documents.map(({ id, name: of, format, bytes, passages, leftOut }) => {
        return { id, name: of, format, bytes, passages, leftOut };
      });
      terminal.printJson({ ...record(folder), files });
    } else {
      const unused = unusedLines(folder.unused, terminal.outColors);
      terminal.print([...documentLines(documents), ...unused, ...folderLines([folder])]);
    }
    return exitCodes.done;
  });
}

function record({ id, ...folder }: KnowledgeFolder) {
  return { corpus: id, ...folder };
}

/** The one of this name; without one, what was added last. @throws UserError where there is none. */
export function folderNamed(folders: readonly KnowledgeFolder[], name: string | undefined): KnowledgeFolder {
  const folder = name === undefined ? folders[0] : folders.find((one) => one.name === name);
  if (folder) return folder;
  if (name === undefined)
    throw new UserError('Nothing was added yet.', { mend: 'seedbed knowledge add FOLDER' });
  const near = closestName(name, folders.map((one) => one.name)); // prettier-ignore
  throw new UserError(
    `There is no knowledge "${name}"${near === undefined ? '' : `: did you mean "${near}"?`}`,
    {
      mend: 'seedbed knowledge list',
    },
  );
}
