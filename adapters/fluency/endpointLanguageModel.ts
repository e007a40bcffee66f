import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';
import type { Account } from '../../core/teacher/account';
import type { LikelihoodRequest, TeacherAnswer } from '../../core/teacher/request';
import { TeacherError } from '../teacher';
import type { LanguageModel } from './languageModel';

/** Has a request answered, by the ledger or the endpoint. */
export type BuyLikelihood = (request: LikelihoodRequest, account: Account) => Promise<TeacherAnswer>;

/**
 * A model behind an OpenAI-compatible `/completions` that echoes its prompt with log-probabilities (vLLM does, and llama.cpp's
 * Python server; chat interfaces tell only of what they write themselves). A context stands before the text with an empty line
 * between them. The end of a text is not told. Every request is a purchase like a teacher's.
 */
export class EndpointLanguageModel implements LanguageModel<Account> {
  readonly model: string;

  /**
   * @param endpointName The endpoint's name in the worker's configuration.
   * @param name The model, as the endpoint calls it.
   */
  constructor(
    private readonly endpoint: string,
    private readonly name: string,
    private readonly buy: BuyLikelihood,
  ) {
    this.model = `${endpoint}/${name}`;
  }

  /** @throws what buying throws, and TeacherError for a text that is refused. */
  logProbabilities(
    requests: readonly LogProbabilityRequest[],
    account: Account,
  ): Promise<readonly (readonly TokenProbability[])[]> {
    return Promise.all(requests.map((request) => this.score(request, account)));
  }

  close(): Promise<void> {
    return Promise.resolve(); // what is under way is the purchaser's
  }

  private async score(
    { context, text }: LogProbabilityRequest,
    account: Account,
  ): Promise<readonly TokenProbability[]> {
    if (text === '') return [];
    const before = context === undefined ? '' : `${context}\n\n`;
    const answer = await this.buy(
      {
        role: 'score',
        endpoint: this.endpoint,
        model: this.name,
        prompt: { kind: 'likelihood', before, text },
        parameters: {},
        sample: '0',
      },
      account,
    );
    if (answer.refusal !== undefined)
      throw new TeacherError({ kind: 'unanswerable', message: answer.refusal });
    return (JSON.parse(answer.text) as [string, number][]).map(([token, logProbability]) => ({
      token,
      logProbability,
    }));
  }
}
