/** What was read of a response, and its id. */
export interface Received {
  readonly body: unknown;
  readonly requestId: string | undefined;
}
