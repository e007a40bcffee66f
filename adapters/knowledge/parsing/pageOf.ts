/** As much of a DOM as is read; linkedom's own types bring more than they keep. */
export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<DomNode>;
}

interface Linkedom {
  readonly parseHTML: (this: void, html: string) => { readonly document: DomNode };
}

/** A page's elements. Nothing in it is run, and nothing fetched. A page may be written without what it is in. */
export async function pageOf(html: string): Promise<DomNode> {
  const { parseHTML } = (await import('linkedom')) as unknown as Linkedom;
  const page = /<body[\s>]/iu.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  return parseHTML(page).document;
}
