import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { answerByCell } from './simulatedCellAnswers';
import { Draws, drawLognormal } from './seededDraws';
import {
  answerTo,
  countTokens,
  type AskedTask,
  type JsonSchema,
  type Question,
  type SimulatedAnswer,
  type SpoiledAnswer,
} from './simulatedAnswers';
import {
  changeBehaviour,
  simulatedTeacherOptionsSchema,
  type Behaviour,
  type SimulatedTeacherChanges,
  type SimulatedTeacherOptions,
} from './simulatedTeacherOptions';
import { SimulatedBatches, type LineAnswer } from './simulatedBatches';
import { SlotMeter } from './slotMeter';
import { TokenBucket } from './tokenBucket';

/** How an attempt may fail before there is an answer. Drawn for each attempt, so that a retry may succeed. */
type TransportFault = 'serverErrors' | 'malformedHttp' | 'hangs' | 'connectionResets';
export type Fault = TransportFault | SpoiledAnswer;

type Refusal = 'outage' | 'unauthorized' | 'quota' | 'invalid' | 'model' | 'concurrency' | 'rate' | 'tokens';

/** What the simulated teacher counted, since its start or its reset. Instants are milliseconds since 1970, null before the first. */
export interface TeacherStats {
  /** Completion requests that arrived, refused ones included. */
  readonly requests: number;
  /** Requests that got a slot: neither refused nor invalid. */
  readonly admitted: number;
  /** Requests whose answer was sent in full, as HTTP 200 and in the API's form; a spoiled text is an answer too. */
  readonly answered: number;
  /** Completion responses sent in full, by HTTP status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Admitted requests by what they asked for. */
  readonly byTask: Readonly<Partial<Record<AskedTask, number>>>;
  /** Faults drawn for admitted requests. */
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  /** Admitted requests whose client went away before their answer. */
  readonly givenUp: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Integral of the requests in flight, from the first request's arrival to the last answer. */
  readonly busySlotSeconds: number;
  readonly firstRequestAt: number | null;
  readonly lastAdmittedAt: number | null;
  /** When the last response to an admitted request, of whatever status, was sent. */
  readonly lastAnsweredAt: number | null;
  readonly refusedForConcurrency: number;
  readonly refusedForRate: number;
  readonly refusedForTokens: number;
  readonly refusedForOutage: number;
  /** Tokens of the requests that were answered. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Requests identical to one that had been answered in full: what a client would pay for twice. */
  readonly repeatedAfterAnswer: number;
  /** What arrived more than once, by `x-seedbed-call`, else by the hash of the request. */
  readonly repeats: Readonly<Record<string, { readonly requests: number; readonly afterAnswer: number }>>;
}

/** One request, as the log keeps it. */
export interface RequestLogEntry {
  /** Arrival, milliseconds since 1970. */
  readonly at: number;
  /** Hash of what was asked: path, body and `x-seedbed-sample`. */
  readonly identity: string;
  readonly call: string | null;
  readonly sample: string | null;
  readonly outcome: 'admitted' | `refused: ${Refusal}`;
  /** How many identical requests had been admitted before. This and what follows: admitted requests only. */
  readonly attempt?: number;
  readonly task?: AskedTask;
  readonly fault?: Fault;
  readonly latencySeconds?: number;
}

/** The share of `slots` that was in use between the first request and the last answer. */
export function slotUse(
  stats: Pick<TeacherStats, 'busySlotSeconds' | 'firstRequestAt' | 'lastAnsweredAt'>,
  slots: number,
): number {
  return stats.busySlotSeconds / (slots * secondsBetween(stats.firstRequestAt, stats.lastAnsweredAt));
}

/** The share of a rate limit that was used between the first request and the last one that was admitted. */
export function rateUse(
  stats: Pick<TeacherStats, 'admitted' | 'firstRequestAt' | 'lastAdmittedAt'>,
  requestsPerSecond: number,
): number {
  return stats.admitted / (requestsPerSecond * secondsBetween(stats.firstRequestAt, stats.lastAdmittedAt));
}

