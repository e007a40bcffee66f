import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TeacherStats } from '../tests/support/simulatedTeacher';
import { SlotMeter } from '../tests/support/slotMeter';

/** What can be counted of any teacher, from outside of it. */
export type WatchedStats = Pick<
  TeacherStats,
  | 'requests'
  | 'byStatus'
  | 'busySlotSeconds'
  | 'firstRequestAt'
  | 'lastAdmittedAt'
  | 'lastAnsweredAt'
  | 'refusedForConcurrency'
  | 'repeatedAfterAnswer'
>;

/** A teacher that somebody else wrote and runs, whose requests are counted on their way to it. */
export interface WatchedTeacher {
  /** Where it is asked so that it is counted. */
  readonly baseUrl: string;
  stats(): Promise<WatchedStats>;
  close(): Promise<void>;
}

/**
 * Stands before a teacher (http, with its /v1) and passes everything on as it comes, both ways. A request takes a slot from its arrival to its
 * answer's end; one that is refused (429) takes none.
 */
export async function watchTeacher(address: string): Promise<WatchedTeacher> {
  const teacher = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const meter = new SlotMeter();
  const byStatus: Record<string, number> = {};
  const answered = new Set<string>();
  let [requests, repeated] = [0, 0];
  let first: number | null = null;
  let lastAdmitted: number | null = null;
  let lastAnswered: number | null = null;

  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    const arrivedAt = Date.now();
    const call = asked.headers['x-seedbed-call'];
    const isAsked = asked.method === 'POST';
    if (isAsked) {
      requests++;
      first ??= arrivedAt;
      if (typeof call === 'string' && answered.has(call)) repeated++;
      meter.take(arrivedAt);
    }
    let isOver = false;
    const over = (status?: number): void => {
      if (isOver || !isAsked) return;
      isOver = true;
      const now = Date.now();
      const isAdmitted = status !== undefined && status !== 429;
      meter.free(now, isAdmitted);
      byStatus[status ?? 'none'] = (byStatus[status ?? 'none'] ?? 0) + 1;
      if (!isAdmitted) return;
      [lastAdmitted, lastAnswered] = [Math.max(lastAdmitted ?? 0, arrivedAt), now];
      if (status === 200 && typeof call === 'string') answered.add(call);
    };
    const own = request(
      {
        ...{ agent, host: teacher.hostname, port: teacher.port, method: asked.method, path: asked.url },
        headers: { ...asked.headers, host: teacher.host },
      },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
        given.once('end', () => over(given.statusCode));
        given.once('error', () => answer.destroy());
      },
    );
    own.once('error', () => answer.destroy());
    answer.once('close', () => {
      over();
      if (!answer.writableFinished) own.destroy();
    });
    asked.pipe(own);
  };

  const server = createServer(pass);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${teacher.pathname}`,
    stats: () =>
      Promise.resolve({
        ...{ requests, byStatus, repeatedAfterAnswer: repeated },
        ...{ busySlotSeconds: meter.busySlotSeconds(), refusedForConcurrency: byStatus['429'] ?? 0 },
        ...{ firstRequestAt: first, lastAdmittedAt: lastAdmitted, lastAnsweredAt: lastAnswered },
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}
