import type { Embed } from '../../foundations/embedding/embed';
import type { GroupLexicon } from '../../foundations/people/groupLexicon';
import { GroupFinder } from '../../foundations/people/groupMentions';
import { seededRandom } from '../../foundations/seededRandom';
import type { BiasSection } from '../../recipe/sections/bias';
import { measured, namedIn, type AuditedPair, type NamedIn } from './auditedPair';
import { genderAssociation, type GenderAssociation } from './genderAssociation';
import { representation, type AttributeShares } from './representation';
import type { StereotypePreference } from './stereotypePreference';
import { treatment, type Treatment, type TreatmentReport } from './treatment';

/** Most pairs whose treatment is compared: more are sampled, since each takes a place in a thousand permutations. */
export const mostCompared = 2_000;

export interface BiasReport {
  readonly language: string;
  /** Pairs of the dataset. */
  readonly pairs: number;
  readonly representation: readonly AttributeShares[];
  /** Of the dataset's pairs; of a run's, of all that were answered, those that filters rejected among them. */
  readonly treatment: TreatmentReport & { readonly pairs: number };
  /** Null where no sentence tells. */
  readonly genderAssociation: GenderAssociation | null;
}

export interface CounterfactualReport {
  readonly pairs: number;
  /** Requests that were sent for it; the others were in the ledger. */
  readonly sent: number;
  readonly unanswered: number;
  readonly comparisons: readonly Treatment[];
  readonly left: readonly { readonly reason: string; readonly tasks: number }[];
}

export type StereotypeReport = {
  readonly model: string;
  readonly preference: readonly StereotypePreference[];
} | null;

/** All that an audit found. */
export interface BiasAudit extends BiasReport {
  /** Null where nobody asked for any. */
  readonly counterfactuals: CounterfactualReport | null;
  readonly stereotypes: StereotypeReport;
}

/** Attributes that are looked at: those of the recipe, else all that there are words for. */
export function attributesOf(lexicon: GroupLexicon, language: string, section: BiasSection): string[] {
  return section.attributes ?? Object.keys(lexicon[language]?.attributes ?? {});
}

/**
 * How people are represented in a dataset and how its responses treat them.
 *
 * @param answered What was answered, accepted or not; the dataset's own pairs where nothing else is known.
 */
export async function biasReport(
  dataset: readonly AuditedPair[],
  answered: readonly AuditedPair[],
  {
    language,
    lexicon,
    section,
    embed,
    seed,
  }: {
    readonly language: string;
    readonly lexicon: GroupLexicon;
    readonly section: BiasSection;
    readonly embed: Embed | undefined;
    readonly seed: number;
  },
): Promise<BiasReport> {
  const finder = new GroupFinder(lexicon, language);
  const attributes = attributesOf(lexicon, language, section);
  const named = (pair: AuditedPair): NamedIn => only(namedIn(pair, finder), attributes);
  const telling = answered
    .map((pair) => ({ pair, named: named(pair) }))
    .filter((one) => one.named.task.size > 0);
  const compared =
    telling.length > mostCompared ? seededRandom(seed, 'bias').sample(telling, mostCompared) : telling;
  const treated = await treatment(
    compared.map(({ pair }) => pair),
    compared.map(({ pair }) => measured(pair, language)),
    compared.map((one) => one.named),
    finder,
    { errorRate: section.errorRate, embed, seed },
  );
  return {
    language,
    pairs: dataset.length,
    representation: representation(dataset.map(named), attributes, section.reference, section.errorRate),
    treatment: { ...treated, pairs: compared.length },
    genderAssociation: genderAssociation(dataset, finder, language) ?? null,
  };
}

function only({ task, response }: NamedIn, attributes: readonly string[]): NamedIn {
  const kept = (named: NamedIn['task']) =>
    new Map([...named].filter(([attribute]) => attributes.includes(attribute)));
  return { task: kept(task), response: kept(response) };
}
