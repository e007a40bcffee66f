/** "Answer in a word:", "One last question:" hand nothing over: what follows is what is asked. */
const leadsUp =
  "(?:(?:please |now )*(?:answer|respond|reply)(?: me)? (?:honestly|truthfully|sincerely|frankly|briefly|quickly|just|only|yes|in|with|from) |(?:(?:one|a|an|my|another|quick|last|final|serious|honest|personal|random|dumb|silly|simple|first|next|interview|survey) )+questions?(?!\\p{L})|(?:so,? |but,? |ever since .{0,30})?(?:i|we)(?:'ve| have)? (?:always |just |also )?(?:want(?:ed)?|need(?:ed)?|have|like|meant) to (?:ask|know) )";
const handedOver = new RegExp(`^(?!${leadsUp})((?:[^\\s:]+\\s+){2,}[^\\s:]+)\\s?:\\s(?=\\S)[^]*$`, 'iu');

/**
 * What an instruction asks for, in its own words: without what it quotes, code, and what it hands over after a colon or in further
 * paragraphs. In one line.
 */
export function askingWords(instruction: string): string {
  return instruction
    .replace(/```[^]*?(?:```|$)/gu, ' … ')
    .replace(/["“„«][^"“”„«»]{1,2000}["”“»]/gu, ' … ')
    .replace(/(?<![\p{L}\d])['‘][^'’\n]{3,400}['’](?![\p{L}\d])/gu, ' … ')
    .replace(handedOver, '$1 …')
    .replace(/\s+/gu, ' ')
    .replace(/[‘’]/gu, "'")
    .trim();
}

/** Whether it hands over what it speaks of: quoted, as code, after a colon, or in further lines. */
export function handsOver(withAddresses: string): boolean {
  const instruction = withAddresses.replace(/https?:\/\/\S+/gu, '');
  return (
    /["“„«'‘`][^"“”„«»`]{2,}["”“»'’`]/u.test(instruction.replace(/(?<=\p{L})['’](?=\p{L})/gu, '')) ||
    /:\s+\S/u.test(instruction) ||
    /\n\s*\S/u.test(instruction)
  );
}

/** Whether it asks for a text, a program or a thing to be made, which then holds what the instruction speaks of. */
export const asksToMake = (asked: string): boolean =>
  /^(?:please |can you |could you |would you |help me (?:to )?|i (?:need|want) (?:you )?to )*(?:write|create|compose|draft|generate|design|invent|make up|come up|craft|develop|build|implement|produce|prepare|construct|simulate|program|code|plan|suggest|recommend|brainstorm|schreibe?|verfasse|entwirf|erstelle|erfinde|escribe|redacta|crea|inventa|écris|écrivez|rédige|rédigez|crée|imagine|scrivi|escreva)\b/iu.test(
    asked,
  );

/** Whether it asks how something is done or works: an explanation of it needs nothing of it. */
export const asksHow = (asked: string): boolean =>
  /^(?:please |can you |could you )*(?:(?:explain|describe|show|teach|tell me|outline|discuss|give)\b.{0,60}\b(?:how(?! (?:many|much|long|late|old|far|often|tall|high|busy|full)\b)|why|steps|tips|guide|instructions|differences?|what (?:a|an|it (?:is|means|does|takes)|makes|moves))\b|how (?:do|does|can|could|should|would|to|did|might)\b|why\b|what (?:should|happens|causes|are (?:some|the (?:best|main|steps|benefits|advantages|pros)))\b|what is (?:a|an|the (?:best|difference|purpose|meaning|point)|meant)\b|wie (?:kann|soll|würde|wird|funktioniert)|cómo|comment\b)/iu.test(
    asked,
  );
