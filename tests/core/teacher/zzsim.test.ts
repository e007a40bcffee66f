import { shapes, useLimit } from './limitedEndpoints';
test('sim', () => {
  const lines: string[] = [];
  const kinds = { b2: () => shapes.bucket(20, 2), b1: () => shapes.bucket(20,1), b1200: () => shapes.bucket(20, 1200), fm: () => shapes.fixedWindow(20, 60000), fs: () => shapes.fixedWindow(20, 1000), ss: () => shapes.slidingWindow(20, 1000) };
  for (const members of [3]) for (const [name, kind] of Object.entries(kinds)) for (const known of [false]) {
    let [u, r, mu] = [0, 0, 9]; const n = 4;
    for (let seed = 0; seed < n; seed++) {
      const x = useLimit(kind(), 20, { seconds: 240, fromMs: 60_000, seed: seed * 7 + 1, members, allowance: { concurrency: 64, expiresAt: Infinity, ...(known && { requestsPerMinute: 1200 }) } });
      u += x.used / n; r += x.refused / n; mu = Math.min(mu, x.used);
    }
    lines.push(`${members} ${name} ${known ? 'known' : 'unknown'} used ${u.toFixed(4)} min ${mu.toFixed(4)} refused ${(100 * r).toFixed(2)} %`);
  }
  console.log(lines.join('\n'));
});
