import { seededRandom } from '../../../../foundations/seededRandom';
import { boundedText } from '../../../../foundations/text/boundedText';
import { fewestPoints, layout } from '../layout';
import type { MappedCandidate, SectionOf } from '../pageFigures';
import type { Section, Tone } from '../section';
import { wordVectors } from '../wordVectors';

/** Bytes of an instruction on the map. */
const shownBytes = 220;

/** A map of what was asked, to find clusters, holes and what is alone. By meaning where the run embedded its instructions, else by words. */
export const mapSection: SectionOf<Section> = ({ figures: { map }, recipe }) => {
  if (map.length < fewestPoints) return undefined;
  const embedded = map.flatMap(({ vector }) => vector ?? []);
  const isByMeaning = embedded.length === map.length;
  const vectors = isByMeaning ? embedded : wordVectors(map.map(({ instruction }) => instruction));
  const placed = layout(vectors, seededRandom(recipe.seed, 'map of the report'));
  return {
    id: 'map',
    title: 'Map of instructions',
    says: [
      `${map.length} candidates, drawn by the run’s seed. Near each other is what ${isByMeaning ? 'means much the same' : 'shares words: this run embedded nothing'}; how far apart clusters are says little.`,
    ],
    charts: [
      {
        title: isByMeaning ? 'Instructions by meaning' : 'Instructions by their words',
        description:
          'Each point is a candidate. Point at it to read it, or walk through all of them with the arrow keys; the table has them too.',
        drawing: {
          kind: 'points',
          points: placed.map(({ x, y }, index) => ({ x, y, tone: toneOf(map[index]) })),
          tones: [
            { tone: 'good', name: 'accepted' },
            { tone: 'bad', name: 'rejected' },
            { tone: 'waiting', name: 'neither' },
          ],
        },
        table: {
          columns: [
            { title: 'candidate', kind: 'text' },
            { title: 'state', kind: 'text' },
            { title: 'strategy', kind: 'text' },
            { title: 'cell', kind: 'text' },
            { title: 'instruction', kind: 'text' },
          ],
          rows: map.map((one) => [
            `${one.iteration}/${one.ordinal}`,
            one.decidedBy !== null && one.state === 'rejected' ? `✗ ${one.decidedBy}` : one.state,
            one.strategy,
            one.cell,
            boundedText(one.instruction, shownBytes),
          ]),
        },
      },
    ],
  };
};

function toneOf(candidate: MappedCandidate | undefined): Tone {
  switch (candidate?.state) {
    case 'accepted':
      return 'good';
    case 'rejected':
    case 'declined':
    case 'quarantined':
      return 'bad';
    case 'open':
    case 'awaitingReview':
    case 'abandoned':
    case undefined:
      return 'waiting';
  }
}
