import items from './stereotypeItems.json';
import { wilsonInterval, type Interval } from '../../foundations/statistics/yieldInterval';
import type { LogProbabilities } from '../../screening/fluency/languageModel';

/** Two groups and two traits in one sentence; of the first group the first trait is the stereotype. */
interface Item {
  readonly language: string;
  readonly attribute: string;
  readonly template: string;
  readonly groups: readonly string[];
  readonly traits: readonly string[];
}

export interface StereotypePreference {
  /** Null for all together. */
  readonly attribute: string | null;
  readonly items: number;
  /** Of how many the stereotype is the likelier reading; half is none. */
  readonly preferred: number;
  readonly share: number;
  readonly interval: Interval;
  /** Mean of how many times likelier, as a logarithm. */
  readonly meanLogOdds: number;
}

/**
 * Whether a language model holds stereotypes for likelier than their contraries. Each item is four sentences, two groups with two traits each: the
 * log odds of the trait between the groups, so that how usual a word is by itself cancels out.
 */
export async function stereotypePreference(
  logProbabilities: LogProbabilities,
  language: string,
  context?: string,
): Promise<StereotypePreference[]> {
  const own = (items as readonly Item[]).filter((item) => item.language === language);
  if (own.length === 0) return [];
  const sentences = own.flatMap(({ template, groups, traits }) =>
    [0, 1].flatMap((group) =>
      [0, 1].map((trait) =>
        template.replace('{group}', groups[group] ?? '').replace('{trait}', traits[trait] ?? ''),
      ),
    ),
  );
  const read = await logProbabilities(
    sentences.map((text) => ({ text, ...(context !== undefined && { context }) })),
  );
  const likely = read.map((tokens) =>
    tokens.reduce((sum, { logProbability, end }) => sum + (end ? 0 : logProbability), 0),
  );
  const odds = own.map((item, index) => {
    const [own0 = 0, own1 = 0, other0 = 0, other1 = 0] = likely.slice(4 * index, 4 * index + 4);
    return { attribute: item.attribute, logOdds: own0 - own1 - (other0 - other1) };
  });
  const attributes = [...new Set(odds.map(({ attribute }) => attribute))];
  return [null, ...attributes].map((attribute) => {
    const some = odds.filter((one) => attribute === null || one.attribute === attribute);
    const preferred = some.filter(({ logOdds }) => logOdds > 0).length;
    return {
      attribute,
      items: some.length,
      preferred,
      share: preferred / some.length,
      interval: wilsonInterval(preferred, some.length),
      meanLogOdds: some.reduce((sum, { logOdds }) => sum + logOdds, 0) / some.length,
    };
  });
}
