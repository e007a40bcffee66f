import type { PassageShelf } from '../../proposing/passageShelf';
import type { Recipe } from '../../recipe/schema';
import type { Corpus, Passage } from '../../vocabulary/passage';

/** More than any run asks about: how many there are is known once the documents were read. */
const unknown = 10_000_000;

/** The text of a passage, as long as the recipe allows. */
export function imaginedPassage(knowledge: Recipe['knowledge']): string {
  return 'A sentence of some words. '
    .repeat(200)
    .slice(0, knowledge?.passages.characters ?? 900)
    .trim();
}

/** Passages for plans that nobody carries out: as many as there are, all as long as the recipe allows. */
export function imaginedShelf({ knowledge, language }: Recipe, corpus: Corpus | undefined): PassageShelf {
  const text = imaginedPassage(knowledge);
  const document = 'imagined';
  const passage = (position: number): Passage => ({
    id: String(position),
    document,
    name: 'imagined.md',
    headings: ['A heading'],
    text,
    position,
    language: knowledge?.language ?? language,
  });
  return {
    documents: [{ id: document, passages: corpus?.passages ?? unknown }],
    read: (places) => Promise.resolve(places.map(({ position }) => passage(position))),
    related: (passages) => Promise.resolve(passages.map(({ position }) => passage(position + 1))),
  };
}
