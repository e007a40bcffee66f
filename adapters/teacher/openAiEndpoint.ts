import { setMaxListeners } from 'node:events';
import OpenAI, { APIError, type ClientOptions } from 'openai';
import { isPlainObject } from '../../core/foundations/text/plainObject';
import {
  keyHeaderOf,
  secretVariables,
  type ConfiguredValue,
  type Endpoint,
} from '../../core/teacher/endpoint';
import { classifyFailure, type RequestProblem, type TeacherFailure } from '../../core/teacher/failure';
import { fetchThrough } from './fetchThrough';
import { TeacherError } from './teacher';

/** An answer with status 200 that is not one. */
export class MalformedAnswer extends Error {
  constructor(
    message: string,
    readonly requestId?: string,
    /** What came in place of an answer. */
    readonly raw?: string,
  ) {
    super(message);
  }
}

/** An error in the body of a response with status 200, as what it would have been with the status that it tells of. */
export class ErrorInAnswer extends Error {
  constructor(readonly problem: RequestProblem & { cause: 'status' }) {
    super(problem.message);
  }
}

/**
 * An OpenAI-compatible endpoint: each request goes out once, within its time, and what comes to nothing is a TeacherError.
 * A key that is missing from `environment` is found out by the first request, so that a worker with several endpoints starts
 * without all of their keys.
 */
export class OpenAiEndpoint {
  readonly host: string;
  private readonly client: EndpointClient;
  private readonly secrets: readonly string[];
  /** A variable that should hold a key and is empty. */
  private readonly emptyVariable: string | undefined;

  constructor(
    readonly name: string,
    private readonly endpoint: Endpoint,
    environment: Readonly<Record<string, string | undefined>>,
    /** Sees every response, before its body is read. */
    observe?: (response: Response) => void,
  ) {
    this.host = new URL(endpoint.baseUrl).host;
    const variables = secretVariables(endpoint);
    this.emptyVariable = variables.find((variable) => !environment[variable]?.trim());
    this.secrets = variables.flatMap((variable) => environment[variable]?.trim() || []);
    this.client = createClient(endpoint, environment, observe);
  }

  /**
   * @param signal Withdraws the request.
   * @param ask Sends it, and throws MalformedAnswer where there is no answer in what came.
   * @param sent The names of the parameters that it carries: a refusal may be about one of them.
   * @throws TeacherError and nothing else.
   */
  async request<Answer>(
    model: string,
    signal: AbortSignal,
    ask: (client: EndpointClient, signal: AbortSignal) => Promise<Answer>,
    sent: readonly string[] = [],
  ): Promise<Answer> {
    const variable = this.emptyVariable;
    if (variable !== undefined) throw this.fail(model, { cause: 'missingKey', variable });
    const deadline = new Deadline(signal, this.endpoint.timeoutSeconds * 1000);
    try {
      return await ask(this.client, deadline.signal);
    } catch (error) {
      if (error instanceof TeacherError) throw error;
      if (error instanceof MalformedAnswer || error instanceof ErrorInAnswer)
        throw this.fail(model, this.problemOf(error), sent);
      if (signal.aborted) throw this.fail(model, { cause: 'cancelled' });
      if (deadline.passed) throw this.fail(model, { cause: 'timeout' });
      throw this.fail(model, describe(error), sent);
    } finally {
      deadline.clear();
    }
  }

  /** What came in the place of an answer, as a failure. */
  failureOf(model: string, error: MalformedAnswer | ErrorInAnswer): TeacherFailure {
    return this.fail(model, this.problemOf(error)).failure;
  }

  private problemOf(error: MalformedAnswer | ErrorInAnswer): RequestProblem {
    if (error instanceof ErrorInAnswer) return error.problem;
    const { message, requestId, raw } = error;
    return {
      cause: 'malformed',
      message,
      ...(requestId && { requestId }),
      ...(raw !== undefined && { raw: this.withoutKey(raw) }),
    };
  }

  /** A text of the endpoint's as it may be kept: some repeat what they were sent. A "key" such as `ollama` is a word, and no secret. */
  withoutKey(text: string): string {
    const secrets = this.secrets.filter(({ length }) => length >= 8);
    return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[key]'), text);
  }

  private fail(model: string, problem: RequestProblem, sent: readonly string[] = []): TeacherError {
    const { name: endpointName, host, endpoint, secrets } = this;
    return new TeacherError(
      classifyFailure(problem, {
        endpoint: endpointName,
        host,
        model,
        apiKeyEnv: endpoint.apiKeyEnv,
        timeoutSeconds: endpoint.timeoutSeconds,
        now: Date.now(),
        secrets,
        sent,
      }),
    );
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Retries are ours and Temporal's; the client is silent, since its debug output holds prompts. */
function createClient(
  endpoint: Endpoint,
  environment: Environment,
  observe: (response: Response) => void = () => undefined,
): EndpointClient {
  const send = fetchThrough(environment);
  const key = endpoint.apiKeyEnv === undefined ? undefined : environment[endpoint.apiKeyEnv]?.trim();
  const keyHeader = keyHeaderOf(endpoint.preset);
  const sendObserved: typeof fetch = async (...request) => {
    const response = await send(...request);
    observe(response);
    return response;
  };
  return new EndpointClient(sendObserved, {
    baseURL: endpoint.baseUrl,
    // The client insists on a key; the header it would make of it is left out where the key goes elsewhere, or there is none.
    apiKey: key || 'none',
    defaultHeaders: {
      ...((!key || keyHeader !== 'authorization') && { Authorization: null }),
      ...(key && keyHeader !== 'authorization' && { [keyHeader]: key }),
      ...valuesOf(endpoint.headers, environment),
    },
    defaultQuery: valuesOf(endpoint.query, environment),
    // Not from the environment: they would go to every provider alike.
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: Math.ceil(endpoint.timeoutSeconds * 1000) + 1000, // told to endpoints in a header; `Deadline` ends what takes longer
    logLevel: 'off',
  });
}

/** What is named by variables, read. One that is empty is never sent: the first request says so. */
function valuesOf(
  values: Readonly<Record<string, ConfiguredValue>>,
  environment: Environment,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (environment[value.env]?.trim() ?? ''),
    ]),
  );
}

