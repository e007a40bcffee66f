import { sentencesOf } from './claims';
import type { ClaimVerdict } from '../../vocabulary/groundedClaim';
import { denialsIn, marksOf, saysOpposite, type Mark } from './facts';

/** What was found of a claim without asking anybody. */
export interface ComparedClaim {
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  /** What it rests on, or fails on, for people. */
  readonly reason: string;
  /** The passage and its sentence that come closest; undefined where none is about it. */
  readonly passage: number | undefined;
  readonly sentence: string | undefined;
}

interface Sentence {
  readonly passage: number;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Stems of it and, at half weight, of the passage's heading and other sentences: what pronouns stand for. */
  readonly stems: ReadonlySet<string>;
}

/** The sentences of passages, ready for comparisons. */
export class Evidence {
  readonly sentences: readonly Sentence[];
  private readonly rarity = new Map<string, number>();
  private readonly stemsOfPassage: readonly ReadonlySet<string>[];

  constructor(passages: readonly string[]) {
    this.sentences = passages.flatMap((text, passage) =>
      sentencesOf(text).map((sentence) => {
        const marks = marksOf(sentence);
        return { passage, text: sentence, marks, stems: stemsIn(marks) };
      }),
    );
    this.stemsOfPassage = passages.map(
      (_, passage) =>
        new Set(this.sentences.filter((one) => one.passage === passage).flatMap(({ stems }) => [...stems])),
    );
    const counts = new Map<string, number>();
    for (const { stems } of this.sentences)
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    for (const [stem, count] of counts) this.rarity.set(stem, Math.log(1 + this.sentences.length / count));
  }

  weight(stem: string): number {
    return this.rarity.get(stem) ?? Math.log(1 + Math.max(2, this.sentences.length));
  }

  /** The share of some stems, by weight, that a sentence has; what only its passage has counts a third. */
  overlap(stems: ReadonlySet<string>, sentence: Sentence): number {
    let [has, all] = [0, 0];
    for (const stem of stems) {
      const weight = this.weight(stem);
      all += weight;
      if (sentence.stems.has(stem)) has += weight;
      else if (this.stemsOfPassage[sentence.passage]!.has(stem)) has += weight / 3;
    }
    return all === 0 ? 0 : has / all;
  }
}

function stemsIn(marks: readonly Mark[]): ReadonlySet<string> {
  return new Set(marks.flatMap(({ stem, isEmpty }) => (isEmpty ? [] : [stem])));
}

/** How much of a claim's words its sentence must have to be taken for the same statement, to be about it, and to have anything to do with it. */
const sameStatement = 0.62;
const aboutIt = 0.3;
const nothingOfIt = 0.1;
/** How much of a clause another must have for their denials to be compared. */
const sameClause = 0.4;

/**
 * Compares a claim with passages outright: its numbers, dates and names must stand where the passage speaks of the same, and it must deny
 * what the passage denies. A fact that fits another's place is contradicted by that; one that is nowhere is not found.
 * @param context What the claim answers, for claims too short to be understood alone.
 */
export function compareClaim(claim: string, evidence: Evidence, context = ''): ComparedClaim {
  const marks = marksOf(claim);
  const stems = stemsIn(marks);
  const short = stems.size < 4 && context !== '';
  const asked = short ? new Set([...stems, ...stemsIn(marksOf(context))]) : stems;
  const ranked = evidence.sentences
    .map((sentence) => ({ sentence, overlap: evidence.overlap(asked, sentence) }))
    .sort((left, right) => right.overlap - left.overlap);
  const best = ranked[0];
  const conclude = (
    verdict: ClaimVerdict,
    reason: string,
    sentence: Sentence | undefined = best?.sentence,
  ): ComparedClaim => ({
    claim,
    verdict,
    reason,
    passage: sentence?.passage,
    sentence: sentence?.text,
  });
  if (!best || best.overlap < nothingOfIt) return conclude('notFound', 'no passage is about it', undefined);

  let missing: string | undefined;
  for (const [at, fact] of marks.entries()) {
    if (fact.kind === 'word' || isContinued(marks, at)) continue;
    const found = placeOf(at, marks, evidence);
    if (found.kind === 'other')
      return conclude('contradicted', `says ${fact.text}, the passage ${found.instead}`, found.sentence);
    if (found.kind === 'nowhere') missing ??= fact.text;
  }
  if (missing !== undefined) return conclude('notFound', `"${missing}" stands in no passage`);

  const exchanged = exchangedIn(marks, best.sentence.marks);
  if (exchanged !== undefined && best.overlap >= aboutIt) return conclude('contradicted', exchanged);

  const denied = deniedBy(claim, evidence);
  if (denied) return conclude('contradicted', 'one denies what the other affirms', denied);
  if (best.overlap >= sameStatement) return conclude('supported', 'says the same');
  return conclude('doubtful', 'is about the same, in other words');
}

