import type { CardFacts } from '../cardFacts';
import { count, unknown } from '../markdown';

export function money({ status: { cost } }: CardFacts): string {
  const usd = cost.usd === null ? unknown : `$${cost.usd}.`;
  return [
    '## Cost',
    `Of all requests to models: ${usd}${cost.unpriced > 0 ? ` ${count(cost.unpriced)} of them have no known price.` : ''}`,
  ].join('\n\n');
}
