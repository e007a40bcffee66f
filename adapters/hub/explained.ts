import { HubApiError } from '@huggingface/hub';
import { classifyError } from '../../core/foundations/failure/classifyError';
import { UserError } from '../../core/foundations/userError';
import type { HubPlace } from './hubPlace';

const keyOrPermission = 4;

/** What a hub refused, or did not answer, in words that say what to do. What is tried again is a `HubAway`. */
export class HubAway extends UserError {}

/** @param what Of the dataset: it could not "be written to". */
export function explained(error: unknown, { name, url }: HubPlace, what: string): unknown {
  if (error instanceof UserError) return error;
  const could = `${name} could not ${what}`;
  if (!(error instanceof HubApiError)) {
    const failure = classifyError(error);
    if (failure.kind !== 'passing') return error;
    return new HubAway(`${could}: ${url} doesn't answer (${failure.code}).`, {
      ...{ exitCode: 1, cause: error },
      mend: 'Type the same command again: what was sent is not sent twice.',
    });
  }
  const cause = error;
  switch (error.statusCode) {
    case 401:
      return new UserError(`${could}: the hub does not know the token in HF_TOKEN (401).`, {
        ...{ exitCode: keyOrPermission, cause },
        mend: `Make one that may write at ${url}/settings/tokens, and put it into HF_TOKEN.`,
      });
    case 403:
      return new UserError(`${could}: the token in HF_TOKEN may not do that (403).`, {
        ...{ exitCode: keyOrPermission, cause },
        mend: `It has to be one that may write, of somebody who may write to ${name.split('/')[0] ?? ''}: ${url}/settings/tokens`,
      });
    case 404:
      return new UserError(
        `${could}: there is no such dataset or owner, or none that the token may see (404).`,
        {
          ...{ exitCode: keyOrPermission, cause },
          mend: 'Look at the name: --to owner/name',
        },
      );
    case 409:
    case 412:
      return new HubAway(`${could}: somebody else changed it meanwhile (${error.statusCode}).`, {
        ...{ exitCode: 1, cause },
        mend: 'Type the same command again: it looks anew at what is there.',
      });
    case 413:
      return new UserError(`${could}: a file is larger than the hub takes (413).`, {
        ...{ exitCode: 1, cause },
        mend: 'Divide the dataset: seedbed upload RUN --split a=0.5,b=0.5 …',
      });
    case 429:
      return new HubAway(`${could}: the hub is asked too often (429).`, {
        ...{ exitCode: 1, cause },
        mend: 'Wait some minutes, and type the same command again.',
      });
    default:
      if (error.statusCode >= 500)
        return new HubAway(`${could}: ${url} answered ${error.statusCode}.`, {
          ...{ exitCode: 1, cause },
          mend: 'Type the same command again later: what was sent is not sent twice.',
        });
      return new UserError(`${could}: the hub refused it (${error.statusCode}): ${error.message}`, {
        ...{ exitCode: 1, cause },
      });
  }
}
