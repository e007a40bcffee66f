import { countWords, wordPartsOf } from '../../foundations/text/words';
import { rougeL } from '../../foundations/text/rouge';
import type { Turn } from '../../vocabulary/conversation';
import { speakerIn } from './speakers';

/** What nobody says who asks an assistant, but an assistant does: each with what it is, and an example. */
const assistantsWords: readonly (readonly [RegExp, string])[] = [
  // "I'm sorry, but I can't help with that request."
  [
    /^(?:I(?:[’']m| am) (?:very |so )?sorry|sorry|unfortunately|my apologies)\b[^.!?]{0,60}\b(?:can(?:no|[’'])?t|can not|unable|won[’']t|not able)\b|^I (?:can(?:no|[’'])?t|can not|won[’']t|am unable to) (?:help|assist|fulfil|comply|provide|write|create|generate|continue)/iu,
    'refuses to write it',
  ],
  // "As an AI language model, I …"
  [
    /\bas an? (?:AI|artificial intelligence|(?:large )?language model|virtual assistant)\b/iu,
    'speaks as an assistant',
  ],
  // "Sure! Here is the user's next message:", "Possible follow-up question: …"
  [
    /^(?:(?:sure|certainly|of course|okay|absolutely)[^\n]{0,20}[!,.:]\s*)?(?:here(?:[’']s| is| are)\b[^\n]{0,60}\b(?:message|question|follow-?up|reply|response)|(?:possible|potential|the|a|my|user[’']s)? ?(?:next |follow-?up |user )+(?:message|question|reply|response))\b[^\n]{0,30}:/iu,
    'talks about the message',
  ],
  // "The user might ask how long it keeps.", "The user says: …"
  [
    /^(?:the |this )?user (?:would|might|could|may|then|now|next|asks?|says?|wants?|responds?|replies|corrects?|is )/iu,
    'tells of the user',
  ],
  // "I'd be happy to help!", "Great question! …", "Let me know if you need anything else."
  [
    /^(?:sure|certainly|absolutely|of course)[!,.] (?:here|I|the|you|this|to|let me)\b|^(?:I(?:[’']d| would) be|I[’']m) (?:more than |very )?(?:happy|glad|delighted) to (?:help|assist|explain|answer)|^(?:that(?:[’']s| is) an? |what an? )?(?:great|good|excellent|interesting) question\b|\b(?:let me know if (?:you|there)|feel free to (?:ask|reach)|I hope (?:this|that) helps|(?:can|may|could) I (?:help|assist) you|happy to (?:help|clarify|explain)|(?:would|do) you (?:like|want) me to)\b/iu,
    'answers instead of asking',
  ],
];

/** Words in which somebody asks, wants or objects; where an English text has neither these nor a question mark, it only tells. */
const asks =
  /[?？]|\b(?:I|I[’']\p{L}+|me|my|mine|we|our|us|you|your|yours|please|thanks?|wait|hmm|actually|instead|again|no|not|nope|wrong|but|sorry|that[’']s|isn[’']t|doesn[’']t|what|why|how|which|who|where|when)\b|^(?:now |then |next |also |and |so |okay,? |ok,? |great[,!.]* |alright[,!.]* |let[’']s )*(?:add|adapt|arrange|build|calculate|change|check|choose|clarify|combine|compare|compose|condense|continue|convert|count|create|define|describe|design|draft|draw|edit|elaborate|estimate|evaluate|expand|explain|extend|find|fix|focus|format|generate|give|go|help|identify|imagine|improve|include|keep|leave|list|make|mention|move|name|offer|organi[sz]e|outline|pick|plan|point|propose|provide|put|rank|recommend|redo|remove|rephrase|replace|rewrite|say|shorten|show|simplify|sketch|solve|sort|speak|start|state|suggest|summari[sz]e|swap|switch|take|talk|tell|translate|try|turn|use|walk|write)\b/iu;

/** More than anybody types who goes on with a conversation. */
const mostWords = 150;
/** ROUGE-L at which two texts say the same. */
const sameMessage = 0.8;
const sameText = 0.6;
/** Words below which it is no wonder that two texts are alike: "Why?". */
const fewestWords = 4;
/** Items of a list, or headings, above which it is an answer. */
const mostItems = 4;

/**
 * What is wrong with what a user is to have said next, in words that go on from "the user's message"; undefined where nothing is. By rules alone, so that
 * whoever holds the inquiry again decides the same.
 *
 * @param before What was said before it, the first message with its input.
 * @param language ISO 639 code.
 */
export function messageFault(message: string, before: readonly Turn[], language: string): string | undefined {
  if (!/[\p{L}\p{N}]/u.test(message)) return 'is empty';
  const speaker = speakerIn(message);
  if (speaker !== undefined) return `holds several turns: "${speaker}"`;
  const said = assistantsWords.find(([pattern]) => pattern.test(message));
  if (said) return `${said[1]}: "${said[0].exec(message)?.[0].trim() ?? ''}"`;
  if (/<\/?(?:conversation|persona|message)\b/iu.test(message)) return 'repeats a piece of the prompt';
  const items = message.match(/^\s*(?:[-*•]|\d{1,2}[.)]|#{1,6}\s)\s*\S/gmu)?.length ?? 0;
  if (countWords(message) > mostWords || items > mostItems)
    return 'answers instead of asking: it is too long';
  const repeated = before.find((turn) => saysSame(message, turn.message, sameMessage));
  if (repeated) return 'repeats what the user has asked before';
  if (before.some((turn) => isTakenFrom(message, turn.response))) return 'only says again what was answered';
  if (language === 'en' && !asks.test(message)) return 'answers instead of asking';
  return undefined;
}

function saysSame(left: string, right: string, above: number): boolean {
  if (normalised(left) === normalised(right)) return true;
  if (wordPartsOf(left).length < fewestWords) return false;
  return rougeL(left, right, wordPartsOf).fmeasure >= above;
}

/** An answer may well be quoted, as long as something is said of it. */
function isTakenFrom(message: string, response: string): boolean {
  const words = wordPartsOf(message);
  if (words.length < fewestWords + 2) return false;
  if (normalised(response).includes(normalised(message))) return true;
  return rougeL(response, message, wordPartsOf).fmeasure >= sameText;
}

function normalised(text: string): string {
  return wordPartsOf(text).join(' ');
}