/** Names of headers, in lower case, that a question has of its own. */
const ownHeaders = ['idempotency-key', 'x-seedbed-call', 'x-seedbed-sample'] as const;
export type OwnHeaders = Readonly<Record<(typeof ownHeaders)[number], string>>;

export class EndpointClient extends OpenAI {
  /** By path, what every question there has: the address with its query, and headers. */
  private readonly usual = new Map<
    string,
    Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>
  >();

  constructor(
    private readonly send: typeof fetch,
    options: ClientOptions,
  ) {
    super(options);
  }

  /**
   * The response to a question, as the client's own methods would get it: what is the same for every question is built by them, once. They build it
   * each time, and what they would write to their log, which took as long as all else that sends a request.
   * @throws APIError for a status that is no success, else what broke the connection.
   */
  async ask(path: string, body: object, own: OwnHeaders, signal: AbortSignal): Promise<Response> {
    let usual = this.usual.get(path);
    if (!usual) this.usual.set(path, (usual = this.usualOf(path)));
    const { url, headers } = await usual;
    const response = await this.send(url, {
      method: 'POST',
      headers: { ...headers, ...own },
      body: JSON.stringify(body),
      signal,
    });
    if (response.ok) return response;
    const text = await response.text().catch((error: unknown) => (error as Error).message);
    const json = parsedOf(text);
    throw this.makeStatusError(response.status, json as object, json ? undefined : text, response.headers);
  }

  private async usualOf(path: string) {
    const nulls = Object.fromEntries(ownHeaders.map((name) => [name, null]));
    const { req, url } = await this.buildRequest({ method: 'post', path, body: {}, headers: nulls });
    return { url, headers: Object.fromEntries(req.headers as Headers) };
  }

  /** With no second timer, nor a second signal, beside `Deadline`'s. */
  override fetchWithTimeout(
    ...[url, { method, ...init } = {}]: Parameters<OpenAI['fetchWithTimeout']>
  ): Promise<Response> {
    return this.send(url, { ...init, ...(method !== undefined && { method: method.toUpperCase() }) });
  }

  /** Some servers put the error's fields where OpenAI has `error`, or a text, or FastAPI's `detail`. */
  protected override makeStatusError(
    ...[status, body, message, headers]: Parameters<OpenAI['makeStatusError']>
  ): APIError {
    const one: unknown = Array.isArray(body) ? body[0] : body; // Google's come in a list
    const flat = isPlainObject(one) && !isPlainObject(one['error']);
    const text = flat ? (one['error'] ?? one['message'] ?? one['detail']) : undefined;
    const error = flat
      ? { error: { ...one, message: typeof text === 'string' ? text : JSON.stringify(text ?? one) } }
      : one;
    return super.makeStatusError(status, error as object, message, headers);
  }
}

/** Undefined for what is no JSON. */
function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An error of the client as a problem on the wire. */
function describe(error: unknown): RequestProblem {
  if (error instanceof APIError && typeof error.status === 'number') {
    return {
      cause: 'status',
      status: error.status,
      headers: Object.fromEntries((error.headers as Headers | undefined) ?? []),
      message: error.message.replace(/^\d{3} /, ''),
      ...(typeof error.code === 'string' && { code: error.code }),
      ...(typeof error.type === 'string' && { type: error.type }),
      error: error.error,
    };
  }
  if (error instanceof SyntaxError) return { cause: 'malformed', message: error.message };
  const { code, message } = rootOf(error);
  return { cause: 'connection', message, ...(code !== undefined && { code }) };
}

/** Node's fetch says only "fetch failed"; what failed is some causes below, or among the addresses that were tried. */
function rootOf(error: unknown): { code: string | undefined; message: string } {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const code = (current as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return { code, message: current.message };
    const below: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (below === undefined) break;
    current = below;
  }
  return { code: undefined, message: current instanceof Error ? current.message : String(current) };
}

/** Ends a request when its time is over or its sender withdraws it, whichever comes first, and leaves no listener behind. */
class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly withdraw = () => this.controller.abort(this.sender.reason);
  passed = false;

  constructor(
    private readonly sender: AbortSignal,
    milliseconds: number,
  ) {
    setMaxListeners(0, sender); // A whole shard is sent under one signal.
    sender.addEventListener('abort', this.withdraw, { once: true });
    if (sender.aborted) this.withdraw();
    this.timer = setTimeout(() => {
      this.passed = true;
      this.controller.abort();
    }, milliseconds);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
    this.sender.removeEventListener('abort', this.withdraw);
  }
}
