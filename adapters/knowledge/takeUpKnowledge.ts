import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { codeOf } from '../../core/foundations/failure/failure';
import type { CutPassage } from '../../core/foundations/passages/cutPassage';
import { PassageCutter } from '../../core/foundations/passages/passageCutter';
import { TextBlocks } from '../../core/foundations/passages/textBlocks';
import { UserError } from '../../core/foundations/userError';
import type { KnowledgeSection } from '../../core/recipe/sections/knowledge';
import type { Corpus } from '../../core/vocabulary/passage';
import { unreadableReason } from '../files/unreadableReason';
import type { PassageStore, StoredDocument } from '../store/passageStore';
import { contentHash, documentId, documentPassages, requireReadableSize } from './documentPassages';
import { folderFiles, type FolderFile, type UnusedFile } from './folderFiles';
import { ParserProcess } from './parsing/parserProcess';
import { UnusableFile } from './parsing/unusableFile';

/** Where knowledge comes from. */
export interface KnowledgeSource extends Pick<KnowledgeSection, 'files' | 'documents' | 'passages'> {
  readonly language: string;
  /** The folder's real path. */
  readonly folder?: string | undefined;
  /** What no link in the folder may lead out of. */
  readonly root: string;
}

/** What became of the documents. */
export interface TakenUp {
  readonly corpus: Corpus;
  /** In the order of their names; `isNew`: it was not in the store. */
  readonly documents: readonly (StoredDocument & { readonly isNew: boolean })[];
  readonly unused: readonly UnusedFile[];
}

export interface TakingUpOptions {
  /** Told of each file when it is done with, and of how many there are. */
  readonly onFile?: (name: string, done: number, all: number) => void;
  /** Ends it between two files. */
  readonly signal?: AbortSignal;
}

/**
 * Reads documents into the store: each is cut into passages, unless the store has it already, by its content. What can't be used is named, with
 * why, and stops nothing.
 *
 * @throws UserError where nothing could be used.
 */
export async function takeUpKnowledge(
  store: PassageStore,
  source: KnowledgeSource,
  { onFile, signal }: TakingUpOptions = {},
): Promise<TakenUp> {
  const { folder, files: patterns, documents: written = [], language, passages, root } = source;
  const found = folder === undefined ? { files: [], unused: [] } : await folderFiles(folder, patterns, root);
  const unused = [...found.unused];
  const documents: (StoredDocument & { readonly isNew: boolean })[] = [];
  const parser = new ParserProcess();
  let left = passages.most;
  let done = 0;
  const all = found.files.length + written.length;

  const takeUp = async (name: string, work: () => Promise<StoredDocument & { isNew: boolean }>) => {
    signal?.throwIfAborted();
    try {
      const document = await work();
      if (document.passages > left)
        throw new UnusableFile(
          `is left out: with it there would be more than ${passages.most.toLocaleString('en')} passages (knowledge.passages.most)`,
        );
      left -= document.passages;
      documents.push(document);
    } catch (error) {
      const reason = reasonOfFile(error);
      if (reason === undefined) throw error;
      unused.push({ name, reason });
    }
    onFile?.(name, ++done, all);
  };

  try {
    for (const { name, text } of written)
      await takeUp(name, () => {
        const hash = createHash('sha256').update(text).digest('hex');
        const document = { name, format: 'markdown', bytes: Buffer.byteLength(text), hash };
        return stored(store, document, source, () => passagesOfText(text, passages.characters));
      });
    for (const file of found.files) await takeUp(file.name, () => takeUpFile(store, file, source, parser));
  } finally {
    await parser.close();
  }
  const names = unused.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (documents.length === 0) throw nothingUsable(names);
  return { corpus: await store.corpusOf(documents, language), documents, unused: names };
}

async function takeUpFile(
  store: PassageStore,
  { name, path, format }: FolderFile,
  source: KnowledgeSource,
  parser: ParserProcess,
): Promise<StoredDocument & { isNew: boolean }> {
  const before = await stat(path);
  requireReadableSize(before.size, format);
  const document = { name, format, bytes: before.size, hash: await contentHash(path) };
  return stored(store, document, source, async function* () {
    const leftOut = yield* documentPassages(path, format, source.passages, parser);
    const after = await stat(path);
    if (after.mtimeMs !== before.mtimeMs || after.size !== before.size)
      throw new UnusableFile('was changed while it was read: read it again');
    return leftOut;
  });
}

async function stored(
  store: PassageStore,
  document: { name: string; format: string; bytes: number; hash: string },
  { language, passages: settings }: KnowledgeSource,
  passages: () => AsyncGenerator<CutPassage, string | null>,
): Promise<StoredDocument & { isNew: boolean }> {
  const { name, format, bytes, hash } = document;
  const id = documentId(name, hash, language, settings);
  const known = (await store.documents([id])).get(id);
  if (known) return { ...known, isNew: false };
  try {
    return { ...(await store.add({ id, name, format, bytes, language }, passages())), isNew: true };
  } catch (error) {
    if (reasonOfFile(error) !== undefined) await store.forgetUnfinished(id);
    throw error;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a generator like the others', whose text is there
async function* passagesOfText(text: string, characters: number): AsyncGenerator<CutPassage, string | null> {
  const cutter = new PassageCutter(characters);
  const reader = new TextBlocks(true);
  for (const block of [...reader.push(text), ...reader.end()]) yield* cutter.push(block);
  yield* cutter.end();
  return null;
}

/** What is wrong with a file; undefined where something else is. */
function reasonOfFile(error: unknown): string | undefined {
  if (error instanceof UnusableFile) return error.message;
  const isOfFile =
    error instanceof Error && 'syscall' in error && 'path' in error && codeOf(error) !== undefined;
  return isOfFile ? `can't be read: ${unreadableReason(error)}` : undefined;
}

function nothingUsable(unused: readonly UnusedFile[]): UserError {
  if (unused.length === 0)
    return new UserError('The folder of knowledge has no document in it.', {
      mend: 'Put text, Markdown, HTML, PDF, CSV or DOCX files there, or mend "files".',
    });
  const shown = unused.slice(0, 5).map(({ name, reason }) => `${name} ${reason}`);
  const more = unused.length > 5 ? `; and ${unused.length - 5} more` : '';
  return new UserError(`None of the documents can be used: ${shown.join('; ')}${more}.`);
}
