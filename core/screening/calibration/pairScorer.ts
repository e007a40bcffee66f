import { LogisticScorer, type StoredScorer } from '../../foundations/statistics/logisticScorer';
import { TextModel } from '../../foundations/statistics/textModel';
import type { Embed } from '../../foundations/embedding/embed';
import { featuresOf, type PairResults } from './pairFeatures';
import { checkOf, textsOf } from './pairTexts';
import type { PairText } from './textFeatures';

/** A learned scorer at work. */
export class PairScorer {
  private readonly scorer: LogisticScorer;
  private readonly model: TextModel | undefined;

  /** @throws Error where its weights are broken. */
  constructor({ texts, ...stored }: StoredScorer) {
    this.scorer = new LogisticScorer(stored);
    this.model = texts && new TextModel(texts);
  }

  /**
   * The chance that each pair is good. Embeds nothing where the scorer reads no meanings.
   *
   * @throws Error where the vectors are another embedder's than those that it learned from.
   */
  async score(
    pairs: readonly (PairText & { readonly results: PairResults })[],
    embed: Embed,
  ): Promise<number[]> {
    const { model } = this;
    if (model?.readsMeanings && !model.isOfEmbedder(await checkOf(embed))) {
      throw new Error(
        'the scorer was learned from meanings as another embedder gives them: learn it where embeddings come from the same model, or with "seedbed calibrate --words-only"',
      );
    }
    const texts = model && (await textsOf(pairs, model.readsMeanings ? embed : undefined));
    return pairs.map((pair, index) => {
      const features = featuresOf(pair, pair.results);
      return 1 - this.scorer.score({ ...features, ...model?.columns(texts![index]!) });
    });
  }
}
