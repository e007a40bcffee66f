/** A person's judgement of a pair, named by its id, or by its text. */
export interface PairLabel {
  readonly id?: string;
  readonly instruction?: string;
  readonly response?: string;
  readonly bad: boolean;
}

/** What a label may be of. */
export interface Labelable {
  /** Every name that it has. */
  readonly ids: readonly string[];
  readonly instruction: string;
  readonly response: string;
}

/** Items with their labels, in the items' order. A label by id wins over one by text; of several by the same name the last counts. */
export function matchLabels<Item extends Labelable>(
  items: readonly Item[],
  labels: readonly PairLabel[],
): { readonly item: Item; readonly bad: boolean }[] {
  const byId = new Map<string, boolean>();
  const byText = new Map<string, boolean>();
  for (const { id, instruction, response, bad } of labels) {
    if (id !== undefined) byId.set(id, bad);
    if (instruction === undefined) continue;
    byText.set(textKey(instruction, response), bad);
  }
  return items.flatMap((item) => {
    const id = item.ids.find((name) => byId.has(name));
    const bad =
      (id === undefined ? undefined : byId.get(id)) ??
      byText.get(textKey(item.instruction, item.response)) ??
      byText.get(textKey(item.instruction, undefined));
    return bad === undefined ? [] : [{ item, bad }];
  });
}

function textKey(instruction: string, response: string | undefined): string {
  return [instruction, response].map((text) => text?.trim().replace(/\s+/gu, ' ') ?? '\0').join('\n');
}
