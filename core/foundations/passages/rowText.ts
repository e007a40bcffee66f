/** A row of a table in words, each value by the name of its column: what is read alone has to say what it is. */
export function rowText(header: readonly string[], fields: readonly string[]): string {
  return fields
    .map((field, index) => ({ name: header[index]?.trim() ?? '', value: field.trim() }))
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => (name === '' ? value : `${name}: ${value}`))
    .join('\n');
}
