import { KnowledgeFolders } from '../../../adapters/store/knowledgeFolders';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { passageLines } from './knowledgeView';
import { folderNamed } from './listKnowledge';
import { openSearch } from './meanings';

export interface SearchRequest {
  readonly question: string;
  readonly in?: string;
  readonly limit: number;
}

/** `seedbed knowledge search`. Returns the exit code. */
export async function searchKnowledge(
  { question, in: named, limit }: SearchRequest,
  around: Surroundings,
): Promise<number> {
  const { terminal } = around;
  return withReadingSession('knowledge', around, async ({ database, workspace }) => {
    const { id, name } = folderNamed(await new KnowledgeFolders(database).list(), named);
    const search = await openSearch(database, workspace, id);
    try {
      if (!search.byMeaning)
        terminal.note(
          'An endpoint embeds for this workspace: runs search by meaning too, this command by words alone.',
        );
      const [found = []] = await search.passagesFor([question], { limit });
      if (terminal.options.json)
        terminal.printJson({
          question,
          in: name,
          passages: found.map(({ passage, score, byText = null, byMeaning = null }) => {
            const { id: passageId, name: document, headings, page = null, text } = passage;
            return { id: passageId, name: document, headings, page, text, score, byText, byMeaning };
          }),
        });
      else terminal.print(found.length === 0 ? 'Nothing is found.' : passageLines(found, terminal.outColors));
    } finally {
      await search.close();
    }
    return exitCodes.done;
  });
}
