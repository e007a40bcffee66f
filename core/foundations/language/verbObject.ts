import type * as compromise from 'compromise/two';
import { singularOf } from './english';

/** What an instruction asks to be done, and with what: both in their base form, in lower case. */
export interface VerbObject {
  readonly verb: string;
  /** Undefined where the verb has no noun as its object: "Explain why it rains." */
  readonly object: string | undefined;
}

/** Ways to begin that are not yet what is asked. */
const openings =
  /^(?:(?:please|kindly|now|then|also|first|next)\b[, ]*|(?:question|task|instruction)\s*:\s*|(?:can|could|would|will) you (?:please )?|i (?:want|need|would like) you to |i'd like you to |you (?:need|have|are asked|are required) to |you (?:should|must|will) |your (?:task|job|goal) is to |help me (?:to )?|let's |try to )/iu;
/** A clause before the comma that sets the scene: "Given the facts, ...", "In this task, ...", "Using the comment as a guide, ...". */
const scene =
  /^(?:given|using|based|in|for|from|with|to|if|when|after|as|considering|imagine|suppose|assuming)\b[^,]*,\s*/iu;
const questionBeginnings =
  /^(?:what|which|who|whom|whose|when|where|why|how|am|is|are|was|were|do|does|did|has|have|had|can|could|should|would|will|may|might|must)\b/iu;
/** Verbs that instructions begin with, and that the lexicon knows as nouns. */
const knownVerbs = new Set([
  'brainstorm',
  'compare',
  'output',
  'paraphrase',
  'parse',
  'rephrase',
  'tokenize',
]);
/** Words before a noun that the tagger takes for one. */
const quantities = new Set([
  'all',
  'each',
  'both',
  'some',
  'any',
  'many',
  'most',
  'few',
  'several',
  'following',
]);

/**
 * The leading verb of an English instruction and the head of its first direct noun object, as Self-Instruct measures diversity
 * (Wang et al. 2022, section 3.3): of "Write a short story about rain", write and story. Found by rules and a lexicon
 * (compromise) instead of a parser, so it is an estimate; undefined where no verb is found.
 */
export function verbObjectOf(instruction: string): VerbObject | undefined {
  for (const sentence of firstSentences(instruction)) {
    const found = ofClause(withoutOpenings(sentence));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A word of an instruction, as the tagger sees it. */
export interface Term {
  readonly normal: string;
  readonly tags: ReadonlySet<string>;
  /** What stands between it and the next word. */
  readonly post: string;
}

/** The words of an English instruction that asks for something, its verb first, up to the end of the sentence; undefined of a question. */
export function requestOf(instruction: string): readonly [Term, ...Term[]] | undefined {
  for (const sentence of firstSentences(instruction)) {
    const clause = withoutOpenings(sentence);
    const request = questionBeginnings.test(clause) ? undefined : ofRequest(clause);
    if (request) return request;
  }
  return undefined;
}

/** The first two sentences: the first may only set the scene, "I am planning a trip." Longer texts are cut. */
function firstSentences(text: string): string[] {
  return text
    .slice(0, 600)
    .split(/(?<=[.!?:])\s+|\n+/u)
    .filter((sentence) => /\p{L}/u.test(sentence))
    .slice(0, 2);
}

function withoutOpenings(sentence: string): string {
  let rest = sentence.trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(openings, '');
    const behind = rest.replace(scene, '');
    if (/\p{L}/u.test(behind)) rest = behind;
  }
  return rest;
}

function ofClause(clause: string): VerbObject | undefined {
  if (questionBeginnings.test(clause)) return ofQuestion(termsOf(clause));
  const terms = ofRequest(clause);
  return terms && { verb: infinitiveOf(terms[0]), object: objectAfter(terms, 0) };
}

/** Behind "to", a word that may be a noun as well as a verb ("plan", "list") is read as a verb. */
function ofRequest(clause: string): readonly [Term, ...Term[]] | undefined {
  const [, first, ...rest] = termsOf(`to ${clause.charAt(0).toLowerCase()}${clause.slice(1)}`);
  const isVerb = first !== undefined && (first.tags.has('Verb') || knownVerbs.has(first.normal));
  return isVerb ? [first, ...rest] : undefined;
}

/** "What is the capital of France?": be, capital. "How do you answer this question?": answer, question. */
function ofQuestion(terms: readonly Term[]): VerbObject | undefined {
  const isHelping = ({ normal, tags }: Term): boolean =>
    tags.has('Modal') ||
    tags.has('Auxiliary') ||
    /^(?:do|does|did|is|are|was|were|has|have|had)$/.test(normal);
  const main = terms.findIndex(
    (term, index) => index > 0 && term.tags.has('Verb') && !isHelping(term) && !term.tags.has('Gerund'),
  );
  const helping = terms.findIndex((term) => isHelping(term) || term.tags.has('Copula'));
  const at = main >= 0 ? main : helping;
  const term = terms[at];
  return term && { verb: infinitiveOf(term), object: objectAfter(terms, at) };
}

/** The head of the first noun phrase behind a verb: "a short poem about rain" is about a poem. Up to the end of the clause. */
function objectAfter(terms: readonly Term[], verb: number): string | undefined {
  let head: Term | undefined;
  for (const term of terms.slice(verb + 1)) {
    const { normal, tags, post } = term;
    const isNoun =
      tags.has('Noun') && !tags.has('Pronoun') && !tags.has('Possessive') && !quantities.has(normal);
    if (isNoun) head = term;
    else if (head !== undefined) break;
    else if (tags.has('Conjunction') || tags.has('QuestionWord')) return undefined;
    if (/[.;:!?]/u.test(post) || (head !== undefined && /[,()]/u.test(post))) break;
  }
  return head && singularOf(head.normal);
}

/** The words of a clause, at most its first 200 characters: the object is near, and tagging is slow. */
function termsOf(clause: string): readonly Term[] {
  // The documents themselves: their JSON is the same once more, and takes half as long as the tagging.
  const { docs } = nlp(clause.slice(0, 200)) as unknown as { docs: readonly (readonly TaggedTerm[])[] };
  return docs.flatMap((terms) =>
    terms
      .filter(({ normal }) => normal !== '')
      .map(({ normal, post, tags = new Set<string>() }) => ({ normal, post, tags })),
  );
}

let tagger: typeof compromise.default | undefined;

/** Loaded where a verb is first looked for: its lexicon takes a fifth of a second. `two` tags words, and leaves out grammar that nobody looks at. */
function nlp(text: string): ReturnType<typeof compromise.default> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synchronous, as whoever asks is
  tagger ??= require('compromise/two') as typeof compromise.default;
  return tagger(text);
}

interface TaggedTerm extends Omit<Term, 'tags'> {
  readonly tags?: ReadonlySet<string>;
}

const infinitives = new Map<string, string>();

function infinitiveOf({ normal, tags }: Term): string {
  if (tags.has('Copula') || /^(?:am|is|are|was|were)$/.test(normal)) return 'be';
  if (tags.has('Infinitive') || knownVerbs.has(normal)) return normal;
  // Base forms are slow to find, and words are few.
  const base = infinitives.get(normal) ?? (nlp(normal).tag('Verb').compute('root').text('root') || normal);
  if (infinitives.size < 20_000) infinitives.set(normal, base);
  return base;
}