/** What was used of a rate limit, and refused, from so many seconds after the first request to the last: of a log that holds them all. */
export function usedAfter(
  log: readonly RequestLogEntry[],
  seconds: number,
  requestsPerSecond: number,
): { readonly used: number; readonly requests: number; readonly refused: number } {
  const from = (log[0]?.at ?? 0) + seconds * 1_000;
  const later = log.filter(({ at }) => at >= from);
  const admitted = later.filter(({ outcome }) => outcome === 'admitted');
  const lasted = ((admitted.at(-1)?.at ?? from) - from) / 1_000;
  return {
    used: admitted.length / (lasted * requestsPerSecond),
    requests: later.length,
    refused: later.length - admitted.length,
  };
}

function secondsBetween(from: number | null, to: number | null): number {
  return from === null || to === null ? NaN : (to - from) / 1000;
}

/** Starts a simulated teacher in this process, listening on 127.0.0.1 unless they say otherwise. Throws a ZodError for options of a wrong shape. */
export async function startSimulatedTeacher(
  options: SimulatedTeacherOptions = {},
): Promise<SimulatedTeacher> {
  const teacher = new SimulatedTeacher(simulatedTeacherOptionsSchema.parse(options));
  await teacher.listen();
  return teacher;
}

/** What all requests that ask the same have in common. */
interface Asked {
  readonly key: string;
  requests: number;
  admitted: number;
  answered: boolean;
  afterAnswer: number;
}

/** All that is drawn for one attempt at one request. */
interface Drawn {
  readonly answer: SimulatedAnswer;
  readonly fault: Fault | undefined;
  readonly latencySeconds: number;
  /** For choices within a fault. */
  readonly draws: Draws;
}

/** An admitted request, until it is answered or its client goes away. */
interface Admitted extends Drawn {
  readonly asked: Asked;
  readonly response: ServerResponse;
  readonly api: Api;
  readonly model: string;
  /** Told to the client as `x-request-id` and within the answer's id. */
  readonly requestId: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/**
 * An OpenAI-compatible HTTP server that no model stands behind. What it answers, how late, and whether it fails instead
 * is a function of its seed, the request and how often that request was admitted before: order and concurrency don't
 * matter. Only limits and outages depend on time, as they must; what they refuse draws nothing.
 *
 * `GET /v1/models`, `POST /v1/chat/completions`, `POST /v1/completions`; and for whoever runs it in a process of its own
 * `GET /control/stats`, `GET /control/log`, `POST /control/configure`, `POST /control/reset`.
 */
export class SimulatedTeacher {
  private readonly server: Server;
  private readonly slots = new SlotMeter();
  private counts = noCounts();
  private asked = new Map<string, Asked>();
  private entries: RequestLogEntry[] = [];
  private requestBucket: TokenBucket | undefined;
  private tokenBucket: TokenBucket | undefined;
  /** Where outages count from: requests at the time, and the first arrival since (undefined before it). */
  private outageOrigin: { readonly requests: number; at: number | undefined } = {
    requests: 0,
    at: undefined,
  };
  /** When each outage that waits for a number of requests began. */
  private outageBegan = new Map<number, number>();

  readonly batches = new SimulatedBatches(
    () => this.behaviour.batches,
    (customId, body) => this.answerInBatch(customId, body),
  );

  constructor(private behaviour: Behaviour) {
    this.server = createServer((request, response) => this.receive(request, response));
    // An idle connection that closes just as its client sends would be a reset that nobody drew.
    this.server.keepAliveTimeout = 600_000;
    this.server.requestTimeout = 0;
    this.fillBuckets();
  }

