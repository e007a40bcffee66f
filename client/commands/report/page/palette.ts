import type { Tone } from '../../../../core/run/report/page/section';

/** Whatever has a colour of its own on the page: what is drawn, and what it is drawn on. */
export type Ink = Tone | 'text' | 'faint' | 'grid' | 'paper';

interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * Colours by theme. Text is at least 4.5:1 against the page, what is drawn 3:1. Good and bad are blue-green and orange-red, which those who don't
 * see red and green tell apart; what they mean is always said as well.
 */
export const palette: Readonly<Record<Ink, Shade>> = {
  text: { light: '#1b1f24', dark: '#e8eaed' },
  faint: { light: '#55606b', dark: '#a9b3bd' },
  grid: { light: '#d9dee3', dark: '#343b42' },
  paper: { light: '#ffffff', dark: '#15191d' },
  good: { light: '#0b7a6f', dark: '#3fb8a9' },
  bad: { light: '#c4441c', dark: '#f0855f' },
  waiting: { light: '#8a6d00', dark: '#d6b84a' },
  plain: { light: '#6b7785', dark: '#8d99a6' },
  first: { light: '#2b62c4', dark: '#7ba7f5' },
  second: { light: '#a3367f', dark: '#e08bc4' },
  third: { light: '#5b7a1e', dark: '#a7c85f' },
  fourth: { light: '#7a4fc0', dark: '#b79af0' },
  fifth: { light: '#9a5a10', dark: '#dca45a' },
  sixth: { light: '#1b7f9c', dark: '#6cc4de' },
};

export const inks = Object.keys(palette) as Ink[];

/** What an ink is called while a picture is drawn, in the only notation that the drawing library leaves alone; its class takes its place. */
export function standIn(ink: Ink): string {
  return `#0a0b${inks.indexOf(ink).toString(16).padStart(2, '0')}`;
}

export function inkOf(color: string): Ink | undefined {
  const place = /^#0a0b([0-9a-f]{2})$/.exec(color)?.[1];
  return place === undefined ? undefined : inks[parseInt(place, 16)];
}
