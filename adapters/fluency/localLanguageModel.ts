import { basename, dirname } from 'node:path';
import type { LogProbabilities, TokenProbability } from '../../core/screening/fluency/languageModel';
import { UserError } from '../../core/foundations/userError';
import { LocalModel } from '../modelProcess/localModel';
import { smolLm2 } from '../stack/assets';
import type { CausalModelRequest } from './causalModel';
import { type CausalModelFiles, fetchCausalModel } from './fetchCausalModel';
import type { LanguageModel } from './languageModel';
import { versionsTogether } from './versionsTogether';

/**
 * A causal language model on this machine, SmolLM2-135M unless SEEDBED_SMOLLM2 names another: fetched and loaded when first
 * needed, and loaded again after its process broke.
 */
export class LocalLanguageModel implements LanguageModel {
  readonly model: string;
  private readonly local: LocalModel<CausalModelRequest, readonly (readonly TokenProbability[])[]>;

  /** @param locate Finds the model's files; it may take as long as a download. */
  constructor(
    locate: () => Promise<CausalModelFiles> = fetchCausalModel,
    environment: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.model = basename(environment[smolLm2.variable] || smolLm2.fileName, '.gguf');
    this.local = new LocalModel('local language model', async () => {
      const { vocabulary, body, head } = await locate();
      return {
        server: 'fluency/causalModelServer.js',
        files: [vocabulary, body, head],
        unloadable: (reason) =>
          new UserError(`The local language model (${body}) cannot be loaded: ${reason}.`, {
            exitCode: 1,
            mend: `Remove ${vocabulary} and ${dirname(body)}, so that they are made again; or configure an endpoint for fluency.`,
          }),
      };
    });
  }

  readonly logProbabilities: LogProbabilities = async (requests) =>
    (await this.local.ask(versionsTogether(requests))).flat();

  close(): Promise<void> {
    return this.local.close();
  }
}
