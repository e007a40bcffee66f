/** A turn of a conversation that was told apart. */
interface WrittenTurn {
  readonly role: string;
  readonly content: string;
}

/** How texts mark who speaks: Anthropic's "\n\nHuman: ", Guanaco's "### Human: ". */
const marks = /(?:^\s*|\n\n)(Human|Assistant):|(?:^\s*|\n?)### ?(Human|Assistant):/gu;

/** The turns of a conversation that was written down as one text; undefined where it isn't one, which begins with a person. */
export function turnsOfTranscript(text: string): readonly WrittenTurn[] | undefined {
  if (!/^\s*(?:### ?)?Human:/u.test(text) || !/Assistant:/u.test(text)) return undefined;
  const found = [...text.matchAll(marks)];
  return found.map((mark, index) => ({
    role: (mark[1] ?? mark[2] ?? '').toLowerCase(),
    content: text.slice(mark.index + mark[0].length, found[index + 1]?.index ?? text.length).trim(),
  }));
}
