import type { ExportFormat } from './exportFormat';
import { pairId } from './pairId';

/**
 * One JSON object a pair and line, with where it came from. The order of the fields is fixed, and nothing in it tells of a
 * clock or a run's name: equal runs give equal bytes. `instances` is there only where a task has more than one, the first
 * among them.
 */
export const jsonl: ExportFormat = {
  begin: '',
  between: '\n',
  end: '\n',
  empty: '',
  records(pair, { seed, teacher }) {
    const [{ input, response, call }] = pair.instances;
    const record = {
      id: pairId(seed, pair),
      instruction: pair.instruction,
      input,
      response,
      ...(pair.instances.length > 1 && {
        instances: pair.instances.map((instance) => ({
          input: instance.input,
          response: instance.response,
          call: instance.call,
        })),
      }),
      iteration: pair.iteration,
      ordinal: pair.ordinal,
      strategy: pair.strategy,
      classification: pair.classification,
      novelty: pair.novelty && { score: pair.novelty.score, nearest: pair.novelty.nearest },
      teacher: { pool: teacher.pool, model: teacher.model },
      call,
    };
    return [JSON.stringify(record)];
  },
};
