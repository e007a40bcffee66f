import type { Block } from '../../../core/foundations/passages/block';
import type { ParsedFormat } from './documentFormats';
import { UnusableFile } from './unusableFile';
import { guardMemory } from './memoryGuard';
import type { ParserReply, ParserRequest } from './messages';
import { parseDocx } from './parseDocx';
import { parseHtml } from './parseHtml';
import { parsePdf } from './parsePdf';

// Parses documents for the process that forked this one with a channel, and ends when the channel does: `parserServer.js MEMORY_BYTES`.

/** Blocks that are said at once. */
const atOnce = 200;

let goOn: () => void = () => undefined;
const say = (reply: ParserReply): void => void process.send?.(reply);

async function sayBlocks(blocks: readonly Block[]): Promise<void> {
  for (let from = 0; from < blocks.length; from += atOnce) {
    const told = new Promise<void>((resolve) => (goOn = resolve));
    say({ kind: 'blocks', blocks: blocks.slice(from, from + atOnce) });
    await told;
  }
}

async function parse(path: string, format: ParsedFormat): Promise<string | null> {
  if (format === 'html') await sayBlocks(await parseHtml(path));
  else if (format === 'docx') await sayBlocks(await parseDocx(path));
  else {
    const pages = parsePdf(path);
    let next = await pages.next();
    for (; next.done !== true; next = await pages.next()) await sayBlocks(next.value);
    return next.value;
  }
  return null;
}

/** What the parsers of others throw says little to people, and nothing that they could mend otherwise. */
function reasonOf(error: unknown): string {
  if (error instanceof UnusableFile) return error.message;
  return `can't be parsed (${error instanceof Error ? error.message : String(error)})`;
}

guardMemory(Number(process.argv[2]));
process.once('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('message', (request: ParserRequest) => {
  if (request.kind === 'goOn') goOn();
  else
    parse(request.path, request.format).then(
      (leftOut) => say({ kind: 'done', leftOut }),
      (error: unknown) => say({ kind: 'unusable', reason: reasonOf(error) }),
    );
});
