import type { SectionOf } from '../pageFigures';
import type { Section } from '../section';
import { biasSection } from './bias';
import { costSection } from './cost';
import { coverageSection } from './coverage';
import { rejectedSection, sampleSection } from './examples';
import { funnelSection } from './funnel';
import { iterationsSection } from './iterations';
import { lengthsSection } from './lengths';
import { mapSection } from './map';
import { peopleSection } from './people';
import { promptsSection } from './prompts';
import { provenanceSection } from './provenance';
import { perplexitySection, similaritySection } from './similarity';
import { verbsSection } from './verbs';

/**
 * The parts of a report's page, in their order. One that has nothing to show is left out, so that another part is a file here, a line below, and a
 * field of `PageFigures`, if the store has to be asked for anything more.
 */
export const sections: readonly SectionOf<Section>[] = [
  funnelSection,
  iterationsSection,
  verbsSection,
  coverageSection,
  lengthsSection,
  perplexitySection,
  similaritySection,
  mapSection,
  rejectedSection,
  costSection,
  peopleSection,
  biasSection,
  promptsSection,
  sampleSection,
  provenanceSection,
];
