import { hostname } from 'node:os';
import { UserError } from '../../core/foundations/userError';
import type { Endpoint } from '../../core/teacher/endpoint';
import { presetOf } from '../../core/teacher/presets/registry';
import { LimitReader } from '../../core/teacher/statedLimits';
import type { Lesson } from '../../core/teacher/lessons';
import type { EndpointLessons, TaughtModel } from '../store/endpointLessons';
import { createTeacher, LessonBook, Limiter, type Teacher } from '../teacher';
import type { EndpointShares } from './endpointShares';

const keepLessonsEveryMs = 1_000;

/** A teacher with the limiter that all requests to it pass, whichever run or shard they come from. */
export interface TeacherEndpoint {
  readonly endpoint: Endpoint;
  readonly teacher: Teacher;
  readonly limiter: Limiter;
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

/** The endpoints of this process: one limiter for each endpoint and model, which dispenses this process's share of what may be asked there. */
export class TeacherEndpoints {
  /** By endpoint and model. */
  private readonly opened = new Map<string, TeacherEndpoint>();
  private readonly timer: NodeJS.Timeout;
  /** Learned, and not yet in the store. */
  private unkept: Learned[] = [];
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly endpoints: Readonly<Record<string, Endpoint>>,
    private readonly shares: EndpointShares,
    private readonly environment: NodeJS.ProcessEnv,
    /** Left out: every process learns anew. */
    private readonly learning?: Learning,
  ) {
    this.timer = setInterval(() => {
      if (this.unkept.length > 0) this.keepLessons();
    }, keepLessonsEveryMs);
    this.timer.unref();
  }

  /** @throws UserError where this process has no such endpoint; and what the store throws. */
  async get(name: string, model: string): Promise<TeacherEndpoint> {
    const key = JSON.stringify([name, model]);
    const open = this.opened.get(key);
    if (open) return open;
    const endpoint = this.endpoints[name];
    if (!endpoint) throw this.lacking(name);
    const taughtModel = { endpoint: name, host: new URL(endpoint.baseUrl).host, model };
    const lessons = await this.learning?.lessons.of(taughtModel);
    const openedMeanwhile = this.opened.get(key);
    if (openedMeanwhile) return openedMeanwhile;
    const limiter = new Limiter({
      concurrency: 0,
      onStateChange: (state) => this.shares.learned(taughtModel, state),
    });
    const limits = new LimitReader(presetOf(endpoint.preset).limitWindows);
    const opening: TeacherEndpoint = {
      endpoint,
      teacher: createTeacher(
        name,
        endpoint,
        this.environment,
        new LessonBook(new Map([[model, lessons ?? {}]]), (_, lesson, said) =>
          this.learned({ ...taughtModel, lesson, said }),
        ),
        (response) => {
          const { stated, waitMs } = limits.read(Object.fromEntries(response.headers), Date.now());
          limiter.told(stated, waitMs);
        },
      ),
      limiter,
    };
    this.shares.join(taughtModel, endpoint, limiter);
    this.opened.set(key, opening);
    return opening;
  }

  /** Requests that an endpoint takes at once, of all processes; 1 where this process does not have it. */
  concurrencyOf(name: string): number {
    return this.endpoints[name]?.concurrency ?? 1;
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

  /** Sends everybody away who waits. */
  close(): void {
    clearInterval(this.timer);
    for (const { limiter } of this.opened.values()) limiter.close();
    this.opened.clear();
  }
}
