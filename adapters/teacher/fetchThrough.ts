import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, type Dispatcher } from 'undici';
import { exchange } from './exchange';

type Environment = Readonly<Record<string, string | undefined>>;

/** One pool of connections for each environment: a process has one. */
const dispatchers = new WeakMap<Environment, Dispatcher>();

/**
 * A fetch that goes through the proxies which the environment names: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, or in lower case. Node's own knows
 * none of them before Node 24, and gives up after 300 s whatever an endpoint's `timeoutSeconds` says.
 *
 * What carries a text or nothing, as nearly all requests do, goes out without the streams and objects of fetch, which cost more than all else
 * that is done for a request. What is redirected, and what carries a form, is fetched.
 */
export function fetchThrough(environment: Environment): typeof fetch {
  const dispatcher = dispatchers.get(environment) ?? createDispatcher(environment);
  dispatchers.set(environment, dispatcher);
  // Node's types of fetch are undici's of another version: the shapes are the same.
  const through = undiciFetch as unknown as (input: unknown, init: object) => Promise<Response>;
  return async (input, init = {}) => {
    const { body } = init;
    if (typeof input === 'string' && (typeof body === 'string' || body === undefined || body === null)) {
      const response = await exchange(dispatcher, input, { ...init, body: body ?? null });
      if (response) return response;
    }
    return through(input, { ...init, dispatcher });
  };
}

/** Times are the callers' to say. */
const patient = { headersTimeout: 0, bodyTimeout: 0 };

function createDispatcher(environment: Environment): Dispatcher {
  // As curl and undici have it, the lower case goes first. An empty one is not set.
  const read = (name: string) => environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || '';
  const [httpProxy, httpsProxy, noProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY'), read('NO_PROXY')];
  if (httpProxy === '' && httpsProxy === '') return new Agent(patient);
  return new EnvHttpProxyAgent({ ...patient, httpProxy, httpsProxy, noProxy });
}
