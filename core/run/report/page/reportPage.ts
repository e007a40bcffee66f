import { stateInWords } from './stateInWords';
import type { PageMaterial } from './pageFigures';
import type { Section } from './section';
import { sections } from './sections/registry';
import { verdictStrip, type Tile } from './verdictStrip';

/** A run's report as a page: what is shown, in which order, in which words. Plain data. */
export interface ReportPage {
  readonly title: string;
  /** What the run is at, in a sentence. */
  readonly state: string;
  readonly at: string;
  readonly strip: readonly Tile[];
  readonly sections: readonly Section[];
}

export function reportPage(material: PageMaterial): ReportPage {
  return {
    title: material.status.name,
    state: stateInWords(material.status),
    at: material.made.at,
    strip: verdictStrip(material),
    sections: sections.flatMap((section) => section(material) ?? []),
  };
}
