/** Limits that an endpoint states in the headers of its answers. */
export interface StatedLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}
