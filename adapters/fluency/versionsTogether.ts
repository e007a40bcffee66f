import type { LogProbabilityRequest } from '../../core/screening/fluency/languageModel';
import type { CausalModelRequest } from './causalModel';

/** Versions of one text that follow each other become one request. */
export function versionsTogether(requests: readonly LogProbabilityRequest[]): CausalModelRequest[] {
  const grouped: CausalModelRequest[] = [];
  let group: { context: string | undefined; versionOf: string; versions: string[] } | undefined;
  for (const request of requests) {
    const { context, text, versionOf } = request;
    if (!versionOf) {
      group = undefined;
      grouped.push(request);
    } else if (group?.versionOf === versionOf && group.context === context) group.versions.push(text);
    else {
      group = { context, versionOf, versions: [text] };
      grouped.push({ ...(context !== undefined && { context }), versionOf, versions: group.versions });
    }
  }
  return grouped;
}
