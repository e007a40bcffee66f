/** Names of families as whole numbers from 1; 0 is no family. */
export class FamilyNumbers {
  private readonly numbers = new Map<string, number>();

  /** A family's number; 0 for no family, and for one that nobody is of. */
  of(family: string | null | undefined): number {
    return family == null ? 0 : (this.numbers.get(family) ?? 0);
  }

  /** A family's number, the next one where it is new. */
  ensure(family: string | null | undefined): number {
    if (family == null) return 0;
    const known = this.numbers.get(family);
    if (known !== undefined) return known;
    this.numbers.set(family, this.numbers.size + 1);
    return this.numbers.size;
  }
}
