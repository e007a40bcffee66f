import type { Endpoint } from '../../core/teacher/endpoint';
import type { KeptPrice } from '../../core/teacher/pricing/charge';
import { priceOf } from '../prices/priceInForce';
import type { Ledger } from '../store/ledger';

/** How long a price that was looked up is taken to be in force, in milliseconds: some change with the hour. */
const validity = 60_000;

/** The prices of what is bought, as they are when it is: looked up now and then, and each kept in the store before anything names it. */
export class PricesInForce {
  private readonly known = new Map<
    string,
    { readonly until: number; readonly kept: KeptPrice | undefined }
  >();
  /** What each price that is in the store is called, by its JSON. */
  private readonly hashes = new Map<string, string>();

  constructor(private readonly ledger: Pick<Ledger, 'keepPrice'>) {}

  /** Undefined where nobody knows it. @throws what the store throws. */
  async of(name: string, endpoint: Endpoint, model: string): Promise<KeptPrice | undefined> {
    const now = Date.now();
    const key = `${name} ${model}`;
    const found = this.known.get(key);
    if (found && found.until > now) return found.kept;
    const price = priceOf(name, endpoint, model, new Date(now));
    const kept = price && { price, hash: await this.hashOf(price) };
    this.known.set(key, { until: now + validity, kept });
    return kept;
  }

  private async hashOf(price: KeptPrice['price']): Promise<string> {
    const json = JSON.stringify(price);
    const hash = this.hashes.get(json) ?? (await this.ledger.keepPrice(price));
    this.hashes.set(json, hash);
    return hash;
  }
}
