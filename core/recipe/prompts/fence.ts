/** Names of the tags that a prompt's own texts close, and so use as fences: "task" for `</task>`. */
export function fencesIn(texts: readonly string[]): string[] {
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(/<\/([a-z][\w-]*)>/giu)].map(([, name]) => name ?? '')),
    ),
  ];
}

/**
 * The filter `fence`: generated text may not open or close the fence that it stands in, so a bracket that would is shown as
 * another one. All fences of the prompt count, and those named as arguments: `{{ input | fence: "task" }}`.
 */
export function fenceFilter(fences: readonly string[]): (value: unknown, ...more: string[]) => string {
  return (value, ...more) => {
    const text =
      typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
    if (!text.includes('<')) return text;
    const names = [...fences, ...more].map((name) => name.replace(/[^\w-]/gu, ''));
    return names.length === 0
      ? text
      : text.replace(new RegExp(`<(?=[\\s/]*(?:${names.join('|')})\\b)`, 'giu'), '‹');
  };
}
