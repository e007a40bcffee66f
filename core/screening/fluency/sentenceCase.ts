/** A word of three letters or more, a full stop, an exclamation or a question mark, perhaps closing quotes, and a word in lower case on the same line. */
const smallBeginning =
  /(?<![\p{L}\p{M}.])(?<before>\p{L}{3,})[.!?]["'”’»)\]]* (?<beginning>\p{Ll}[\p{Ll}\p{M}]*(?![\p{L}\p{M}.\d]))/gu;

/** Words that a full stop shortens, after which a sentence goes on. */
const shortened = new Set(
  'approx dept est etc fig gen govt incl max min misc nos prof resp seq vol abs bzw evtl ggf inkl usw vgl zzgl art ejem núm pág tel'.split(
    ' ',
  ),
);

/**
 * Where a sentence begins in lower case, in a text that begins its first one in upper case: there words are missing or have changed
 * places. Texts all in lower case are a style and have none, nor have scripts without case.
 */
export function smallSentence(text: string): string | undefined {
  if (!/^[^\p{L}]*\p{Lu}/u.test(text)) return undefined;
  for (const { 0: passage, groups } of text.matchAll(smallBeginning))
    if (!shortened.has(groups!['before']!.toLowerCase())) return passage;
  return undefined;
}
