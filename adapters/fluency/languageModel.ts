import type { NamedLanguageModel } from '../../core/screening/fluency/languageModel';

/** Tells how likely texts are. */
export interface LanguageModel extends NamedLanguageModel {
  /** Ends what it started. What is still under way fails. */
  close(): Promise<void>;
}
