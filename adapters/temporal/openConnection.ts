import type { Connection } from '@temporalio/client';
import type { TemporalConnection } from './temporalSettings';

export interface ConnectionOptions extends TemporalConnection {
  readonly address: string;
  /** How long until "nothing answers", in milliseconds. */
  readonly connectTimeoutMs?: number;
}

type Interceptor = NonNullable<NonNullable<Parameters<typeof Connection.connect>[0]>['interceptors']>[number];
type Call = ReturnType<Interceptor>;

interface Listener {
  readonly onReceiveMessage?: (message: null) => void;
  readonly onReceiveStatus?: (status: object) => void;
}

/** gRPC's code for a call that was given up. */
const cancelled = 1;

/**
 * Connects a client to a Temporal server. Closing the connection ends what still waits for an answer on it: by itself the package's client
 * would try such a call once more, by a timer, and throw where nobody can catch it.
 *
 * @throws An error of Temporal's when nothing answers in time.
 */
export async function openConnection({
  address,
  connectTimeoutMs = 10_000,
  ...options
}: ConnectionOptions): Promise<Connection> {
  // Most commands never need it, and it takes long to load.
  const temporal = await import('@temporalio/client');
  return temporal.Connection.connect({
    ...options,
    address,
    connectTimeout: connectTimeoutMs,
    interceptors: [temporal.makeGrpcRetryInterceptor(temporal.defaultGrpcRetryOptions()), endsOnceClosed],
  });
}

/** Gives a call on a closed connection a status, where the channel throws. */
export const endsOnceClosed: Interceptor = (options, nextCall) => {
  try {
    return nextCall(options) as Call;
  } catch (error) {
    const details = error instanceof Error ? error.message : 'The connection was closed.';
    const metadata = { getMap: () => ({}), get: () => [] };
    const nothing = (): void => undefined;
    const ended = {
      start: (_metadata: unknown, listener?: Listener) => {
        listener?.onReceiveMessage?.(null);
        listener?.onReceiveStatus?.({ code: cancelled, details, metadata });
      },
      sendMessage: nothing,
      sendMessageWithContext: nothing,
      halfClose: nothing,
      startRead: nothing,
      cancelWithStatus: nothing,
      getPeer: () => 'closed',
      getAuthContext: () => null,
    };
    return ended as unknown as Call;
  }
};
