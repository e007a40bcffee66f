/** Response headers with lower-case names. */
export type Headers = Readonly<Record<string, string>>;

/**
 * How long a server asks its callers to wait, in milliseconds, 0 or more; undefined where it says nothing that can be understood.
 * Reads `retry-after-ms`, then `retry-after` in seconds or as a date (RFC 9110, section 10.2.3). A date is taken against the
 * server's own `date` where it sends one, so that a clock that is off costs nothing; else against `now` (milliseconds since 1970).
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const milliseconds = nonNegative(headers['retry-after-ms']);
  if (milliseconds !== undefined) return milliseconds;

  const retryAfter = headers['retry-after'];
  const seconds = nonNegative(retryAfter);
  if (seconds !== undefined) return seconds * 1000;

  const date = Date.parse(retryAfter ?? '');
  if (Number.isNaN(date) || !/[a-z]/i.test(retryAfter ?? '')) return undefined;
  const serverNow = Date.parse(headers['date'] ?? '');
  return Math.max(0, date - (Number.isNaN(serverNow) ? now : serverNow));
}

function nonNegative(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d*)?\s*$/.test(text) ? Number(text) : undefined;
}
