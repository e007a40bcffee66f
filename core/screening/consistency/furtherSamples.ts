import { sampleCounts } from '../../recipe/sections/respond';
import type { Recipe } from '../../recipe/schema';
import { consistency } from '../filters/consistency';
import { missingSamples, type Asked } from './consistency';

/**
 * How many more responses to the same a recipe asks for, by those that came: up to its least, and from there on only while they disagree, up to
 * its most. Undefined where it asks for one.
 */
export function furtherSamples(
  recipe: Recipe,
): ((asked: Asked, texts: readonly string[], count: number) => number) | undefined {
  const { least, most } = sampleCounts(recipe.respond, consistency.isOn(recipe));
  if (most === 1) return undefined;
  return (asked, texts, count) => {
    if (count < least) return least - count;
    return count < most ? Math.min(missingSamples(asked, texts), most - count) : 0;
  };
}
