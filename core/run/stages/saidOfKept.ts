import type { Filter } from '../../screening/filters/filter';
import type { RecordedResult } from '../../vocabulary/filterResult';
import type { StagedCandidate } from './stage';

type StagedResponse = StagedCandidate['responses'][number];

/** What a filter said of a kept response. */
export interface SaidOfResponse {
  readonly response: StagedResponse;
  readonly result: RecordedResult;
}

/** What a filter said of each kept response; one of which it said nothing passed it. */
export function saidOfKept(
  { name, version: current }: Pick<Filter, 'name' | 'version'>,
  { responses, results }: StagedCandidate,
): readonly SaidOfResponse[] {
  return responses
    .filter(({ kept }) => kept)
    .map((response) => {
      // What was said of the whole conversation comes after what was said of its beginning, and holds that.
      const said = results.findLast((one) => one.filter === name && one.response === response.response);
      const { filter = name, version = current, passed = true, score, evidence } = said ?? {};
      const result = {
        ...{ filter, version, passed },
        ...(score !== undefined && { score }),
        ...(evidence && { evidence }),
      };
      return { response, result };
    });
}
