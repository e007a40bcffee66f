/** Words after which no English sentence ends. */
const openWords = new Set(
  'a an the of to and or but with for in on at by from as that which who whose is are was were be been has have had its their his her your my our this these such than then because while if when into about between through very more most'.split(
    ' ',
  ),
);

/** What a line of code has that ends in a semicolon, and prose hasn't: brackets, an assignment, a statement of SQL. */
const code =
  /[(){}[\]=<>]|^\s*(?:select|insert|update|delete|create|drop|alter|import|return|let|var|const)\b/i;

/**
 * Why a response looks cut, or undefined. The endpoint's own word comes first; without it, a text counts as cut when it
 * ends inside a code fence, on a comma, or on a word that cannot end a sentence, or when it is running prose of two sentences
 * or more whose last one has no end.
 */
export function truncationOf(text: string, finishReason: string): string | undefined {
  if (finishReason === 'length') return 'cut at the length limit';
  const trimmed = text.trimEnd();
  if ((trimmed.match(/^```/gm)?.length ?? 0) % 2 === 1) return 'ends inside a code block';
  const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1).trim();
  if (/^(\d+[.)]|[-*•])$/.test(lastLine)) return 'ends on an empty list item';
  const endsStatement = /;$/.test(lastLine) && code.test(lastLine);
  if (!endsStatement && /[,;:(–—-]$/.test(lastLine)) return `ends on "${lastLine.slice(-1)}"`;
  // In a title such a word is capitalised, and may well be the last.
  const lastWord = /[\p{L}']+$/u.exec(lastLine)?.[0];
  if (lastWord !== undefined && lastLine.split(/\s+/).length > 3 && openWords.has(lastWord))
    return `ends on "${lastWord}"`;
  const isListItem = /^(\d+[.)]|[-*•])\s/.test(lastLine);
  // Neither a formula nor an address nor a script that ends its sentences otherwise.
  const endsInWord = /(?:^|[\s"“(])[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]+$/u.test(lastLine);
  if (!isListItem && endsInWord && /[.!?]["”')]?\s+\S/.test(trimmed) && lastLine.split(/\s+/).length > 4) {
    return 'ends in the middle of a sentence';
  }
  return undefined;
}
