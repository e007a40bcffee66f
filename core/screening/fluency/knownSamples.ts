import type { FluencySample } from './calibration';
import figures from './knownSamples.json';

/**
 * What was measured of the fluent texts that ship (benchmarks/data/fluentTexts.jsonl), so that a handful of seeds is enough in their
 * languages; none of a model that it was not measured by. knownSamples.json is written by `node dist/benchmarks/fluency.js --known FILE`.
 */
export function knownSamples(model: string): readonly FluencySample[] {
  if (model !== figures.model) return [];
  return figures.samples.map(({ language, tokens, wording, ending, exchange, insertion }) => ({
    language,
    tokens,
    wording,
    ending: ending ?? undefined,
    exchange: exchange ?? undefined,
    insertion: insertion ?? undefined,
  }));
}
