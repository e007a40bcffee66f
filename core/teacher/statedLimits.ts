import type { LimitWindows } from './wireTraits';
import type { Headers } from './retryAfter';

/** Limits that an endpoint states in the headers of its answers. */
export interface StatedLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What one answer says of one limit. */
interface Statement {
  readonly of: 'requests' | 'tokens';
  /** Where the header's name has it. */
  readonly windowMs?: number;
  readonly limit?: number;
  readonly remaining?: number;
  /** How long until it is as at first. */
  readonly resetMs?: number;
}

const second = 1_000;
const windows: Readonly<Record<string, number>> = {
  second,
  minute: 60 * second,
  hour: 3_600 * second,
  day: 86_400 * second,
  month: 30 * 86_400 * second,
};
const commonWindows = ['second', 'minute', 'hour', 'day'].map((name) => windows[name] ?? 0);
/** A limit of a longer time is none of pace: it is used as fast as others allow, until it is used up. */
const longestPaced = 60 * second;
/** Until a window is told by what was seen. */
const observationsToTell = 3;

/**
 * Learns an endpoint's limits from the headers of its answers, in every spelling that providers have:
 *
 * | spelling | who |
 * |---|---|
 * | `x-ratelimit-limit-requests`, `-remaining-`, `-reset-`, `-tokens` | OpenAI, Azure, Groq, Fireworks, proxies such as LiteLLM |
 * | `x-ratelimit-limit-requests-day`, `…-tokens-minute` | Cerebras, SambaNova |
 * | `x-ratelimit-limit-req-minute`, `x-ratelimitbysize-limit-minute` | Mistral |
 * | `anthropic-ratelimit-requests-limit`, `…-input-tokens-remaining` | Anthropic |
 * | `x-ratelimit-limit`, `x-tokenlimit-limit` | Together (a second's), OpenRouter |
 * | `ratelimit-limit`, `-remaining`, `-reset` | drafts of the IETF |
 *
 * What time a limit is of: as the name says; else as the preset does; else by how `reset` moves, which is a bucket that fills again at one
 * speed (OpenAI, Anthropic: the time is in proportion to what was used) or a window that ends (the time runs down whatever was used).
 *
 * Sources: https://platform.openai.com/docs/guides/rate-limits, https://console.groq.com/docs/rate-limits,
 * https://platform.claude.com/docs/en/api/rate-limits, https://inference-docs.cerebras.ai/support/rate-limits,
 * https://docs.litellm.ai/docs/proxy/response_headers (read 2026-11).
 */
export class LimitReader {
  private readonly seen = new Map<
    string,
    { observations: number; filling: Map<number, number>; longest: number }
  >();

  constructor(private readonly preset: LimitWindows = {}) {}

  /** What the limits are as far as these headers say, and how long nothing would be let through. */
  read(
    headers: Headers,
    now: number,
  ): { readonly stated: StatedLimits; readonly waitMs: number | undefined } {
    const perMinute: { requests?: number; tokens?: number } = {};
    let waitMs: number | undefined;
    for (const [name, statement] of statementsOf(headers, now)) {
      const { of, limit, remaining, resetMs } = statement;
      const { windowMs, fills } = this.windowOf(name, statement);
      if (limit !== undefined && limit > 0 && windowMs !== undefined && windowMs <= longestPaced)
        perMinute[of] = Math.min(perMinute[of] ?? Infinity, (limit * 60 * second) / windowMs);
      // A bucket has room for one long before it is full; its pace sees to that.
      if (remaining === 0 && limit !== 0 && resetMs !== undefined && !fills)
        waitMs = Math.max(waitMs ?? 0, resetMs);
    }
    return {
      stated: {
        ...(perMinute.requests !== undefined && { requestsPerMinute: perMinute.requests }),
        ...(perMinute.tokens !== undefined && { tokensPerMinute: perMinute.tokens }),
      },
      waitMs,
    };
  }

  private windowOf(
    name: string,
    { of, windowMs, limit, remaining, resetMs }: Statement,
  ): { windowMs: number | undefined; fills: boolean } {
    let seen = this.seen.get(name);
    if (!seen) this.seen.set(name, (seen = { observations: 0, filling: new Map(), longest: 0 }));
    if (limit !== undefined && remaining !== undefined && resetMs !== undefined && remaining < limit) {
      seen.observations += 1;
      seen.longest = Math.max(seen.longest, resetMs);
      const whole = (resetMs * limit) / (limit - remaining);
      const like = commonWindows.find((window) => Math.abs(whole / window - 1) < 0.15);
      if (like !== undefined) seen.filling.set(like, (seen.filling.get(like) ?? 0) + 1);
    }
    const told = seen.observations >= observationsToTell;
    const filling = [...seen.filling].find(([, times]) => times >= 0.75 * seen.observations)?.[0];
    const ending = commonWindows.find((window) => seen.longest <= 1.02 * window);
    const preset = this.preset[of];
    const observed = told ? (filling ?? ending) : undefined;
    return {
      windowMs: windowMs ?? (preset === undefined ? observed : windows[preset]),
      fills: told && filling !== undefined,
    };
  }
}

/** By what is left of the headers' names once limit, remaining and reset are taken out: the three that speak of one limit. */
function statementsOf(headers: Headers, now: number): ReadonlyMap<string, Statement> {
  const found = new Map<string, Statement>();
  for (const [header, value] of Object.entries(headers)) {
    const match = /^(?:x-|anthropic-)?(ratelimit(?:bysize)?|tokenlimit)-(.+)$/.exec(header);
    if (!match) continue;
    const words = (match[2] ?? '').split('-');
    const what = words.find((word) => word === 'limit' || word === 'remaining' || word === 'reset');
    const rest = words.filter((word) => word !== what);
    const isTokens = rest.includes('tokens') || match[1] !== 'ratelimit';
    const known = ['requests', 'req', 'tokens', 'input', 'output', ...Object.keys(windows)];
    if (what === undefined || !rest.every((word) => known.includes(word))) continue;
    const name = [match[1], ...rest].join('-');
    const window = rest.find((word) => word in windows);
    const isHalf = rest.includes('input') || rest.includes('output');
    const number = what === 'reset' ? timeOf(value, now) : numberOf(value);
    if (number === undefined) continue;
    const before = found.get(name) ?? {
      of: isTokens ? 'tokens' : 'requests',
      ...(window !== undefined && { windowMs: windows[window] ?? 0 }),
    };
    // A limit of prompts or of answers alone is none of both together; that nothing is left of it matters all the same.
    const field = { limit: 'limit', remaining: 'remaining', reset: 'resetMs' }[what];
    if (isHalf && field === 'limit') continue;
    found.set(name, { ...before, ...(field && { [field]: number }) });
  }
  return found;
}

function numberOf(text: string): number | undefined {
  return /^\s*\d+(\.\d+)?\s*(?:[,;].*)?$/.test(text) ? parseFloat(text) : undefined;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  m: 60 * second,
  h: 3_600 * second,
  d: 86_400 * second,
};

/** Milliseconds from now: of `120ms`, `6m30s`, seconds, seconds or milliseconds since 1970, or a date. */
function timeOf(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    if (number > 1e11) return Math.max(0, number - now);
    return number > 1e9 ? Math.max(0, number * 1_000 - now) : number * 1_000;
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === trimmed)
    return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0);
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
