import { LocalEmbedder } from '../embedder/localEmbedder';
import { RecentEmbeddings } from '../embedder/recentEmbeddings';
import type { LanguageModel } from '../fluency/languageModel';
import { LocalLanguageModel } from '../fluency/localLanguageModel';
import type { ScreenerModels } from './taskScreener';

/** The models on this machine, each in one process, loaded when first needed. */
export class LocalModels implements ScreenerModels {
  readonly languageModel: LanguageModel = new LocalLanguageModel();
  private readonly embedder = new LocalEmbedder();
  private readonly recent = new RecentEmbeddings(this.embedder);

  readonly embed: ScreenerModels['embed'] = (texts) => this.recent.embed(texts);
  readonly logProbabilities: ScreenerModels['logProbabilities'] = (requests) =>
    this.languageModel.logProbabilities(requests);

  async close(): Promise<void> {
    await Promise.all([this.embedder.close(), this.languageModel.close()]);
  }
}
