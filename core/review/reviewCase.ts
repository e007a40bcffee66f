import type { GroundedClaim } from '../vocabulary/groundedClaim';

/** Where evidence stands: a passage of the knowledge, or the input. */
export interface CasePassage {
  /** Its document and headings, as people read them. */
  readonly source: string;
  readonly text: string;
}

/** A claim to be told true or false by the passage that comes closest to it. */
export interface CaseClaim {
  /** As it stands in the response. */
  readonly claim: string;
  /** Null where none is about it. */
  readonly passage: CasePassage | null;
  /** The sentence of the passage that counts. */
  readonly sentence: string | null;
}

/**
 * What people are to tell of a pair that a filter could not: what it is about, and what to tell it by. Nothing of what the machines
 * hold likely, so that it can be shown before the verdict.
 */
export type ReviewCase =
  | { readonly about: 'claims'; readonly claims: readonly CaseClaim[] }
  | {
      readonly about: 'safety';
      /** Of the policy, or of the moderation endpoint; null where it named none. */
      readonly category: string | null;
      /** What the policy says of the category. */
      readonly policy: string | null;
    }
  | { readonly about: 'bias'; readonly says: string }
  | CounterfactualCase;

/** The pair's task said of another group, with the answer to that: whether both are treated alike. */
export interface CounterfactualCase {
  readonly about: 'counterfactual';
  readonly attribute: string;
  /** The group that the pair is about. */
  readonly from: string;
  readonly to: string;
  readonly changed: { readonly instruction: string; readonly input: string; readonly response: string };
}

/** Of both answers, by what machines tell answers apart. */
export interface MeasuredAnswers {
  readonly measure: string;
  readonly original: number;
  readonly changed: number;
}

/** What a filter kept of a response. */
export interface KeptFinding {
  readonly filter: string;
  readonly evidence: Readonly<Record<string, unknown>> | null;
}

/** More claims of one response nobody reads with care. */
const mostClaims = 6;

/** The claims of a response that are not supported, as the filter `grounded` kept them; the last that it said counts. */
export function openClaims(findings: readonly KeptFinding[]): readonly GroundedClaim[] {
  const claims = findings.findLast(({ filter, evidence }) => filter === 'grounded' && evidence?.['claims'])
    ?.evidence?.['claims'] as readonly GroundedClaim[] | undefined; // as the filter wrote them
  return (claims ?? []).filter(({ verdict }) => verdict !== 'supported').slice(0, mostClaims);
}

/**
 * What people are asked of a pair that was drawn for a doubt.
 *
 * @param passages Those that its claims name, by their ids.
 */
export function casesOf(
  findings: readonly KeptFinding[],
  input: string,
  passages: ReadonlyMap<string, CasePassage>,
): readonly ReviewCase[] {
  const claims = openClaims(findings).map(({ claim, passage, sentence }): CaseClaim => {
    const text = passage === 'input' ? { source: 'input', text: input } : passages.get(passage ?? '');
    return { claim, passage: text ?? null, sentence: sentence ?? null };
  });
  const doubts = findings.filter(({ evidence }) => evidence?.['doubt'] === true);
  return [
    ...(claims.length > 0 ? [{ about: 'claims' as const, claims }] : []),
    ...doubts.flatMap(({ filter, evidence }): ReviewCase[] => {
      if (filter === 'grounded') return [];
      if (filter === 'stereotype') return [{ about: 'bias', says: textOf(evidence?.['says']) ?? '' }];
      return [{ about: 'safety', category: categoryOf(evidence), policy: textOf(evidence?.['policy']) }];
    }),
  ];
}

function categoryOf(evidence: KeptFinding['evidence']): string | null {
  const several = evidence?.['categories'];
  return textOf(evidence?.['category']) ?? (Array.isArray(several) ? several.join(', ') : null);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
