/** Name of the list that belongs to one slot alone. Names of shared lists hold no dot, so the two never meet. */
export function slotListName(template: string, slot: string): string {
  return `${template}.${slot}`;
}
