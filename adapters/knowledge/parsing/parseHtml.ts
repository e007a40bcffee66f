import { readFile } from 'node:fs/promises';
import { UnusableFile } from './unusableFile';
import type { Block } from '../../../core/foundations/passages/block';
import { htmlBlocks } from './htmlBlocks';
import { pageOf, type DomNode } from './pageOf';

/** An article is taken for the page where it has this share of what the whole page says. */
const leastShare = 0.4;

/**
 * What a page says: the article that a reader would see (Readability), or all of its text where there is none. Nothing in it is run or fetched.
 */
export async function parseHtml(path: string): Promise<readonly Block[]> {
  const html = decoded(await readFile(path));
  const whole = htmlBlocks(await pageOf(html));
  const { title, read } = await articleOf(html);
  const blocks = lengthOf(read) >= leastShare * lengthOf(whole) ? read : whole;
  if (blocks.length === 0)
    throw new UnusableFile('says nothing without its scripts: save the page as a reader sees it');
  const hasTitle = title === '' || blocks.some((block) => block.kind === 'heading' && block.level === 1);
  return hasTitle ? blocks : [{ kind: 'heading', level: 1, text: title }, ...blocks];
}

/** Empty where there is none, and where the page is too odd for Readability: the whole of it is read then. */
async function articleOf(html: string): Promise<{ readonly title: string; readonly read: readonly Block[] }> {
  const { Readability } = (await import('@mozilla/readability')) as unknown as ReadabilityModule;
  const page = await pageOf(html);
  try {
    const article = new Readability(page, { serializer: (node) => node }).parse();
    return { title: article?.title?.trim() ?? '', read: article?.content ? htmlBlocks(article.content) : [] };
  } catch {
    return { title: '', read: [] };
  }
}

/** As much of Readability as is used, for any DOM. */
interface ReadabilityModule {
  readonly Readability: new (
    page: DomNode,
    options: { readonly serializer: (node: DomNode) => DomNode },
  ) => { parse(): { readonly title?: string | null; readonly content?: DomNode | null } | null };
}

/** The blocks of a text in HTML that is no page. */
export async function blocksOfHtml(html: string): Promise<Block[]> {
  return htmlBlocks(await pageOf(html));
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}

/** In the encoding that a mark, or the page itself, names; else in UTF-8. */
function decoded(bytes: Buffer): string {
  const start = bytes.subarray(0, 2_048).toString('latin1');
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/iu.exec(start)?.[1] ?? 'utf-8';
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined; // prettier-ignore
  for (const encoding of new Set([marked ?? 'utf-8', declared])) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one, or the message below
    }
  }
  throw new UnusableFile(`is not ${declared.toUpperCase()} text: save it as UTF-8`);
}
