import type { Colors } from 'picocolors/types';
import type { KnowledgeFolder, UnusedDocument } from '../../../adapters/store/knowledgeFolders';
import type { StoredDocument } from '../../../adapters/store/passageStore';
import type { FoundPassage } from '../../../core/vocabulary/passage';
import { displayWidth } from '../../terminal/displayWidth';

/** Names and texts come from files: control characters become spaces, since terminals obey them. */
function shown(text: string): string {
  return text.replace(/[^\S\n]|\p{Cc}/gu, (sign) => (sign === '\n' ? sign : ' '));
}

/** One line a document: its name, its passages, and what of it was left out. */
export function documentLines(
  documents: readonly Pick<StoredDocument, 'name' | 'passages' | 'leftOut'>[],
): string[] {
  const widest = Math.min(60, Math.max(0, ...documents.map(({ name }) => displayWidth(name))));
  return documents.map(({ name, passages, leftOut }) => {
    const space = ' '.repeat(Math.max(0, widest - displayWidth(name)));
    return `${shown(name)}${space}  ${passages} passages${leftOut === null ? '' : `; ${leftOut}`}`;
  });
}

/** One line a file that could not be used. */
export function unusedLines(unused: readonly UnusedDocument[], colors: Colors): string[] {
  return unused.map(({ name, reason }) => colors.yellow(`not used: ${shown(name)} ${reason}`));
}

/** One line for each name. */
export function folderLines(folders: readonly KnowledgeFolder[]): string[] {
  return folders.map(({ name, documents, passages, language, unused }) => {
    const out = unused.length === 0 ? '' : `; ${unused.length} files not used`;
    return `${shown(name)}: ${documents} documents, ${passages} passages (${language})${out}`;
  });
}

/** A passage with where it stands, for people. */
export function passageLines(found: readonly FoundPassage[], colors: Colors): string[] {
  return found.flatMap(({ passage, byText, byMeaning }, index) => {
    const { name, page, headings, text, id } = passage;
    const place = [name, ...(page === undefined ? [] : [`page ${page}`]), ...headings].join(' › ');
    const ranks = [
      byText === undefined ? '' : `by words ${byText}`,
      byMeaning === undefined ? '' : `by meaning ${byMeaning}`,
    ].filter((words) => words !== '');
    return [
      `${index + 1}. ${colors.bold(shown(place))} ${colors.dim(`${id}; ${ranks.join(', ')}`)}`,
      ...shown(text)
        .split('\n')
        .map((line) => `   ${line}`),
    ];
  });
}
