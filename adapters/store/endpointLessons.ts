import type { Lesson, Lessons, Taken, TaughtName } from '../../core/teacher/lessons';
import type { Database } from './database';

/** A model at an endpoint, and where that is: another server under its name has learned nothing yet. */
export interface TaughtModel {
  readonly endpoint: string;
  readonly host: string;
  readonly model: string;
}

/** What refusals taught of endpoints' models, for every process that comes after. */
export class EndpointLessons {
  constructor(private readonly database: Database) {}

  async of({ endpoint, host, model }: TaughtModel): Promise<Lessons> {
    const { rows } = await this.database.query<{ parameter: TaughtName; taken: Taken }>(
      'select parameter, taken from endpoint_lessons where endpoint = $1 and host = $2 and model = $3',
      [endpoint, host, model],
    );
    return Object.fromEntries(rows.map(({ parameter, taken }) => [parameter, taken]));
  }

  /** @param said what the endpoint said, free of keys. */
  async learn(
    { endpoint, host, model }: TaughtModel,
    { parameter, taken }: Lesson,
    said: string,
  ): Promise<void> {
    await this.database.query(
      `insert into endpoint_lessons (endpoint, host, model, parameter, taken, said) values ($1, $2, $3, $4, $5, $6)
       on conflict (endpoint, host, model, parameter) do update
         set taken = excluded.taken, said = excluded.said, learned_at = now()`,
      [endpoint, host, model, parameter, taken, said],
    );
  }
}
