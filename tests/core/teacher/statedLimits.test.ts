import { LimitReader } from '../../../core/teacher/statedLimits';
import { presetOf } from '../../../core/teacher/presets/registry';

const now = Date.parse('2026-11-28T12:00:00Z');

/** What is known after these answers, one a time. */
function after(reader: LimitReader, ...answers: readonly Record<string, string>[]) {
  return answers.map((headers) => reader.read(headers, now)).at(-1);
}

describe('limits that headers state', () => {
  test("OpenAI's requests are a minute's where they fill again so fast, and its tokens are a minute's", () => {
    const at = (remaining: number, reset: string) => ({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': String(remaining),
      'x-ratelimit-reset-requests': reset,
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '29000',
      'x-ratelimit-reset-tokens': '2s',
    });
    const openAi = () => new LimitReader(presetOf('openai').limitWindows);
    expect(after(openAi(), at(499, '120ms'), at(450, '6s'), at(400, '12s'))?.stated).toEqual({
      requestsPerMinute: 500,
      tokensPerMinute: 30_000,
    });
    // 200 requests a day, as free accounts have them: no pace of one every seven minutes.
    const daily = after(openAi(), at(499, '2m52.8s'), at(498, '5m45.6s'), at(497, '8m38.4s'));
    expect(daily?.stated).toEqual({ tokensPerMinute: 30_000 });
  });

  test("Groq's requests are a day's, and its tokens a minute's", () => {
    const headers = { 'x-ratelimit-limit-requests': '14400', 'x-ratelimit-limit-tokens': '18000' };
    expect(after(new LimitReader(presetOf('groq').limitWindows), headers)?.stated).toEqual({
      tokensPerMinute: 18_000,
    });
  });

  test('names that say the time are believed: Mistral, Cerebras', () => {
    const mistral = {
      'x-ratelimit-limit-req-minute': '50',
      'x-ratelimit-limit-tokens-minute': '50000',
      'x-ratelimit-limit-tokens-month': '4000000',
    };
    expect(after(new LimitReader(), mistral)?.stated).toEqual({
      requestsPerMinute: 50,
      tokensPerMinute: 50_000,
    });
    const older = {
      'x-ratelimitbysize-limit-minute': '500000',
      'x-ratelimitbysize-remaining-minute': '499000',
    };
    expect(after(new LimitReader(), older)?.stated).toEqual({ tokensPerMinute: 500_000 });
    const cerebras = {
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-limit-tokens-minute': '60000',
    };
    expect(after(new LimitReader(), cerebras)?.stated).toEqual({ tokensPerMinute: 60_000 });
  });

  test("Together's are a second's, Anthropic's a minute's", () => {
    const together = { 'x-ratelimit-limit': '10', 'x-tokenlimit-limit': '3000' };
    expect(after(new LimitReader(presetOf('together').limitWindows), together)?.stated).toEqual({
      requestsPerMinute: 600,
      tokensPerMinute: 180_000,
    });
    const anthropic = {
      'anthropic-ratelimit-requests-limit': '1000',
      'anthropic-ratelimit-input-tokens-limit': '450000',
    };
    expect(after(new LimitReader(presetOf('anthropic').limitWindows), anthropic)?.stated).toEqual({
      requestsPerMinute: 1000,
    });
  });

  test('of nobody in particular, without a time, they say nothing', () => {
    expect(after(new LimitReader(), { 'x-ratelimit-limit': '100', 'x-request-id': 'a' })?.stated).toEqual({});
  });
});

describe('nothing left', () => {
  test.each([
    ['seconds', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '7' }, 7_000],
    ['a duration', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m2.5s' }, 62_500],
    [
      'a date',
      {
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': '2026-11-28T12:00:09Z',
      },
      9_000,
    ],
    [
      'milliseconds since 1970',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 4_000) },
      4_000,
    ],
    ['seconds since 1970', { 'ratelimit-remaining': '0', 'ratelimit-reset': String(now / 1000 + 4) }, 4_000],
    ['nothing', { 'x-ratelimit-remaining-requests': '0' }, undefined],
    [
      'a time while something is left',
      { 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '7' },
      undefined,
    ],
  ])('waits as told by %s', (_how, headers, waitMs) => {
    expect(after(new LimitReader(), headers as Record<string, string>)?.waitMs).toBe(waitMs);
  });

  test('of a bucket that fills again is no reason to wait until it is full', () => {
    const at = (remaining: number, reset: string) => ({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': String(remaining),
      'x-ratelimit-reset-requests': reset,
    });
    const reader = new LimitReader();
    expect(after(reader, at(59, '1s'), at(30, '30s'), at(10, '50s'), at(0, '60s'))).toEqual({
      stated: { requestsPerMinute: 60 },
      waitMs: undefined,
    });
  });
});
