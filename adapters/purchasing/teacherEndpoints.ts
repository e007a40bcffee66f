import { hostname } from 'node:os';
import { UserError } from '../../core/foundations/userError';
import type { Endpoint } from '../../core/teacher/endpoint';
import type { AdaptiveState, Allowance } from '../../core/teacher/rateControl';
import type { Lesson } from '../../core/teacher/lessons';
import type { Allowances, LimiterNote } from '../store/allowances';
import type { EndpointLessons, TaughtModel } from '../store/endpointLessons';
import { createTeacher, LessonBook, Limiter, type Teacher } from '../teacher';
import { EndpointElsewhere, type EndpointLeases } from './endpointLeases';

const noteEveryMs = 1_000;

/** A teacher with the limiter that all requests to it pass, whichever run or shard they come from. */
export interface TeacherEndpoint {
  readonly endpoint: Endpoint;
  readonly teacher: Teacher;
  readonly limiter: Limiter;
}

interface OpenEndpoint extends TeacherEndpoint {
  readonly name: string;
  readonly model: string;
  /** Since the last note. */
  learned: AdaptiveState | undefined;
}

/** What a refusal taught, just now. */
export interface Learned extends TaughtModel {
  readonly lesson: Lesson;
  /** What the endpoint said, free of keys. */
  readonly said: string;
}

/** Where lessons are kept for the next process, and who is told of them. */
export interface Learning {
  readonly lessons: EndpointLessons;
  readonly onLearned: (learned: Learned) => void;
}

/**
 * The endpoints of this process: one limiter for each endpoint and model, dispensing while this process has the endpoint's lease. When
 * another one has it, whoever waits in the line is sent away, to ask there; what is in flight settles.
 */
export class TeacherEndpoints {
  /** By endpoint and model; those of endpoints that this process sends to. */
  private readonly opened = new Map<string, OpenEndpoint>();
  private readonly timer: NodeJS.Timeout;
  private noted = '';
  /** Learned, and not yet in the store. */
  private unkept: Learned[] = [];
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly endpoints: Readonly<Record<string, Endpoint>>,
    private readonly allowances: Allowances,
    private readonly leases: EndpointLeases,
    private readonly environment: NodeJS.ProcessEnv,
    /** Left out: every process learns anew. */
    private readonly learning?: Learning,
  ) {
    leases.follow((endpoint, lease) => {
      for (const [key, opening] of this.opened) {
        if (opening.name !== endpoint) continue;
        if (lease.kind === 'here') {
          opening.limiter.allow(allowanceOf(opening.endpoint, lease.expiresAt));
        } else {
          opening.limiter.close(new EndpointElsewhere(endpoint));
          this.opened.delete(key);
        }
      }
    });
    // What people are shown: the next note makes up for one that failed.
    this.timer = setInterval(() => {
      void this.note().catch(() => undefined);
      if (this.unkept.length > 0) this.keepLessons();
    }, noteEveryMs);
    this.timer.unref();
  }

  /** @throws UserError where this process has no such endpoint; EndpointElsewhere while another one sends to it; and what the store throws. */
  async get(name: string, model: string): Promise<TeacherEndpoint> {
    const key = JSON.stringify([name, model]);
    const open = this.opened.get(key);
    if (open) return open;
    const endpoint = this.endpoints[name];
    if (!endpoint) throw this.lacking(name);
    this.leases.require(name);
    const taughtModel = { endpoint: name, host: new URL(endpoint.baseUrl).host, model };
    const [initialState, lessons] = await Promise.all([
      this.allowances.learned(name, model) as Promise<AdaptiveState | undefined>,
      this.learning?.lessons.of(taughtModel),
    ]);
    const { expiresAt } = this.leases.require(name); // it may have been lost meanwhile
    const openedMeanwhile = this.opened.get(key);
    if (openedMeanwhile) return openedMeanwhile;
    const opening: OpenEndpoint = {
      name,
      model,
      endpoint,
      teacher: createTeacher(
        name,
        endpoint,
        this.environment,
        new LessonBook(new Map([[model, lessons ?? {}]]), (_, lesson, said) =>
          this.learned({ ...taughtModel, lesson, said }),
        ),
      ),
      limiter: new Limiter({
        concurrency: 0,
        initialState,
        onStateChange: (state) => (opening.learned = state),
      }),
      learned: undefined,
    };
    opening.limiter.allow(allowanceOf(endpoint, expiresAt));
    this.opened.set(key, opening);
    return opening;
  }

  private lacking(name: string): UserError {
    const names = Object.keys(this.endpoints).join(', ') || 'none';
    return new UserError(
      `The worker on ${hostname()} (process ${process.pid}) has no endpoint "${name}": its configuration has ${names}.`,
      {
        mend: 'Add the endpoint to its configuration, or end that worker, so that one that has it goes on.',
      },
    );
  }

  private learned(learned: Learned): void {
    this.learning?.onLearned(learned);
    this.unkept.push(learned);
    this.keepLessons();
  }

  /** One after the other, so that the last word on a parameter stands. */
  private keepLessons(): void {
    this.keeping = this.keeping.then(async () => {
      for (let next = this.unkept[0]; next; next = this.unkept[0]) {
        await this.learning?.lessons.learn(next, next.lesson, next.said);
        this.unkept.shift();
      }
    });
    // The store is away: the next turn of the timer tries again, and a process that ends before it costs one refusal.
    this.keeping = this.keeping.catch(() => undefined);
  }

  private async note(): Promise<void> {
    const opened = [...this.opened.values()];
    const notes = opened.map(noteOf);
    const text = JSON.stringify(notes);
    if (text === this.noted) return;
    await this.allowances.note(notes);
    this.noted = text;
    opened.forEach((opening, index) => {
      if (opening.learned === notes[index]?.adaptive) opening.learned = undefined;
    });
  }

  /** Sends everybody away who waits. */
  close(): void {
    clearInterval(this.timer);
    for (const { limiter } of this.opened.values()) limiter.close();
    this.opened.clear();
  }
}

function allowanceOf(endpoint: Endpoint, expiresAt: number): Allowance {
  const { concurrency, requestsPerMinute, tokensPerMinute } = endpoint;
  return {
    concurrency,
    expiresAt,
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
  };
}

function noteOf({ name, model, limiter, learned }: OpenEndpoint): LimiterNote {
  const { inFlight, waiting, concurrencyLimit, pausedUntil } = limiter.state;
  return {
    endpoint: name,
    model,
    ...(learned && { adaptive: learned }),
    activity: {
      inFlight,
      waiting,
      concurrencyLimit,
      pausedUntil: pausedUntil > limiter.now() ? Math.round(pausedUntil) : 0,
    },
  };
}
