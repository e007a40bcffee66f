import type { Account } from '../../core/teacher/account';
import type { Configuration } from '../workspace/configuration';
import { EndpointLanguageModel, type BuyLikelihood } from './endpointLanguageModel';
import { fetchCausalModel } from './fetchCausalModel';
import type { LanguageModel } from './languageModel';
import { LocalLanguageModel } from './localLanguageModel';

/** Who tells how likely texts are: the endpoint of the worker's configuration, of which it is bought, else the model on this machine. */
export function languageModelOf(
  { fluency }: Pick<Configuration, 'fluency'>,
  environment: Readonly<Record<string, string | undefined>>,
  buy: BuyLikelihood,
): LanguageModel<Account> {
  if (!fluency) return new LocalLanguageModel(() => fetchCausalModel({ environment }), environment);
  return new EndpointLanguageModel(fluency.endpoint, fluency.model, buy);
}
