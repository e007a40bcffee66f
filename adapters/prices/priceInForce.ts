import type { Endpoint } from '../../core/teacher/endpoint';
import { presetOf } from '../../core/teacher/presets/registry';
import { isFree, type Price, type Rates } from '../../core/teacher/pricing/price';
import { ratesOfWritten } from '../../core/teacher/pricing/priceSchema';
import { listedPrice } from './listedPrice';

/** What a model of an endpoint costs; or, where nobody knows, why, and what to write where. */
export type PriceInForce =
  { readonly kind: 'known'; readonly price: Price } | { readonly kind: 'unknown'; readonly why: string };

/** The price of what is asked of an endpoint's model at a time. */
export function priceOf(name: string, endpoint: Endpoint, model: string, at: Date): Price | undefined {
  const found = priceInForce(name, endpoint, model, at);
  return found.kind === 'known' ? found.price : undefined;
}

/**
 * What the configuration says of the model, else of its endpoint; else nothing, where it runs on this machine; else what the list of prices
 * says of the model at the endpoint's seller. A model that is known to be sold, at an address of this machine, is behind a gateway: what that
 * charges is not known.
 */
export function priceInForce(name: string, endpoint: Endpoint, model: string, at: Date): PriceInForce {
  const { seller, batchShare, batchShareOfCached } = presetOf(endpoint.preset);
  const isHere = runsHere(endpoint);
  const written = writtenRates(endpoint, model);
  if (written) {
    const source = isHere && isFree(written) ? ('local' as const) : ('configuration' as const);
    return known({
      source: { kind: source },
      rates: { ...shares(batchShare, batchShareOfCached), ...written },
    });
  }
  const say = `Write what it costs into seedbed.config.yaml, as endpoints.${name}.prices["${model}"], or 0 where it costs nothing.`;
  if (isHere) {
    if (!isSold(model)) return known({ source: { kind: 'local' }, rates: { prompt: 0, completion: 0 } });
    return unknown(
      `The price of "${model}" at endpoint "${name}" is not known: its address is on this machine, its name that of a model which is sold, so that a gateway may pass it on. ${say}`,
    );
  }
  const tier = endpoint.extraBody['service_tier'];
  if (endpoint.preset === 'openai' && (tier === 'priority' || tier === 'flex' || tier === 'scale'))
    return unknown(
      `The price of "${model}" at endpoint "${name}" is not known in service tier "${tier}". ${say}`,
    );
  const listed = listedPrice({ seller, address: endpoint.baseUrl }, model, at);
  if (!listed) return unknown(`The price of "${model}" at endpoint "${name}" is in no list. ${say}`);
  return known({ ...listed, rates: { ...shares(batchShare, batchShareOfCached), ...listed.rates } });
}

const known = (price: Price): PriceInForce => ({ kind: 'known', price });
const unknown = (why: string): PriceInForce => ({ kind: 'unknown', why });

function shares(batch: number | undefined, batchCached: number | undefined): Partial<Rates> {
  return { ...(batch !== undefined && { batch }), ...(batchCached !== undefined && { batchCached }) };
}

function writtenRates(endpoint: Endpoint, model: string): Rates | undefined {
  const own = Object.hasOwn(endpoint.prices, model) ? endpoint.prices[model] : undefined;
  const written = own ?? endpoint.price;
  if (written !== undefined) return ratesOfWritten(written);
  const { usdPerMillionPromptTokens: prompt, usdPerMillionCompletionTokens: completion } = endpoint;
  return prompt === undefined ? undefined : { prompt, ...(completion !== undefined && { completion }) };
}

function runsHere({ baseUrl }: Endpoint): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return (
    host === 'localhost' || host === '[::1]' || host.endsWith('.localhost') || /^127(?:\.\d+){3}$/.test(host)
  );
}

/** Models that nobody can run at home, and what Ollama passes on to its cloud. */
const soldModel = /^(?:gpt-[3-9]|chatgpt-|o[1-9](?:$|-)|text-embedding-|claude-|gemini-|grok-|.*[-:]cloud$)/i;

function isSold(model: string): boolean {
  return soldModel.test(model.split('/').at(-1) ?? model);
}