  /** With /v1, as an OpenAI client takes it. */
  get baseUrl(): string {
    return `http://${this.behaviour.host}:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ port: this.behaviour.port, host: this.behaviour.host, backlog: 4096 }, resolve);
    });
  }

  /** Ends what is in flight, hangs included, and stops listening. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** Changes what is named, down to single fields, for requests that arrive from now on. Throws a ZodError for a wrong shape. */
  configure(changes: SimulatedTeacherChanges): void {
    const before = this.behaviour;
    this.behaviour = changeBehaviour(before, changes);
    const limits = ['requestsPerSecond', 'burst', 'tokensPerMinute'] as const;
    if (limits.some((limit) => before[limit] !== this.behaviour[limit])) this.fillBuckets();
    if (changes.outages !== undefined) {
      const at = this.counts.firstRequestAt === null ? undefined : clock();
      this.restartOutages(this.counts.requests, at);
    }
  }

  /** Forgets counts, attempts and the log, and fills the buckets. What is in flight stays in flight. */
  reset(): void {
    this.counts = noCounts();
    this.asked = new Map();
    this.entries = [];
    this.slots.restart(clock());
    this.fillBuckets();
    this.restartOutages(0, undefined);
  }

  stats(): TeacherStats {
    const repeated = [...this.asked.values()].filter(({ requests }) => requests > 1);
    return {
      ...structuredClone(this.counts),
      inFlight: this.slots.taken,
      maxInFlight: this.slots.maxTaken,
      busySlotSeconds: this.slots.busySlotSeconds(),
      repeats: Object.fromEntries(
        repeated.map(({ key, requests, afterAnswer }) => [key, { requests, afterAnswer }]),
      ),
    };
  }

  /** The latest requests, oldest first, as many as `logSize` says. */
  log(): readonly RequestLogEntry[] {
    return this.behaviour.logSize === 0 ? [] : this.entries.slice(-this.behaviour.logSize);
  }

  private fillBuckets(): void {
    const { requestsPerSecond, burst, tokensPerMinute } = this.behaviour;
    const now = clock();
    this.requestBucket =
      requestsPerSecond === null
        ? undefined
        : new TokenBucket(requestsPerSecond, burst ?? Math.max(1, requestsPerSecond / 10), now);
    this.tokenBucket =
      tokensPerMinute === null ? undefined : new TokenBucket(tokensPerMinute / 60, tokensPerMinute, now);
  }

  private restartOutages(requests: number, at: number | undefined): void {
    this.outageOrigin = { requests, at };
    this.outageBegan = new Map();
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.route(request, response, Buffer.concat(chunks).toString('utf8')));
  }

  private route(request: IncomingMessage, response: ServerResponse, body: string): void {
    const route = `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`;
    switch (route) {
      case 'POST /v1/chat/completions':
        return this.complete('chat', request, response, body);
      case 'POST /v1/completions':
        return this.complete('completion', request, response, body);
      case 'GET /v1/models':
        return this.behaviour.unauthorized
          ? sendError(response, unauthorized)
          : sendModels(response, this.behaviour);
      case 'GET /control/stats':
        return sendJson(response, 200, this.stats());
      case 'GET /control/log':
        return sendJson(response, 200, this.log());
      case 'POST /control/configure':
        try {
          this.configure(JSON.parse(body) as SimulatedTeacherChanges);
        } catch (error) {
          return sendError(
            response,
            invalidRequest(error instanceof z.ZodError ? z.prettifyError(error) : String(error)),
          );
        }
        return sendJson(response, 200, {});
      case 'POST /control/reset':
        this.reset();
        return sendJson(response, 200, {});
      default:
        if (this.batches.receive(request, response, body)) return;
        return sendError(response, { ...invalidRequest(`Invalid URL (${route})`), status: 404 });
    }
  }

  private complete(api: Api, request: IncomingMessage, response: ServerResponse, raw: string): void {
    const now = clock();
    this.noteArrival(now);
    response.once('finish', () => count(this.counts.byStatus, response.statusCode));
    const read = readRequest(api, raw);
    const call = header(request.headers, 'x-seedbed-call');
    const sample = header(request.headers, 'x-seedbed-sample');
    const identity =
      this.behaviour.answersByCall && call !== null
        ? ofCall(call)
        : identify(api, 'body' in read ? read.body : raw, sample);
    const asked = this.noteAsked(identity, call ?? identity);
    const requestId = `req_${identity.slice(0, 24)}_${asked.requests}`;
    response.setHeader('x-request-id', requestId);

    const refuse = (reason: Refusal, error: ApiError | 'reset') => {
      this.note({ at: now, identity, call, sample, outcome: `refused: ${reason}` });
      if (error === 'reset') request.socket.resetAndDestroy();
      else sendError(response, error);
    };
    const outage = this.outageAt(now);
    if (outage !== undefined) {
      this.counts.refusedForOutage += 1;
      return refuse('outage', outage.as === 'reset' ? 'reset' : unavailable(outage.retryAfterSeconds));
    }
    if (this.behaviour.unauthorized) return refuse('unauthorized', unauthorized);
    if (this.behaviour.quotaExhausted) return refuse('quota', quotaExhausted);
    if (!('body' in read)) return refuse('invalid', invalidRequest(read.mistake));
    if (!this.behaviour.models.includes(read.model)) return refuse('model', unknownModel(read.model));

    const { concurrency, latency } = this.behaviour;
    if (concurrency !== null && this.slots.taken >= concurrency) {
      this.counts.refusedForConcurrency += 1;
      return refuse('concurrency', this.tooMany('concurrent requests', latency.meanSeconds / concurrency));
    }
    const waitForRequest = this.requestBucket?.take(1, now) ?? 0;
    if (waitForRequest > 0) {
      this.counts.refusedForRate += 1;
      return refuse('rate', this.tooMany('requests', waitForRequest));
    }
    const drawn = this.draw(read.question, identity, asked.admitted);
    const promptTokens = countTokens(read.promptText);
    const completionTokens = countTokens(drawn.answer.text + (drawn.answer.refusal ?? ''));
    const waitForTokens = this.tokenBucket?.take(promptTokens + completionTokens, now) ?? 0;
    if (waitForTokens > 0) {
      this.counts.refusedForTokens += 1;
      return refuse('tokens', this.tooMany('tokens', waitForTokens));
    }

    const { answer, fault, latencySeconds } = drawn;
    const attempt = asked.admitted;
    const entry = { at: now, identity, call, sample, attempt, task: answer.task, latencySeconds };
    this.note({ ...entry, outcome: 'admitted', ...(fault === undefined ? {} : { fault }) });
    asked.admitted += 1;
    this.counts.admitted += 1;
    this.counts.lastAdmittedAt = now;
    count(this.counts.byTask, answer.task);
    if (fault !== undefined) count(this.counts.faults, fault);
    this.serve(
      { ...drawn, asked, response, api, model: read.model, requestId, promptTokens, completionTokens },
      now,
    );
  }

  /** Answers a line of a batch, which no fault of the way there spoils. */
  private answerInBatch(customId: string, body: unknown): LineAnswer {
    const read = readRequest('chat', JSON.stringify(body));
    if (!('body' in read)) return { status: 400, body: { error: { message: read.mistake } } };
    const { model } = read;
    const identity = ofCall(customId);
    const asked = this.noteAsked(identity, customId);
    const drawn = this.draw(read.question, identity, asked.admitted);
    asked.admitted += 1;
    asked.answered = true;
    const promptTokens = countTokens(read.promptText);
    const completionTokens = countTokens(drawn.answer.text + (drawn.answer.refusal ?? ''));
    this.counts.answered += 1;
    this.counts.promptTokens += promptTokens;
    this.counts.completionTokens += completionTokens;
    const requestId = `req_${identity.slice(0, 24)}_b`;
    const { answer } = drawn;
    const completed = { answer, api: 'chat', model, requestId, promptTokens, completionTokens } as const;
    return { status: 200, body: completionBody(completed) };
  }

  /** Holds a slot for the time that the answer takes. */
  private serve(admitted: Admitted, now: number): void {
    const { response, fault, latencySeconds } = admitted;
    this.slots.take(now);
    let waiting = true;
    const settle = (answered: boolean) => {
      waiting = false;
      const settledAt = clock();
      this.slots.free(settledAt, answered);
      if (answered) this.counts.lastAnsweredAt = settledAt;
    };
    const respond = () => {
      // The slot is free before the answer leaves: a client that has it may ask again at once.
      settle(fault !== 'connectionResets');
      this.respond(admitted);
    };
    const timer = fault === 'hangs' ? undefined : setTimeout(respond, Math.round(latencySeconds * 1000));
    response.once('close', () => {
      if (!waiting) return;
      clearTimeout(timer);
      this.counts.givenUp += 1;
      settle(false);
    });
  }

  private respond(admitted: Admitted): void {
    const { asked, response, fault, draws } = admitted;
    if (fault === 'connectionResets') return void response.socket?.resetAndDestroy();
    if (fault === 'serverErrors') return sendServerError(response, draws);
    if (fault === 'malformedHttp') return sendBrokenBody(response, draws);
    response.once('finish', () => {
      asked.answered = true;
      this.counts.answered += 1;
      this.counts.promptTokens += admitted.promptTokens;
      this.counts.completionTokens += admitted.completionTokens;
    });
    sendJson(response, 200, completionBody(admitted));
  }

  /** What this attempt gets. A spoiled answer depends on the request alone, as the answer itself does: asking again would not mend it. */
  private draw(question: Question, identity: string, attempt: number): Drawn {
    const { seed, faults, latency, proposals, cells } = this.behaviour;
    const draws = new Draws(seed, identity, attempt, 'transport');
    const latencySeconds = drawLognormal(draws, latency.meanSeconds, latency.sigma);
    const { serverErrors, malformedHttp, hangs, connectionResets, malformed, truncated, refusals } = faults;
    const transport = pickShare(draws, { serverErrors, malformedHttp, hangs, connectionResets });
    const spoiled = pickShare(new Draws(seed, identity, 'spoiled'), { malformed, truncated, refusals });
    const answer =
      cells && spoiled === undefined
        ? answerByCell(question, identity, { seed, ...cells }, proposals)
        : answerTo(question, seed, identity, proposals, spoiled);
    return { answer, fault: transport ?? spoiled, latencySeconds, draws };
  }

  private outageAt(now: number): Behaviour['outages'][number] | undefined {
    const from = (this.outageOrigin.at ??= now);
    const arrived = this.counts.requests - this.outageOrigin.requests;
    return this.behaviour.outages.find(({ afterSeconds, afterRequests, seconds }, index) => {
      let began = from + (afterSeconds ?? 0) * 1000;
      if (afterRequests !== undefined) {
        if (arrived <= afterRequests) return false;
        began = this.outageBegan.get(index) ?? now;
        this.outageBegan.set(index, began);
      }
      return now >= began && now < began + seconds * 1000;
    });
  }

  /** A 429 as OpenAI words it, with the wait that is configured or else was worked out. */
  private tooMany(what: 'requests' | 'tokens' | 'concurrent requests', dueInSeconds: number): ApiError {
    const { as, seconds } = this.behaviour.retryAfter;
    const wait = seconds ?? Math.max(dueInSeconds, 0.001);
    return {
      status: 429,
      message: `Rate limit reached on ${what}. Please try again in ${Math.ceil(wait * 1000)}ms.`,
      type: what === 'concurrent requests' ? 'requests' : what,
      code: 'rate_limit_exceeded',
      headers: retryHeaders(as, wait),
    };
  }

  private noteArrival(now: number): void {
    this.counts.requests += 1;
    if (this.counts.firstRequestAt !== null) return;
    this.counts.firstRequestAt = now;
    this.slots.restart(now);
  }

  private noteAsked(identity: string, key: string): Asked {
    const asked = this.asked.get(identity) ?? {
      key,
      requests: 0,
      admitted: 0,
      answered: false,
      afterAnswer: 0,
    };
    this.asked.set(identity, asked);
    asked.requests += 1;
    if (asked.answered) {
      asked.afterAnswer += 1;
      this.counts.repeatedAfterAnswer += 1;
    }
    return asked;
  }

  private note(entry: RequestLogEntry): void {
    const { logSize } = this.behaviour;
    if (logSize === 0) return;
    this.entries.push(entry);
    // Trimmed by halves, so that a full log costs no copy a request.
    if (this.entries.length >= 2 * logSize) this.entries = this.entries.slice(-logSize);
  }
}

type Counts = Omit<TeacherStats, 'inFlight' | 'maxInFlight' | 'busySlotSeconds' | 'repeats'>;

function noCounts(): { -readonly [Name in keyof Counts]: Counts[Name] } & {
  byStatus: Record<string, number>;
  byTask: Partial<Record<AskedTask, number>>;
  faults: Partial<Record<Fault, number>>;
} {
  return {
    requests: 0,
    admitted: 0,
    answered: 0,
    byStatus: {},
    byTask: {},
    faults: {},
    givenUp: 0,
    firstRequestAt: null,
    lastAdmittedAt: null,
    lastAnsweredAt: null,
    refusedForConcurrency: 0,
    refusedForRate: 0,
    refusedForTokens: 0,
    refusedForOutage: 0,
    promptTokens: 0,
    completionTokens: 0,
    repeatedAfterAnswer: 0,
  };
}

function count(counts: Partial<Record<string, number>>, name: string | number): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Milliseconds since 1970, with fractions and never backwards. */
function clock(): number {
  return performance.timeOrigin + performance.now();
}

function pickShare<Name extends string>(
  draws: Draws,
  shares: Readonly<Record<Name, number>>,
): Name | undefined {
  let left = draws.uniform();
  for (const name in shares) {
    if (left < shares[name]) return name;
    left -= shares[name];
  }
  return undefined;
}

type Api = 'chat' | 'completion';

const chatContent = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.literal('text'), text: z.string() })),
]);

/** The part of the API that is understood; what else a body holds still counts for the request's identity. */
const requestSchema = z.looseObject({
  model: z.string(),
  prompt: z.string().optional(),
  messages: z
    .array(z.looseObject({ role: z.string(), content: chatContent.nullish() }))
    .min(1)
    .optional(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  n: z.literal(1, 'this server writes one answer a request').nullish(),
  stream: z.literal(false, 'this server does not stream').nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ name: z.string(), schema: z.custom<JsonSchema>().optional() }).optional(),
    })
    .optional(),
});

interface ReadRequest {
  readonly body: unknown;
  readonly model: string;
  readonly question: Question;
  /** All that the prompt's tokens are counted of. */
  readonly promptText: string;
}

function readRequest(api: Api, raw: string): ReadRequest | { readonly mistake: string } {
  let body: unknown;
  try {
    body = JSON.parse(raw);
  } catch {
    return { mistake: 'We could not parse the JSON body of your request.' };
  }
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return { mistake: z.prettifyError(parsed.error) };
  const { model, messages, prompt, stop, response_format: format } = parsed.data;
  const texts = messages?.map(({ role, content }) => ({
    role,
    text: typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('\n'),
  }));
  // The question: the last message of the user and, after it, what the answer is begun with.
  const question = texts?.slice(texts.findLastIndex(({ role }) => role === 'user')).map(({ text }) => text);
  const asked = api === 'chat' ? question?.join('\n') : prompt;
  if (asked === undefined) {
    return { mistake: `Missing required parameter: '${api === 'chat' ? 'messages' : 'prompt'}'.` };
  }
  const schema = format?.json_schema;
  const before = texts
    ?.slice(
      0,
      texts.findLastIndex(({ role }) => role === 'user'),
    )
    .flatMap(({ role, text }) => (role === 'assistant' ? [text] : []));
  const maxTokens = parsed.data.max_completion_tokens ?? parsed.data.max_tokens;
  return {
    body,
    model,
    promptText: api === 'chat' ? (texts ?? []).map(({ text }) => text).join('\n') : asked,
    question: {
      prompt: asked,
      stop: typeof stop === 'string' ? [stop] : (stop ?? []),
      ...(schema === undefined ? {} : { schema: { name: schema.name, schema: schema.schema ?? {} } }),
      ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
      ...(before && { before }),
    },
  };
}

function ofCall(call: string): string {
  return createHash('sha256').update(call).digest('hex');
}

/** Equal for requests that ask the same, however their JSON is ordered. The sample tells repeated samples of one prompt apart. */
function identify(api: Api, body: unknown, sample: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([api, sample, inOrder(body)]))
    .digest('hex');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

interface ApiError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const unauthorized: ApiError = {
  status: 401,
  message: 'Incorrect API key provided.',
  type: 'invalid_request_error',
  code: 'invalid_api_key',
};

const quotaExhausted: ApiError = {
  status: 429,
  message: 'You exceeded your current quota, please check your plan and billing details.',
  type: 'insufficient_quota',
  code: 'insufficient_quota',
};

function unknownModel(model: string): ApiError {
  return {
    status: 404,
    message: `The model \`${model}\` does not exist or you do not have access to it.`,
    type: 'invalid_request_error',
    code: 'model_not_found',
  };
}

function invalidRequest(message: string): ApiError {
  return { status: 400, message, type: 'invalid_request_error', code: null };
}

function unavailable(retryAfterSeconds: number | null): ApiError {
  return {
    status: 503,
    message: 'The engine is currently overloaded, please try again later.',
    type: 'server_error',
    code: null,
    ...(retryAfterSeconds === null ? {} : { headers: retryHeaders('seconds', retryAfterSeconds) }),
  };
}

function retryHeaders(as: Behaviour['retryAfter']['as'], seconds: number): Record<string, string> {
  switch (as) {
    case 'milliseconds':
      return { 'retry-after-ms': String(Math.ceil(seconds * 1000)) };
    case 'seconds':
      return { 'retry-after': String(Math.ceil(seconds)) };
    case 'date':
      // HTTP dates have whole seconds: rounded up, so that the date is never too early.
      return { 'retry-after': new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString() };
    case 'none':
      return {};
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function sendError(response: ServerResponse, { status, message, type, code, headers }: ApiError): void {
  sendJson(response, status, { error: { message, type, param: null, code } }, headers);
}

function sendModels(response: ServerResponse, { models }: Behaviour): void {
  const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'seedbed-tests' }));
  sendJson(response, 200, { object: 'list', data });
}

