import type { Turn } from '../../../vocabulary/conversation';
/** How a column's values are read; the page words them. */
export type ValueKind = 'text' | 'count' | 'share' | 'decimal' | 'usd';
export type Value = string | number | null;

export interface Column {
  readonly title: string;
  readonly kind: ValueKind;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** Rows that were left out, so that a page stays small. */
  readonly leftOut?: number;
}

/** What something is drawn as; the page has a colour for each, in both themes. */
export type Tone =
  'good' | 'bad' | 'waiting' | 'plain' | 'first' | 'second' | 'third' | 'fourth' | 'fifth' | 'sixth';

export const seriesTones: readonly Tone[] = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One for each label; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface SunburstRoot {
  readonly name: string;
  readonly value: number;
  readonly children: readonly { readonly name: string; readonly value: number }[];
}

export type Drawing =
  | {
      readonly kind: 'bars' | 'stackedBars' | 'sideBars' | 'lines';
      readonly labels: readonly string[];
      readonly series: readonly Series[];
      readonly unit: Exclude<ValueKind, 'text'>;
      /** What the labels are: "iteration". */
      readonly along: string;
    }
  | {
      readonly kind: 'flow';
      readonly nodes: readonly { readonly name: string; readonly tone: Tone }[];
      readonly links: readonly { readonly from: string; readonly to: string; readonly value: number }[];
    }
  | { readonly kind: 'sunburst'; readonly roots: readonly SunburstRoot[] }
  | {
      readonly kind: 'points';
      /** In the order of the table's rows. */
      readonly points: readonly { readonly x: number; readonly y: number; readonly tone: Tone }[];
      readonly tones: readonly { readonly tone: Tone; readonly name: string }[];
    };

/** A picture and the table behind it: what is drawn n-th is the table's n-th row. */
export interface Chart {
  readonly title: string;
  /** What is to be seen, for whoever doesn't see it. */
  readonly description: string;
  readonly drawing: Drawing;
  readonly table: Table;
}

/** A candidate to be read. Its texts are a model's: data, and nothing else. */
export interface Example {
  /** "3/17". */
  readonly address: string;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response in a conversation; empty where nothing does. */
  readonly turns: readonly Turn[];
  /** Why it is here: "rejected by novelty: repeats …". */
  readonly note: string;
}

export interface ExampleGroup {
  readonly title: string;
  readonly examples: readonly Example[];
}

/** A part of the page, as it is decided; how it looks is not known here. */
export interface Section {
  /** An anchor: letters alone. */
  readonly id: string;
  readonly title: string;
  /** What it says, in a sentence or two each. */
  readonly says: readonly string[];
  readonly charts?: readonly Chart[];
  readonly tables?: readonly (Table & { readonly title: string })[];
  readonly groups?: readonly ExampleGroup[];
}

/** A chart of series over labels, with a table that has a column for each. */
export function chartOf(
  title: string,
  description: string,
  drawing: Extract<Drawing, { readonly along: string }>,
): Chart {
  return {
    title,
    description,
    drawing,
    table: {
      columns: [
        { title: drawing.along, kind: 'text' },
        ...drawing.series.map(({ name }) => ({ title: name, kind: drawing.unit })),
      ],
      rows: drawing.labels.map((label, index) => [
        label,
        ...drawing.series.map(({ values }) => values[index] ?? null),
      ]),
    },
  };
}
