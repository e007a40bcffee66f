/** A growing list of 32-bit integers, four bytes each. Hot loops read `values` up to `length` directly. */
export class IntList {
  values = new Int32Array(4);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}