/** A name of several words is one fact, told by its last. */
function isContinued(marks: readonly Mark[], at: number): boolean {
  return (
    marks[at]!.kind === 'name' &&
    marks[at + 1]?.kind === 'name' &&
    marks[at + 1]!.clause === marks[at]!.clause
  );
}

/** The words of the name that ends at a place. */
function nameAt(marks: readonly Mark[], at: number): ReadonlySet<string> {
  const stems = new Set([marks[at]!.stem]);
  for (let index = at - 1; index >= 0 && marks[at]!.kind === 'name' && isContinued(marks, index); index--)
    stems.add(marks[index]!.stem);
  return stems;
}

type Place =
  | { readonly kind: 'here' }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'other'; readonly instead: string; readonly sentence: Sentence };

/** "Clara Voss" is "Voss", and not "Clara Vale" nor "North Voss". */
function isSameName(
  name: ReadonlySet<string>,
  { stem, kind }: Mark,
  marks: readonly Mark[],
  at: number,
): boolean {
  if (!name.has(stem)) return false;
  if (name.size === 1 || kind !== 'name') return true;
  const other = nameAt(marks, at);
  return other.size === 1 || [...other].filter((word) => name.has(word)).length > 1;
}

/** Where the passages have a fact, and whether another of its kind fits its place in the claim better. */
function placeOf(at: number, claim: readonly Mark[], evidence: Evidence): Place {
  const fact = claim[at]!;
  const name = nameAt(claim, at);
  const own = around(claim, at, name, evidence);
  const rest = new Set(
    claim.flatMap(({ clause, isEmpty, stem }) =>
      clause === fact.clause && !isEmpty && !name.has(stem) ? [stem] : [],
    ),
  );
  const inClaim = new Set(claim.filter(({ kind }) => kind !== 'word').map(({ stem }) => stem));
  let here: { fit: number; near: number; sentence: Sentence } | undefined;
  let other: { fit: number; near: number; mark: Mark; sentence: Sentence } | undefined;
  for (const sentence of evidence.sentences) {
    const overlap = evidence.overlap(rest, sentence);
    sentence.marks.forEach((mark, index) => {
      if (isContinued(sentence.marks, index)) return;
      const isSame = isSameName(name, mark, sentence.marks, index);
      if (!isSame && mark.kind !== fact.kind) return;
      if (mark.kind === 'date' && fact.kind === 'date' && dateKind(mark) !== dateKind(fact)) return;
      const near = similarity(own, around(sentence.marks, index, nameAt(sentence.marks, index), evidence));
      const fit = overlap + near;
      if (isSame) {
        if (!here || fit > here.fit) here = { fit, near, sentence };
      } else if (!other || fit > other.fit) other = { fit, near, mark, sentence };
    });
  }
  if (here) {
    // Another stands where this one is said to, and this one elsewhere.
    const isExchanged =
      other &&
      (other.sentence === here.sentence
        ? other.near > here.near + (fact.kind === 'name' ? 0.5 : 0.3)
        : other.fit > here.fit + (/\d{3}/.test(fact.stem) ? 0.8 : 0.3));
    return isExchanged
      ? { kind: 'other', instead: other!.mark.text, sentence: other!.sentence }
      : { kind: 'here' };
  }
  const isInstead = other && !inClaim.has(other.mark.stem) && (other.fit >= aboutIt || other.near > 0);
  return isInstead
    ? { kind: 'other', instead: other!.mark.text, sentence: other!.sentence }
    : { kind: 'nowhere' };
}

/** Years, months, days of months and weekdays are compared with their like. */
function dateKind({ stem }: Mark): string {
  if (/^\d{4}$/.test(stem)) return 'year';
  if (/^\d+$/.test(stem)) return 'day';
  return stem.endsWith('day') ? 'weekday' : 'month';
}

/** The content words beside a place, the nearer the heavier; those of its own clause before others. */
function around(
  marks: readonly Mark[],
  at: number,
  name: ReadonlySet<string>,
  evidence: Evidence,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const { clause } = marks[at]!;
  for (let index = Math.max(0, at - 7); index <= Math.min(marks.length - 1, at + 7); index++) {
    const mark = marks[index]!;
    if (index === at || mark.isEmpty || name.has(mark.stem)) continue;
    const weight =
      evidence.weight(mark.stem) / (1 + Math.abs(index - at) / 3) / (mark.clause === clause ? 1 : 3);
    weights.set(mark.stem, Math.max(weights.get(mark.stem) ?? 0, weight));
  }
  return weights;
}

