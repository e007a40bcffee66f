import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';

/** Tells how likely texts are (`LogProbabilities`). `Account` says who pays: nobody, for a model on this machine. */
export interface LanguageModel<Account = void> {
  /** Its figures go by this name. */
  readonly model: string;
  logProbabilities(
    requests: readonly LogProbabilityRequest[],
    account: Account,
  ): Promise<readonly (readonly TokenProbability[])[]>;
  /** Ends what it started. What is still under way fails. */
  close(): Promise<void>;
}
