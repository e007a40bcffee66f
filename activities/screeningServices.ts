import { isError, isUnanswerable } from '../core/foundations/failure/failure';
import type { NamedLanguageModel } from '../core/screening/fluency/languageModel';
import type { Embed } from '../core/foundations/embedding/embed';

/** What filters may ask while they screen. */
export interface ScreeningServices {
  readonly embed: Embed;
  readonly languageModel: NamedLanguageModel;
  /** Hands an answer on, and remembers that its failure was a service's. */
  watched<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** Whether it was a service that failed, and not the filter, nor the text that it was asked about. */
  areBehind(this: void, error: unknown): boolean;
}

/** The services of one screening, which know their own failures, so that no filter is taken for what failed it. */
export function screeningServices(embed: Embed, languageModel: NamedLanguageModel): ScreeningServices {
  const theirs = new WeakSet<object>();
  const watched = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer;
    } catch (error) {
      if (isError(error) && !isUnanswerable(error))
        // for one text, the filter has no verdict
        theirs.add(error);
      throw error;
    }
  };
  const areBehind = (error: unknown): boolean => {
    for (let one = error, depth = 0; isError(one) && depth < 8; one = one.cause, depth++)
      if (theirs.has(one)) return true;
    return false;
  };
  return {
    embed: (texts) => watched(embed(texts)),
    languageModel: {
      model: languageModel.model,
      logProbabilities: (requests) => watched(languageModel.logProbabilities(requests)),
    },
    watched,
    areBehind,
  };
}
