import { hostname } from 'node:os';
import { UserError } from '../../core/foundations/userError';
import type { Endpoint } from '../../core/teacher/endpoint';
import type { AdaptiveState, Allowance } from '../../core/teacher/rateControl';
import type { Allowances, LimiterNote } from '../store/allowances';
import { createTeacher, Limiter, type Teacher } from '../teacher';
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

/**
 * The endpoints of this process: one limiter for each endpoint and model, dispensing while this process has the endpoint's lease. When
 * another one has it, whoever waits in the line is sent away, to ask there; what is in flight settles.
 */
export class TeacherEndpoints {
  /** By endpoint and model; those of endpoints that this process sends to. */
  private readonly opened = new Map<string, OpenEndpoint>();
  private readonly timer: NodeJS.Timeout;
  private noted = '';

  constructor(
    private readonly endpoints: Readonly<Record<string, Endpoint>>,
    private readonly allowances: Allowances,
    private readonly leases: EndpointLeases,
    private readonly environment: NodeJS.ProcessEnv,
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
    this.timer = setInterval(() => void this.note().catch(() => undefined), noteEveryMs);
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
    const initialState = (await this.allowances.learned(name, model)) as AdaptiveState | undefined;
    const { expiresAt } = this.leases.require(name); // it may have been lost meanwhile
    const openedMeanwhile = this.opened.get(key);
    if (openedMeanwhile) return openedMeanwhile;
    const opening: OpenEndpoint = {
      name,
      model,
      endpoint,
      teacher: createTeacher(name, endpoint, this.environment),
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
