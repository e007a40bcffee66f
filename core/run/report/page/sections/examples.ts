import { inWords } from '../inWords';
import type { SectionOf } from '../pageFigures';
import type { Section } from '../section';

/** Candidates that each filter rejected, to be browsed: whether it was right is for people to see. */
export const rejectedSection: SectionOf<Section> = ({ figures, status }) => {
  const groups = figures.rejects
    .filter(({ examples }) => examples.length > 0)
    .map(({ filter, examples }) => ({
      title: `${filter}: ${inWords(examples.length)} of ${inWords(status.rejectedBy[filter] ?? examples.length)}`,
      examples,
    }));
  if (groups.length === 0) return undefined;
  return {
    id: 'rejected',
    title: 'Rejected, by filter',
    says: ['Drawn by the run’s seed, not chosen. Open a filter to see whether you agree with it.'],
    groups,
  };
};

/** Candidates to read: nothing says more of a dataset. */
export const sampleSection: SectionOf<Section> = ({ figures: { sample } }) => {
  const groups = [
    { title: 'Accepted, drawn at random', examples: sample.random },
    { title: 'The best, by the judge', examples: sample.best },
    { title: 'Borderline: accepted, and nearest to being rejected', examples: sample.borderline },
    { title: 'Rejected, drawn at random', examples: sample.rejected },
  ].filter(({ examples }) => examples.length > 0);
  if (groups.length === 0) return undefined;
  return { id: 'sample', title: 'Read some', says: [], groups };
};
