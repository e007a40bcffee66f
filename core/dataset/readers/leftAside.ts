/** Something that a file holds beside its pairs, and what became of it. */
export interface Aside {
  readonly fate: 'left aside' | 'not supported' | 'kept';
  /** For people: "category", "turns after the first exchange". */
  readonly what: string;
  /** How many hold it; null where it is no part of a row: a file, say. */
  readonly rows: number | null;
}

/** Most different things that are told apart: rows with names of their own in place of columns must not fill the memory. */
const maxNames = 200;

/** Counts what rows hold that no pair has a place for, so that nothing is lost in silence. */
export class LeftAside {
  readonly #rows = new Map<string, Aside & { readonly rows: number }>();
  #more = 0;

  add(what: string, fate: Aside['fate'] = 'left aside'): void {
    const key = `${fate} ${what}`;
    const known = this.#rows.get(key);
    if (known) this.#rows.set(key, { ...known, rows: known.rows + 1 });
    else if (this.#rows.size < maxNames) this.#rows.set(key, { fate, what, rows: 1 });
    else this.#more++;
  }

  /** In the order in which they were first met. */
  get asides(): readonly Aside[] {
    const more: Aside = { fate: 'left aside', what: 'columns of yet other names', rows: this.#more };
    return [...this.#rows.values(), ...(this.#more > 0 ? [more] : [])];
  }
}

/** "left aside: category, in 900 rows". */
export function asideSentence({ fate, what, rows }: Aside): string {
  const where = rows === null ? '' : `, in ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
  return `${fate}: ${what}${where}`;
}

/** The same of several files, together. */
export function sumOfAsides(all: readonly (readonly Aside[])[]): readonly Aside[] {
  const sums = new Map<string, Aside>();
  for (const aside of all.flat()) {
    const key = `${aside.fate} ${aside.what}`;
    sums.set(key, { ...aside, rows: (aside.rows ?? 0) + (sums.get(key)?.rows ?? 0) });
  }
  return [...sums.values()];
}
