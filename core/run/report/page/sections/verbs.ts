import { inWords } from '../inWords';
import { groupBy } from '../../../../foundations/groupBy';
import { verbObjectOf } from '../../../../foundations/language/verbObject';
import { languageOf } from '../../../../screening/languageOf';
import type { SectionOf } from '../pageFigures';
import type { Section, SunburstRoot } from '../section';

/** As in figure 2 of Self-Instruct (Wang et al. 2022): the commonest verbs, and the commonest objects of each. */
const mostVerbs = 20;
const mostObjects = 4;

/** What is asked to be done, and with what. */
export const verbsSection: SectionOf<Section> = ({ figures, recipe }) => {
  // English alone: of other languages the tagger makes nonsense.
  const english = figures.openings.filter((opening) => languageOf(recipe, opening) === 'en');
  const found = english.flatMap(({ instruction }) => verbObjectOf(instruction) ?? []);
  if (found.length === 0) return undefined;
  const withObject = found.flatMap(({ verb, object }) => (object === undefined ? [] : [{ verb, object }]));
  const verbs = commonest(found, ({ verb }) => verb, mostVerbs);
  const roots: SunburstRoot[] = verbs.map(({ name, members }) => ({
    name,
    value: members.length,
    children: commonest(
      withObject.filter(({ verb }) => verb === name),
      ({ object }) => object,
      mostObjects,
    ).map(({ name: object, members: own }) => ({ name: object, value: own.length })),
  }));
  const [top] = roots;
  return {
    id: 'verbs',
    title: 'What is asked',
    says: [
      `A verb was found in ${inWords(found.length)} of ${inWords(english.length)} accepted instructions that were looked at.`,
      ...(english.length < figures.openings.length
        ? [
            `Asked for in other languages, and left out: ${inWords(figures.openings.length - english.length)}.`,
          ]
        : []),
      ...(top
        ? [
            `${inWords(top.value)} of them ask to “${top.name}”. The ${roots.length} commonest verbs are shown.`,
          ]
        : []),
    ],
    charts: [
      {
        title: 'Verbs and their objects',
        description: 'Inside the commonest verbs, outside the commonest objects of each.',
        drawing: { kind: 'sunburst', roots },
        table: {
          columns: [
            { title: 'verb', kind: 'text' },
            { title: 'object', kind: 'text' },
            { title: 'instructions', kind: 'count' },
          ],
          rows: roots.flatMap(({ name, value, children }) => [
            [name, '', value],
            ...children.map((child) => [name, child.name, child.value]),
          ]),
        },
      },
    ],
  };
};

function commonest<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  most: number,
): { readonly name: string; readonly members: readonly Item[] }[] {
  return [...groupBy(items, nameOf)]
    .map(([name, members]) => ({ name, members }))
    .sort((left, right) => right.members.length - left.members.length || (left.name < right.name ? -1 : 1))
    .slice(0, most);
}
