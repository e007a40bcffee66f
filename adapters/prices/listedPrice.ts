import { calcPrice, type ModelPrice } from '@pydantic/genai-prices';
import type { Price, Rate, Rates } from '../../core/teacher/pricing/price';

/** The list that comes with Seedbed, and when this version of it was published. Nothing is fetched. */
export const priceList = { list: '@pydantic/genai-prices', version: '0.1.8', date: '2026-09-23' } as const;

/** A price that is free by its name, as OpenRouter has it, is listed without a number. */
const freeOfCharge = ':free';
/** Digits beyond the point that lists mean: what is beyond is what floating-point numbers left. */
const digits = 9;

/**
 * What the list says that a seller charges for a model at a time: prices change with the date, and at some sellers with the hour. The seller is
 * named, else told by the address. Undefined where it is not in the list, or not by tokens.
 */
export function listedPrice(
  { seller, address }: { readonly seller: string | undefined; readonly address: string },
  model: string,
  at: Date,
): Price | undefined {
  const asked = model.replace(/^models\//, ''); // Gemini's models have this before their names, or not
  const found = calcPrice({}, asked, {
    ...(seller === undefined ? { providerApiUrl: address } : { providerId: seller }),
    timestamp: at,
  });
  if (!found) return undefined;
  const rates = asked.endsWith(freeOfCharge) ? { prompt: 0, completion: 0 } : ratesOf(found.model_price);
  if (!rates) return undefined;
  return {
    source: { kind: 'list', ...priceList, provider: found.provider.id, model: found.model.id },
    rates,
  };
}

function ratesOf(price: ModelPrice): Rates | undefined {
  const prompt = rateOf(price['input_mtok']);
  if (prompt === undefined) return undefined;
  const requests = price['requests_kcount'];
  const kinds = {
    cached: rateOf(price['cache_read_mtok']),
    cacheWrite: rateOf(price['cache_write_mtok']),
    cacheWriteHour: rateOf(price['cache_write_1h_mtok']),
    completion: rateOf(price['output_mtok']),
    reasoning: rateOf(price['output_reasoning_mtok']),
    request: typeof requests === 'number' ? plain(requests / 1_000) : undefined,
  };
  return { prompt, ...Object.fromEntries(Object.entries(kinds).filter(([, rate]) => rate !== undefined)) };
}

function rateOf(listed: ModelPrice[string]): Rate | undefined {
  if (listed === undefined || typeof listed === 'number')
    return listed === undefined ? undefined : plain(listed);
  const above = listed.tiers.map(({ start, price }) => ({ promptTokens: start, rate: plain(price) }));
  return {
    base: plain(listed.base),
    above: above.sort((left, right) => left.promptTokens - right.promptTokens),
  };
}

function plain(listed: number): number {
  return Number(listed.toFixed(digits));
}
