import type { Moderated } from '../../core/screening/safety/moderate';
import { verdictsFromText } from '../../core/screening/safety/moderationVerdicts';
import type { Account } from '../../core/teacher/account';
import type { ModerationRequest, TeacherAnswer } from '../../core/teacher/request';
import { TeacherError } from '../teacher';

/** Has a request answered, by the ledger or the endpoint. */
export type BuyModeration = (request: ModerationRequest, account: Account) => Promise<TeacherAnswer>;

/** Most texts in one request. */
const atOnce = 32;

/**
 * A model behind an OpenAI-compatible `/moderations`, asked about up to 32 texts at once. Every request is a purchase like a teacher's: what
 * fails is tried again by the same rules, and what is no answer is none.
 */
export class EndpointModerator {
  /** @param endpoint The endpoint's name in the worker's configuration. */
  constructor(
    private readonly endpoint: string,
    private readonly model: string,
    private readonly buy: BuyModeration,
  ) {}

  /** One verdict for each text. @throws what buying throws, and TeacherError where an endpoint refuses to answer: never a pass. */
  async moderate(texts: readonly string[], account: Account): Promise<readonly Moderated[]> {
    const chunks: (readonly string[])[] = [];
    for (let from = 0; from < texts.length; from += atOnce) chunks.push(texts.slice(from, from + atOnce));
    return (await Promise.all(chunks.map((chunk) => this.ask(chunk, account)))).flat();
  }

  private async ask(texts: readonly string[], account: Account): Promise<readonly Moderated[]> {
    const answer = await this.buy(
      {
        role: 'moderate',
        endpoint: this.endpoint,
        model: this.model,
        prompt: { kind: 'moderation', texts },
        parameters: {},
        sample: '0',
      },
      account,
    );
    if (answer.refusal !== undefined)
      throw new TeacherError({ kind: 'unanswerable', message: answer.refusal });
    return verdictsFromText(answer.text);
  }
}
