import type { EndpointProblem } from './reportOnEndpoint';
import { closestTo, notOffered, problemOf } from './reportOnEndpoint';
import type { Finding } from './findings';

/**
 * What is to be mended at an endpoint, as far as its list of models tells, which costs nothing. A service that lists none, or has no time
 * just now, may be well: runs find out.
 */
export function problemAtGlance(
  endpointName: string,
  model: string,
  models: Finding<readonly string[]>,
): EndpointProblem | undefined {
  if (!models.ok) {
    const { failure } = models;
    const { status } = failure;
    const isBusy = status !== undefined && (status === 429 || status >= 500);
    return notOffered(failure) || isBusy ? undefined : problemOf(failure);
  }
  const names = models.shown;
  if (names.length === 0 || names.includes(model)) return undefined;
  const near = closestTo(model, names);
  const closest = near === undefined ? '' : ` The closest is "${near}".`;
  return {
    message: `Endpoint "${endpointName}" lists ${names.length === 1 ? 'one model' : `${names.length} models`}, and "${model}" is not among them.${closest} What it does not list it may know all the same: seedbed endpoints check ${endpointName}`,
  };
}
