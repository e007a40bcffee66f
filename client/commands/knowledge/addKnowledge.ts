import { realpath, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { knowledgeOfRecipe } from '../../../adapters/knowledge/knowledgeOfRecipe';
import {
  takeUpKnowledge,
  type TakenUp,
  type TakingUpOptions,
} from '../../../adapters/knowledge/takeUpKnowledge';
import { KnowledgeFolders } from '../../../adapters/store/knowledgeFolders';
import { PassageStore } from '../../../adapters/store/passageStore';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { UserError } from '../../../core/foundations/userError';
import { passageSettings } from '../../../core/recipe/sections/knowledge';
import { openSession } from '../../connection/session';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { documentLines, unusedLines } from './knowledgeView';
import { openSearch } from './meanings';

export interface AddRequest {
  readonly folder: string;
  readonly as?: string;
  readonly files: readonly string[];
  readonly language: string;
}

/** `seedbed knowledge add`. Returns the exit code: 0 also where some files could not be used. */
export async function addKnowledge(request: AddRequest, around: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = around;
  if (!/^[a-z]{2,3}$/u.test(request.language))
    throw new UserError(`--language is "${request.language}": give a code of ISO 639 such as en.`);
  const session = await openSession(around, {
    command: 'knowledge',
    worker: false,
    teacher: false,
    yes: false,
  });
  try {
    const store = new PassageStore(session.database);
    const onFile: TakingUpOptions['onFile'] = (name, done, all) => {
      if (terminal.options.verbose) terminal.note(`${done} of ${all}: ${name}`);
    };
    const isRecipe = /\.ya?ml$/iu.test(request.folder);
    const { language, taken } = isRecipe
      ? await ofRecipe(store, request, workspace, { onFile })
      : { language: request.language, taken: await ofFolder(store, request, workspace, { onFile }) };
    const { corpus, documents, unused } = taken;
    const name =
      request.as ??
      (isRecipe ? request.folder : relative(workspace, resolve(workspace, request.folder)) || '.');
    await new KnowledgeFolders(session.database).save(name, corpus, unused);
    const search = await openSearch(session.database, workspace, corpus.id);
    try {
      if (search.byMeaning) {
        terminal.note(`Embedding ${corpus.passages} passages, as far as they are new …`);
        await search.passagesFor([name], { limit: 1 });
      }
    } finally {
      await search.close();
    }
    if (terminal.options.json) {
      const added = documents.map(({ id, name: of, format, bytes, passages, leftOut, isNew }) => {
        return { id, name: of, format, bytes, passages, leftOut, isNew };
      });
      terminal.printJson({
        name,
        corpus: corpus.id,
        documents: corpus.documents,
        passages: corpus.passages,
        language,
        unused,
        added,
      });
    } else {
      const unchanged = documents.filter(({ isNew }) => !isNew).length;
      terminal.print([
        ...documentLines(documents.filter(({ isNew, leftOut }) => isNew || leftOut !== null)),
        ...unusedLines(unused, terminal.outColors),
        `${name}: ${corpus.documents} documents, ${corpus.passages} passages; ${unchanged} were known already.`,
      ]);
      terminal.note('Look into it: seedbed knowledge search "…"');
    }
    return exitCodes.done;
  } finally {
    await session.close();
    interruption.end();
  }
}

async function ofFolder(
  store: PassageStore,
  { folder: named, files, language }: AddRequest,
  workspace: string,
  options: TakingUpOptions,
): Promise<TakenUp> {
  const folder = await realpath(resolve(workspace, named)).catch((cause: unknown) => {
    throw new UserError(`There is no folder ${resolve(workspace, named)}.`, { cause });
  });
  if (!(await stat(folder)).isDirectory())
    throw new UserError(`${named} is no folder.`, {
      mend: 'Name the folder that it is in, and the file by --files.',
    });
  return takeUpKnowledge(
    store,
    {
      folder,
      root: folder,
      language,
      passages: passageSettings.parse({}),
      ...(files.length > 0 && { files: [...files] }),
    },
    options,
  );
}

async function ofRecipe(
  store: PassageStore,
  { folder: recipe }: AddRequest,
  workspace: string,
  options: TakingUpOptions,
): Promise<{ readonly language: string; readonly taken: TakenUp }> {
  const loaded = await loadRecipe({ recipe, workspace, confined: false });
  const taken = await knowledgeOfRecipe(store, loaded, workspace, options);
  if (!taken) throw new UserError(`The recipe ${recipe} has no section "knowledge".`);
  return { language: loaded.recipe.knowledge?.language ?? loaded.recipe.language, taken };
}
