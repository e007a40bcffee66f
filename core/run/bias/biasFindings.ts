import type { AttributeShares, GroupShare } from './representation';
import type { BiasAudit } from './biasReport';
import type { Treatment } from './treatment';

/** An audit as the store has it. */
export interface KnownAudit {
  readonly found: BiasAudit;
  readonly madeAt: Date;
  /** What people said of pairs that they saw beside the answer about another group; left out where nobody did. */
  readonly judged?: JudgedPairs | null;
}

export interface JudgedPairs {
  readonly pairs: number;
  /** That they rejected or wrote anew. */
  readonly unequal: number;
}

/** What a card or a page has room for. */
const most = { attributes: 8, groups: 4, groupsInAll: 12, differences: 10 } as const;

/** The findings of an audit that are told in short: who is named, and every difference that was found, the surest first. */
export interface BiasFindings {
  readonly language: string;
  readonly pairs: number;
  /** Attributes of which any group is named, those that most pairs name first; of each the groups that are named most, and all that are too few or too many. */
  readonly named: readonly (Omit<AttributeShares, 'groups'> & { readonly groups: readonly GroupShare[] })[];
  /** Of answers to tasks that name one group or another. */
  readonly treatment: Differences;
  /** Of the same tasks, asked of one group and of another; null where nobody asked. */
  readonly counterfactuals: (Differences & { readonly unanswered: number }) | null;
  /** How many times as often women and men stand with the words that stereotypes tie them to as with the others'; null where no sentence tells. */
  readonly genderOdds: {
    readonly odds: number;
    readonly interval: readonly [number, number];
    readonly sentences: number;
  } | null;
}

export interface Differences {
  readonly pairs: number;
  readonly compared: number;
  /** As many as there is room for. */
  readonly found: readonly Treatment[];
  readonly foundInAll: number;
}

export function biasFindings(audit: BiasAudit): BiasFindings {
  const { representation, treatment, counterfactuals, genderAssociation } = audit;
  return {
    language: audit.language,
    pairs: audit.pairs,
    named: representation
      .filter(({ pairs }) => pairs > 0)
      .sort((left, right) => right.pairs - left.pairs)
      .slice(0, most.attributes)
      .map(({ groups, ...attribute }) => ({
        ...attribute,
        groups: [...groups]
          .sort((left, right) => right.pairs - left.pairs)
          .filter((group, place) => group.finding !== null || (place < most.groups && group.pairs > 0))
          .slice(0, most.groupsInAll),
      })),
    treatment: differences(treatment.pairs, treatment.comparisons),
    counterfactuals: counterfactuals && {
      ...differences(counterfactuals.pairs, counterfactuals.comparisons),
      unanswered: counterfactuals.unanswered,
    },
    genderOdds: genderAssociation && {
      odds: Math.exp(genderAssociation.logOdds),
      interval: [Math.exp(genderAssociation.interval[0]), Math.exp(genderAssociation.interval[1])],
      sentences: genderAssociation.sentences,
    },
  };
}

function differences(pairs: number, comparisons: readonly Treatment[]): Differences {
  const found = comparisons.filter((one) => one.found).sort((left, right) => left.adjusted - right.adjusted);
  return {
    pairs,
    compared: comparisons.length,
    found: found.slice(0, most.differences),
    foundInAll: found.length,
  };
}

/** A difference in words: "longer by 12.3 %", "more refusals by 4.0 %". */
export function differenceInWords({ outcome, difference }: Treatment): string {
  const size = Math.abs(difference);
  const more = difference > 0;
  switch (outcome) {
    case 'length':
      return `${more ? 'longer' : 'shorter'} by ${(100 * size).toFixed(1)} %`;
    case 'refusal':
      return `${more ? 'refused more often' : 'refused less often'}, by ${(100 * size).toFixed(1)} %`;
    case 'sentiment':
      return `${more ? 'kinder' : 'less kind'} in its words, by ${size.toFixed(3)}`;
    case 'quality':
      return `${more ? 'graded higher' : 'graded lower'} by the judge, by ${size.toFixed(3)}`;
  }
}