function similarity(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const [stem, weight] of left) {
    all += weight;
    shared += Math.min(weight, right.get(stem) ?? 0);
  }
  return all === 0 ? 0 : shared / all;
}

/** Names, or what is compared, in the other order: "A beat B" of "B beat A", "females larger than males". */
function exchangedIn(claim: readonly Mark[], sentence: readonly Mark[]): string | undefined {
  const than = (marks: readonly Mark[]): readonly [string, string] | undefined => {
    const at = marks.findIndex(({ text }) => text.toLowerCase() === 'than');
    if (at < 0) return undefined;
    const before = marks
      .slice(0, at)
      .filter(({ isEmpty }) => !isEmpty)
      .at(-2); // what is compared, then how
    const after = marks.slice(at + 1).find(({ isEmpty }) => !isEmpty);
    return before && after && [before.stem, after.stem];
  };
  const [one, other] = [than(claim), than(sentence)];
  if (one && other && one[0] === other[1] && one[1] === other[0])
    return `${one[0]} and ${one[1]} are exchanged`;
  const order = (marks: readonly Mark[]): readonly string[] => [
    ...new Set(marks.flatMap(({ kind, stem }) => (kind === 'name' ? [stem] : []))),
  ];
  const isPassive = (marks: readonly Mark[]): boolean => marks.some(({ text }) => text === 'by');
  if (isPassive(claim) !== isPassive(sentence)) return undefined;
  const verbs = (marks: readonly Mark[]): ReadonlySet<string> =>
    new Set(marks.flatMap(({ kind, isEmpty, stem }) => (kind === 'word' && !isEmpty ? [stem] : [])));
  const shared = order(claim).filter((name) => order(sentence).includes(name));
  if (shared.length < 2 || verbs(claim).size === 0) return undefined;
  const there = order(sentence).filter((name) => shared.includes(name));
  // One sentence of one clause each: where more is said the places tell.
  const isOne = (marks: readonly Mark[]): boolean => new Set(marks.map(({ clause }) => clause)).size === 1;
  if (!isOne(claim) || shared.join() === there.join()) return undefined;
  return `${shared[0]} and ${there[0]} are exchanged`;
}

/** The sentence that denies what a claim affirms, or the other way round: by the clause that is closest, names aside. */
function deniedBy(claim: string, evidence: Evidence): Sentence | undefined {
  for (const clause of clausesOf(claim)) {
    const stems = new Set(marksOf(clause).flatMap(({ kind, isEmpty, stem }) => (isEmpty || kind === 'name' ? [] : [stem]))); // prettier-ignore
    if (stems.size === 0) continue;
    const shares = evidence.sentences.flatMap((sentence) =>
      clausesOf(sentence.text).map((text) => {
        const has = stemsIn(marksOf(text));
        let [shared, all] = [0, 0];
        for (const stem of stems) {
          all += evidence.weight(stem);
          if (has.has(stem)) shared += evidence.weight(stem);
        }
        return { share: shared / all, text, sentence };
      }),
    );
    const most = Math.max(...shares.map(({ share }) => share));
    if (most < sameClause) continue;
    const own = wordsIn(clause);
    // Where several are as close, one that agrees is enough.
    const closest = shares.filter(({ share }) => share > most - 0.15);
    const agrees = closest.some(({ text }) => {
      const others = wordsIn(text);
      const differs = (denialsIn(own) - denialsIn(others)) % 2 !== 0;
      // What is denied must be spoken of on both sides.
      const isOther =
        deniedIn(clause).some((stem) => !stemsOf(text).has(stem)) ||
        deniedIn(text).some((stem) => !stemsOf(clause).has(stem));
      if (differs && isOther) return true;
      return differs === saysOpposite(new Set(own), new Set(others));
    });
    if (!agrees) return closest[0]?.sentence;
  }
  return undefined;
}

function stemsOf(text: string): ReadonlySet<string> {
  return stemsIn(marksOf(text));
}

/** The first word of content behind a denial: what it denies. */
function deniedIn(text: string): readonly string[] {
  const marks = marksOf(text);
  const at = marks.findIndex((mark) => denialsIn([mark.text.toLowerCase()]) > 0);
  const denied = at < 0 ? undefined : marks.slice(at + 1).find(({ isEmpty }) => !isEmpty);
  return denied ? [denied.stem] : [];
}

function clausesOf(text: string): readonly string[] {
  return text
    .split(/[;:()]|,(?!\d)|\b(?:but|because|while|although|whereas|and)\b/)
    .filter((clause) => clause.trim() !== '');
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}][\p{L}\p{M}'’-]*/gu) ?? [];
}
