/** An amount of US dollars: two decimals from a dollar on, below it the two digits that say something: "$1,204.50", "$0.0042". */
export function dollars(amount: number): string {
  const decimals = amount === 0 || amount >= 1 ? 2 : Math.min(12, 1 - Math.floor(Math.log10(amount)));
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: Math.min(2, decimals), maximumFractionDigits: decimals })}`;
}
