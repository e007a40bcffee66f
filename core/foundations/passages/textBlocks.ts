import type { Block } from './block';

/** Characters after which a paragraph that has no end is handed on as it is. */
const longestParagraph = 32 * 1024;

/**
 * The blocks of a text that arrives in pieces, in bounded memory however long its lines and paragraphs are: an empty line ends a paragraph. In
 * Markdown, headings are headings, code stays together, and what stands before the text between lines of three hyphens is left out.
 */
export class TextBlocks {
  private rest = '';
  private paragraph: string[] = [];
  private length = 0;
  private line = 0;
  private fence: string | undefined;
  private inFrontMatter = false;

  constructor(private readonly isMarkdown: boolean) {}

  push(text: string): Block[] {
    this.rest += text;
    const blocks: Block[] = [];
    for (;;) {
      const end = this.rest.search(/\r\n|\n|\r(?=[^])/u);
      if (end < 0) break;
      blocks.push(...this.readLine(this.rest.slice(0, end)));
      this.rest = this.rest.slice(end + (this.rest.startsWith('\r\n', end) ? 2 : 1));
    }
    while (this.rest.length > longestParagraph) {
      // A line without an end: cut between characters.
      const unit = this.rest.charCodeAt(longestParagraph - 1);
      const at = unit >= 0xd800 && unit < 0xdc00 ? longestParagraph - 1 : longestParagraph;
      blocks.push(...this.endParagraph(), { kind: 'paragraph', text: this.rest.slice(0, at) });
      this.rest = this.rest.slice(at);
    }
    return blocks;
  }

  end(): Block[] {
    const last = this.rest === '' ? [] : this.readLine(this.rest.replace(/\r$/u, ''));
    this.rest = '';
    return [...last, ...this.endParagraph()];
  }

  private readLine(line: string): Block[] {
    this.line++;
    const heading = this.isMarkdown ? this.readMarkdown(line) : undefined;
    if (heading) return heading;
    if (line.trim() === '' && this.fence === undefined) return this.endParagraph();
    this.paragraph.push(line.trimEnd());
    this.length += line.length + 1;
    return this.length > longestParagraph ? this.endParagraph() : [];
  }

  /** Undefined where the line is one of a paragraph. */
  private readMarkdown(line: string): Block[] | undefined {
    if (this.line === 1 && line.trimEnd() === '---') {
      this.inFrontMatter = true;
      return [];
    }
    if (this.inFrontMatter) {
      this.inFrontMatter = !/^(---|\.\.\.)\s*$/u.test(line);
      return [];
    }
    const fence = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (this.fence !== undefined) {
      if (fence?.startsWith(this.fence) === true && line.trim() === fence) this.fence = undefined;
      return undefined;
    }
    if (fence !== undefined) {
      this.fence = fence;
      return undefined;
    }
    const marked = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/u.exec(line);
    if (marked) return this.heading(marked[1]?.length ?? 1, marked[2] ?? '');
    const underlined = /^ {0,3}(=+|-{2,})[ \t]*$/u.exec(line)?.[1];
    if (underlined !== undefined && this.paragraph.length === 1) {
      const [text = ''] = this.paragraph;
      this.paragraph = [];
      return this.heading(underlined.startsWith('=') ? 1 : 2, text);
    }
    return undefined;
  }

  private heading(level: number, text: string): Block[] {
    return [...this.endParagraph(), { kind: 'heading', level, text: text.replace(/[*_`]+/gu, '') }];
  }

  private endParagraph(): Block[] {
    const text = this.paragraph.join('\n').trim();
    this.paragraph = [];
    this.length = 0;
    return text === '' ? [] : [{ kind: 'paragraph', text }];
  }
}