/** 500 of the service, 502 of a proxy before it (which speaks HTML), or 503. */
function sendServerError(response: ServerResponse, draws: Draws): void {
  draws.pick([
    () =>
      sendError(response, {
        status: 500,
        message: 'The server had an error while processing your request.',
        type: 'server_error',
        code: null,
      }),
    () => sendHtml(response, 502, '<html><head><title>502 Bad Gateway</title></head></html>'),
    () => sendError(response, unavailable(null)),
  ])();
}

/** HTTP 200 that is no answer: a page of some proxy, or JSON that ends early. */
function sendBrokenBody(response: ServerResponse, draws: Draws): void {
  if (draws.chance(0.5)) return sendHtml(response, 200, '<html><body>One moment, please...</body></html>');
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"id":"chatcmpl-0","object":"chat.completion","choices":[{"index":0,"mess');
}

function sendHtml(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(page);
}

/** The body of an answer, in the shape of the OpenAI API that it was asked by. */
function completionBody({
  answer,
  api,
  model,
  requestId,
  promptTokens,
  completionTokens,
}: Pick<Admitted, 'answer' | 'api' | 'model' | 'requestId' | 'promptTokens' | 'completionTokens'>): unknown {
  const common = { created: Math.floor(Date.now() / 1000), model };
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
  const choice = { index: 0, logprobs: null, finish_reason: answer.finishReason };
  if (api === 'completion') {
    const text = answer.refusal ?? answer.text;
    return {
      id: `cmpl-${requestId}`,
      object: 'text_completion',
      ...common,
      choices: [{ ...choice, text }],
      usage,
    };
  }
  const message = {
    role: 'assistant',
    content: answer.refusal === undefined ? answer.text : null,
    refusal: answer.refusal ?? null,
  };
  return {
    id: `chatcmpl-${requestId}`,
    object: 'chat.completion',
    ...common,
    choices: [{ ...choice, message }],
    usage,
  };
}
