import type { CardFacts } from './cardFacts';
import { frontMatter } from './frontMatter';
import { inline } from './markdown';
import { bias } from './sections/bias';
import { limits } from './sections/limits';
import { models } from './sections/models';
import { money } from './sections/money';
import { procedure } from './sections/procedure';
import { reviews } from './sections/reviews';
import { screening } from './sections/screening';
import { summary } from './sections/summary';

const sections = [summary, procedure, models, screening, reviews, bias, money, limits];

/**
 * The dataset's card as the hub of Hugging Face shows it: front matter that its validator takes, then how the set was made, who looked at
 * it, and what is not known. Equal facts give equal bytes.
 */
export function datasetCard(facts: CardFacts): string {
  const parts = [`# ${inline(facts.dataset)}`, ...sections.map((section) => section(facts))];
  return `${frontMatter(facts)}${parts.join('\n\n')}\n`;
}
