const bars = '▁▂▃▄▅▆▇█';

/** Numbers as a row of bars from their least to their greatest; of more than `width`, means of neighbours. */
export function sparkline(values: readonly number[], width: number): string {
  const size = Math.max(1, Math.ceil(values.length / width));
  const means = Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const some = values.slice(index * size, (index + 1) * size);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  });
  const min = Math.min(...means);
  const span = Math.max(...means) - min;
  return means
    .map((mean) => bars[span === 0 ? 3 : Math.round(((mean - min) / span) * (bars.length - 1))])
    .join('');
}
