import { createHash } from 'node:crypto';
import { canonicalJson } from '../foundations/canonicalJson';
import { storable } from '../foundations/text/storable';
import type { EndpointRequest } from './request';

/**
 * What makes two requests the same purchase: sha256 over the logical model, the prompt, the parameters, the schema, the
 * sample and whether its thinking gets a larger allowance, as 64 hexadecimal digits. The role is left out: the same question is the same purchase, whoever asks. It is of the request
 * as it is sent and kept, so in its storable form.
 */
export function callKey(request: EndpointRequest): string {
  const known = keys.get(request);
  if (known !== undefined) return known;
  const key = computeKey(request);
  keys.set(request, key);
  return key;
}

/** A request never changes, and its key is asked for wherever it passes. */
const keys = new WeakMap<EndpointRequest, string>();

function computeKey(request: EndpointRequest): string {
  const { endpoint, model, prompt, parameters, schema, sample, thinkingAllowance } = storable(request);
  // "pool" is what an endpoint was called when the first keys were made: another name would buy every stored answer again.
  return createHash('sha256')
    .update(canonicalJson({ pool: endpoint, model, prompt, parameters, schema, sample, thinkingAllowance }))
    .digest('hex');
}
