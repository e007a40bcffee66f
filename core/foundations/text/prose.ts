/** Fenced blocks of a Markdown text: what their opening line says, and what stands between. An unclosed one goes to the end. */
export function fencedBlocks(text: string): readonly { readonly info: string; readonly content: string }[] {
  const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\n`]*)\n([\s\S]*?)(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
  return [...text.matchAll(fence)].map(([, , info = '', content = '']) => ({
    info: info.trim().toLowerCase(),
    content,
  }));
}

/** A text without its code: fenced blocks, and what stands between backticks in a line. */
export function withoutCode(text: string): string {
  return text
    .replace(/^[ \t]*(`{3,}|~{3,})[\s\S]*?(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '\n')
    .replace(/`[^`\n]*`/g, ' ');
}
